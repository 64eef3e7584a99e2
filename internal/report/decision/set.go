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
	List  string // exceptions or risks; max_days
	ID    string // the import ID of the rule, or the ID of the risk
	Field string // such as expires; empty for the ID itself

	Detail string
}

func (p Problem) Error() string {
	switch {
	case p.ID == "":
		return p.List + ": " + p.Detail
	case p.Field == "":
		return fmt.Sprintf("%s[%q]: %s", p.List, p.ID, p.Detail)
	}
	return fmt.Sprintf("%s[%q].%s: %s", p.List, p.ID, p.Field, p.Detail)
}

// Check finds every decision that can't be used, in a stable order.
func (s *Set) Check() []Problem {
	var problems []Problem
	for _, id := range slices.Sorted(maps.Keys(s.Exceptions)) {
		problems = append(problems, s.Exceptions[id].check(id)...)
	}
	for _, id := range slices.Sorted(maps.Keys(s.Risks)) {
		problems = append(problems, s.Risks[id].check(id)...)
	}
	if s.MaxDays < 0 {
		problems = append(problems, Problem{List: "max_days", Detail: "The number of days must not be negative."})
	}
	return problems
}

// wrongRule says why a text isn't the import ID of a rule; empty if it is one.
func wrongRule(text string) string {
	accessPackage, target, _ := strings.Cut(text, "/")
	if evidence.IsGUID(accessPackage) && evidence.IsGUID(target) {
		return ""
	}
	return fmt.Sprintf("%q isn't the ID of a rule. Write the access package and the group or access package that it "+
		"excludes, <guid>/<guid>.", text)
}

func (e Exception) check(id string) []Problem {
	var problems []Problem
	add := func(field, detail string) { problems = append(problems, Problem{"exceptions", id, field, detail}) }
	if wrong := wrongRule(id); wrong != "" {
		add("", wrong)
	}
	if strings.TrimSpace(e.Owner) == "" {
		add("owner", "An exception needs an owner: the person or role that decided it.")
	}
	if strings.TrimSpace(e.Reason) == "" {
		add("reason", "An exception needs a reason.")
	}
	if e.Holders < 1 {
		add("holders", "An exception accepts at least one holder.")
	}
	if !isDay(e.Expires) {
		add("expires", fmt.Sprintf("%q isn't a day that exists. Write a day such as 2027-03-31.", e.Expires))
	}
	return problems
}

func (r Risk) check(id string) []Problem {
	var problems []Problem
	if !slices.Contains(evidence.Severities, r.Severity) {
		detail := fmt.Sprintf("%q isn't a severity. Use critical, high, medium, or low.", r.Severity)
		problems = append(problems, Problem{"risks", id, "severity", detail})
	}
	for _, rule := range r.Rules {
		if wrong := wrongRule(rule); wrong != "" {
			problems = append(problems, Problem{"risks", id, "rules", wrong})
		}
	}
	if r.InForceSince != "" && !isDay(r.InForceSince) {
		detail := fmt.Sprintf("%q isn't a day that exists. Write a day such as 2026-01-31.", r.InForceSince)
		problems = append(problems, Problem{"risks", id, "in_force_since", detail})
	}
	return problems
}

func isDay(text string) bool {
	_, err := time.Parse(Day, text)
	return err == nil
}
