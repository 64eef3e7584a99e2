package decision_test

import (
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report/decision"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// A report of one catalog doesn't show the rules of the others, so that decisions about these aren't findings.
func TestApply_scope(t *testing.T) {
	t.Parallel()
	set := &decision.Set{
		MaxDays: 365, Accept: []string{"x/y", "one_way x/y"},
		Exceptions: exceptions{"x/y": exception(1, today), "a/c": exception(1, today)},
		Risks:      map[string]decision.Risk{"PAY": {Severity: evidence.SeverityCritical, Rules: []string{"a/z"}}},
	}
	const (
		unused  = "exception unused a/c" // the rule is in the catalog, and no one is in conflict with it
		missing = "conflict a/b, conflict a/g, missing_rule PAY a/z, " + gap + ", " + unused
	)
	for name, c := range map[string]struct {
		scope, accessPackages []string
		want                  string
		outside               int
	}{
		"another catalog":  {[]string{"f"}, []string{"b"}, both + ", " + unused, 1},
		"its catalog":      {[]string{"f"}, []string{"a", "b"}, missing, 0},
		"the whole tenant": {nil, nil, missing + ", exception unused x/y, stale_accept one_way x/y, stale_accept x/y", 0},
	} {
		d := tenant()
		d.Scope = c.scope
		for _, id := range c.accessPackages {
			d.AccessPackages = append(d.AccessPackages, evidence.Object{ID: id})
		}
		decision.Apply(d, set, time.Time{})
		if got := ids(d); got != c.want || len(d.Risks[0].NotInScope) != c.outside {
			t.Errorf("%s: findings are %s\nwant %s; %q are outside", name, got, c.want, d.Risks[0].NotInScope)
		}
	}
}

// A report of one catalog may have one of two opposite rules. It doesn't know that there is only one, and an exception
// for either covers both.
func TestApply_oppositeInAnotherCatalog(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		read   []string
		oneWay *bool
		want   string
	}{
		"not read":       {[]string{"a"}, nil, ""},
		"without a rule": {[]string{"a", "b"}, new(true), "conflict a/b, exception unused b/a"},
	} {
		d := tenant()
		d.Rules, d.Gaps, d.Scope = d.Rules[:1], nil, []string{"f"}
		for _, id := range c.read {
			d.AccessPackages = append(d.AccessPackages, evidence.Object{ID: id})
		}
		decision.Apply(d, &decision.Set{MaxDays: 365, Exceptions: exceptions{"b/a": exception(2, today)}}, time.Time{})
		if got := ids(d); got != c.want {
			t.Errorf("%s: findings are %q, want %q", name, got, c.want)
		}
		if got := d.Rules[0].OneWay; (got == nil) != (c.oneWay == nil) || d.Rules[0].IsOneWay() != (c.oneWay != nil) {
			t.Errorf("%s: one way is %v", name, got)
		}
	}
}

// An exception for a rule about a group doesn't cover it if its IDs are in the wrong order.
func TestApply_swappedException(t *testing.T) {
	t.Parallel()
	d := tenant()
	d.Rules, d.Gaps, d.Scope = d.Rules[2:3], nil, []string{"f"}
	decision.Apply(d, &decision.Set{MaxDays: 365, Exceptions: exceptions{"g/a": exception(1, today)}}, time.Time{})
	if got := ids(d); got != "conflict a/g" {
		t.Errorf("findings are %q", got)
	}
}

// The ID of a finding about two access packages stays, whichever of their rules is more severe or failed.
func TestApply_stableIDs(t *testing.T) {
	t.Parallel()
	apply := func(severe string, failed int) string {
		d := tenant()
		d.Rules, d.Gaps = d.Rules[:2], nil
		d.Rules[0].Conflicts.Unknown, d.Rules[1].Conflicts.Unknown = 1, 1
		d.Rules[failed].InForceSince = day("2026-06-01")
		d.Rules[failed].Conflicts.Holders = []evidence.Holder{{AccessPackageSince: day("2026-11-20")}}
		set := &decision.Set{MaxDays: 365}
		if severe != "" {
			set.Risks = map[string]decision.Risk{"R": {Severity: evidence.SeverityLow, Rules: []string{severe}}}
		}
		decision.Apply(d, set, time.Time{})
		return ids(d)
	}
	const want = "conflict_after_rule a/b, conflict a/b, unknown_holders a/b"
	for failed := range 2 {
		if got := apply("", failed); got != want {
			t.Errorf("with rule %d failed: %s", failed, got)
		}
	}
	if got := apply("b/a", 1); got != want {
		t.Errorf("with a severity: %s", got)
	}
}

