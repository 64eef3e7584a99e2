// Package decision compares the evidence about a tenant with what people decided: the risks that rules are for, the
// conflicts that someone accepted for a limited time, and the gaps that someone accepted.
package decision

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Day is the form of a day.
const Day = time.DateOnly

// DefaultMaxDays is how long an exception may last if no one says otherwise.
const DefaultMaxDays = 366

// Set is everything that people decided.
type Set struct {
	Exceptions map[string]Exception // by the import ID of the rule
	Risks      map[string]Risk      // by an ID of the rule book's choice
	Accept     []string             // IDs of gaps, or import IDs of rules, which stand for every gap of the rule
	MaxDays    int                  // how many days from today an exception may last
}

// Exception accepts conflicts with a rule for a limited time.
type Exception struct {
	Holders int    `yaml:"holders"`
	Owner   string `yaml:"owner"`
	Reason  string `yaml:"reason"`
	Ticket  string `yaml:"ticket"`
	Expires string `yaml:"expires"` // the last day
}

// Risk is what rules are for.
type Risk struct {
	Name                string
	Severity            evidence.Severity
	Owner               string
	Rationale           string
	CompensatingControl string
	References          []string
	InForceSince        string   // a day; empty if the book doesn't say
	Rules               []string // import IDs
}

// Problem is a decision that can't be used.
type Problem struct {
	Where  string // such as exceptions["…"].expires
	Detail string
}

func (p Problem) Error() string { return p.Where + ": " + p.Detail }

// Check finds every decision that can't be used, in a stable order.
func (s *Set) Check() []Problem {
	var problems []Problem
	for _, id := range slices.Sorted(maps.Keys(s.Exceptions)) {
		where := fmt.Sprintf("exceptions[%q]", id)
		problems = append(problems, s.Exceptions[id].check(where)...)
	}
	for _, id := range slices.Sorted(maps.Keys(s.Risks)) {
		where := fmt.Sprintf("risks[%q]", id)
		problems = append(problems, s.Risks[id].check(where)...)
	}
	if s.MaxDays < 0 {
		problems = append(problems, Problem{"max_days", "the number of days must not be negative."})
	}
	return problems
}

func (e Exception) check(where string) []Problem {
	var problems []Problem
	if strings.TrimSpace(e.Owner) == "" {
		problems = append(problems, Problem{where + ".owner", "an exception needs an owner: who decided it."})
	}
	if strings.TrimSpace(e.Reason) == "" {
		problems = append(problems, Problem{where + ".reason", "an exception needs a reason."})
	}
	if e.Holders < 1 {
		problems = append(problems, Problem{where + ".holders", "an exception accepts at least one holder."})
	}
	return append(problems, checkDay(where+".expires", e.Expires)...)
}

func (r Risk) check(where string) []Problem {
	var problems []Problem
	if !slices.Contains(evidence.Severities, r.Severity) {
		detail := fmt.Sprintf("%q isn't a severity. Use critical, high, medium, or low.", r.Severity)
		problems = append(problems, Problem{where + ".severity", detail})
	}
	if r.InForceSince != "" {
		problems = append(problems, checkDay(where+".in_force_since", r.InForceSince)...)
	}
	return problems
}

func checkDay(where, text string) []Problem {
	if _, err := time.Parse(Day, text); err != nil {
		return []Problem{{where, fmt.Sprintf("%q isn't a day that exists. Write a day such as 2027-03-31.", text)}}
	}
	return nil
}
