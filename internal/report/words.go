package report

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// gapWords are the heading of a kind of gaps, and what it means. A is the access package that has the rule.
var gapWords = map[evidence.GapKind]struct{ heading, explanation string }{
	evidence.GapBypass: {
		"Another access package grants the same role",
		"No rule excludes holders of the other access package.",
	},
	evidence.GapInherent: {
		"One access package grants both",
		"Every holder is in conflict.",
	},
	evidence.GapOutside: {
		"Users who don't hold the access package",
		"They are in a group that the access package grants, so a rule about the access package doesn't exclude them.",
	},
	evidence.GapGroupOnly: {
		"Excluded only as members of a group",
		"The rule excludes the members of the group, but no rule excludes the holders of the access package that adds them.",
	},
	evidence.GapAutomatic: {
		"Assigned automatically",
		"A policy assigns the access package without a request, and a rule stops only requests.",
	},
	evidence.GapFrozen: {
		"Groups whose membership no longer changes",
		"The rule is about a dynamic group that Microsoft Entra no longer updates.",
	},
	evidence.GapSelfLockout: {
		"Holders can't renew",
		"The access package adds its holders to a group that it excludes.",
	},
	evidence.GapDangling: {
		"Rules about something that may no longer exist",
		"The rule names an object that no longer exists, or that has no name.",
	},
	evidence.GapOneWay: {
		"Rules in one direction",
		"Someone who holds the first access package can still request the second one.",
	},
}

// counted gives a number with its noun.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func isGroup(r *evidence.Rule) bool { return r.Kind == evidence.KindGroup }

// unnamed reports whether the target has no name, as a group that was deleted has none.
func unnamed(r *evidence.Rule) bool { return r.Target.Name == nil && !r.Pending }

// age says since when the oldest conflict exists; empty if no one knows.
func (s *sorted) age(r *evidence.Rule) string {
	if r.Conflicts == nil {
		return ""
	}
	var conflict, assignment *time.Time
	for i := range r.Conflicts.Holders {
		h := &r.Conflicts.Holders[i]
		conflict, assignment = earlier(conflict, h.InConflictSince), earlier(assignment, h.AccessPackageSince)
	}
	switch {
	case conflict != nil && r.Conflicts.Total == 1:
		return "since " + s.dayAndAge(*conflict)
	case conflict != nil:
		return "the oldest since " + s.dayAndAge(*conflict)
	case assignment != nil:
		return "access package held since " + s.dayAndAge(*assignment)
	default:
		return ""
	}
}

func earlier(a, b *time.Time) *time.Time {
	if a == nil || b != nil && b.Before(*a) {
		return b
	}
	return a
}

func afterRule(r *evidence.Rule) int {
	if r.Conflicts == nil {
		return 0
	}
	return r.Conflicts.AfterRule
}

// dayAndAge adds how many days have passed, if the report has a date.
func (s *sorted) dayAndAge(t time.Time) string {
	day := t.UTC().Format(time.DateOnly)
	if days, known := s.daysFrom(day); known && days >= 0 {
		return fmt.Sprintf("%s (%s)", day, counted(days, "day", "days"))
	}
	return day
}

// remaining is how many days an exception still lasts, if the report has a date.
func (s *sorted) remaining(expires string) string {
	if days, known := s.daysFrom(expires); known && days <= 0 {
		return fmt.Sprintf(" (%s left)", counted(-days, "day", "days"))
	}
	return ""
}

// daysFrom counts the days from a day to the date of the report.
func (s *sorted) daysFrom(day string) (int, bool) {
	if s.AsOf == nil {
		return 0, false
	}
	from, err := time.Parse(time.DateOnly, day)
	to, wrong := time.Parse(time.DateOnly, *s.AsOf)
	return int(to.Sub(from).Hours() / 24), err == nil && wrong == nil
}

// readLater is the day on which the tenant was read, if the report is as of another day; empty otherwise. The reader
// would take the holders for those of that other day.
func readLater(d *evidence.Document) string {
	if d.ReadOn == nil || d.AsOf == nil || *d.ReadOn == *d.AsOf {
		return ""
	}
	return *d.ReadOn
}

// moment is a time as a reader wants it.
func moment(t *time.Time) string {
	if t == nil {
		return "at an unknown time"
	}
	return t.UTC().Format("2006-01-02 15:04 UTC")
}

// change says what a change was about.
func (s *sorted) change(c *evidence.Change) display.Line {
	of := "An access package that the log doesn't name"
	if c.AccessPackage != nil {
		of = s.object(*c.AccessPackage)
	}
	target := "something that the log doesn't name"
	if c.Target != nil {
		target = s.object(*c.Target)
	}
	sentence := of + " excludes " + target
	if c.Kind != nil {
		sentence = of + " excludes the " + map[evidence.Kind]string{
			evidence.KindGroup: "members", evidence.KindAccessPackage: "holders",
		}[*c.Kind] + " of " + target
	}
	if c.Kind != nil && *c.Kind == evidence.KindAccessPackage && c.ImportID != nil {
		sentence += " (not verified which of the two excludes the other)"
	}
	return display.Message(sentence)
}

// object is the name of an object in an entry of the audit log, which has the name of that time.
func (s *sorted) object(o evidence.Object) string {
	if o.Name != nil {
		return display.Message(*o.Name).Or(o.ID)
	}
	return s.name(o.ID).String()
}

var subjects = map[evidence.Subject]string{
	evidence.SubjectAccessPackage: "Access package", evidence.SubjectAssignments: "Holders of access package",
	evidence.SubjectMembers: "Members of group", evidence.SubjectGroup: "Group", evidence.SubjectAuditLog: "Audit log",
}

// subject names what could not be read.
func (s *sorted) subject(n *evidence.NotRead) display.Line {
	words := []string{cmp.Or(subjects[n.Subject], string(n.Subject))}
	switch {
	case n.Name != nil && n.ID != nil:
		words = append(words, display.Message(*n.Name).Or(*n.ID))
	case n.ID != nil:
		words = append(words, s.name(*n.ID).String())
	}
	return display.Message(strings.Join(words, " "))
}

// ofKind are the findings of a kind.
func (s *sorted) ofKind(kind evidence.FindingKind) []*evidence.Finding {
	var found []*evidence.Finding
	for i := range s.Findings {
		if s.Findings[i].Kind == kind {
			found = append(found, &s.Findings[i])
		}
	}
	return found
}

// notAsked is how many rules no one asked to count.
func (s *sorted) notAsked() int {
	n := 0
	for i := range s.Rules {
		if s.Rules[i].Conflicts == nil && s.Rules[i].NotCounted == nil {
			n++
		}
	}
	return n
}

// notCounted are the rules that couldn't be counted.
func (s *sorted) notCounted() []*evidence.Rule {
	var found []*evidence.Rule
	for r := range s.inOrder() {
		if r.NotCounted != nil {
			found = append(found, r)
		}
	}
	return found
}