func TestApply_accept(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]int{"ONE_WAY A/C": 0, "a/c": 0, "one_way a/d": 1} {
		d := tenant()
		decision.Apply(d, &decision.Set{Accept: []string{accept}}, time.Time{})
		if evidence.Known(d.Summary.OpenGaps) != want || len(d.StaleAccepts) != want {
			t.Errorf("with %s accepted %d gaps are open, and %q is unused", accept, evidence.Known(d.Summary.OpenGaps), d.StaleAccepts)
		}
		d.NotRead = []evidence.NotRead{{Subject: evidence.SubjectAccessPackage}}
		decision.Apply(d, &decision.Set{Accept: []string{accept}}, time.Time{})
		if len(d.StaleAccepts) != 0 {
			t.Errorf("%q is unused, but an access package couldn't be read", d.StaleAccepts)
		}
		d.NotRead, d.GapsExamined = nil, false
		decision.Apply(d, &decision.Set{Accept: []string{accept}}, time.Time{})
		if len(d.StaleAccepts) != 0 {
			t.Errorf("%q is unused, but no one looked for gaps", d.StaleAccepts)
		}
	}
	for examined, want := range map[bool]int{false: 0, true: 1} {
		d := tenant()
		d.OutsideExamined = examined
		decision.Apply(d, &decision.Set{Accept: []string{"outside a/b"}}, time.Time{})
		if len(d.StaleAccepts) != want {
			t.Errorf("%q is unused, with gaps of kind outside examined: %v", d.StaleAccepts, examined)
		}
	}
}

// A risk whose functions have no access package, or only groups, has no rule: it is in no list of conflicts.
func TestApply_riskWithoutRules(t *testing.T) {
	t.Parallel()
	for _, scope := range [][]string{nil, {"f"}} {
		d := tenant()
		d.Rules, d.Gaps, d.Scope = nil, nil, scope
		set := &decision.Set{Risks: map[string]decision.Risk{"PAY": {Severity: evidence.SeverityHigh}}}
		decision.Apply(d, set, time.Time{})
		if got := ids(d); got != "missing_rule PAY none" {
			t.Errorf("findings are %s", got)
		}
	}
}

// A name of spaces and invisible characters says nothing about the subject of a finding.
func TestApply_blankName(t *testing.T) {
	t.Parallel()
	for _, blank := range []string{"", "   ", "\u00a0\u3164", "\u200b"} {
		d := tenant()
		for i := range d.Rules {
			d.Rules[i].Target.Name, d.Rules[i].AccessPackage.Name = &blank, &blank
		}
		decision.Apply(d, &decision.Set{}, time.Time{})
		if got := d.Findings[0].Description; !strings.Contains(got, "of a also hold b") {
			t.Errorf("%q: %s", blank, got)
		}
	}
}

// The rule book's date doesn't count for a rule that was removed since, as the audit log shows: no one knows when it was
// added again.
func TestApply_bookAfterRemoval(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ book, want string }{
		"before the removal": {"2026-01-01", "conflict a/b"},
		"after it":           {"2026-11-21", "conflict_after_rule a/b, conflict a/b"},
	} {
		d := tenant()
		d.Rules, d.Gaps = d.Rules[:1], nil
		d.Rules[0].Conflicts.Holders = []evidence.Holder{{AccessPackageSince: day("2026-11-25")}}
		d.Changes = []evidence.Change{
			{Operation: evidence.OperationRemoved, Result: new("success"), ImportID: new("a/b"), Time: day("2026-11-20")},
		}
		decision.Apply(d, &decision.Set{MaxDays: 365, Risks: map[string]decision.Risk{
			"R": {Severity: evidence.SeverityLow, Rules: []string{"a/b"}, InForceSince: c.book},
		}}, time.Time{})
		if got := ids(d); got != c.want {
			t.Errorf("%s: findings are %q, want %q", name, got, c.want)
		}
	}
}
