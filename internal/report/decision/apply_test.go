package decision_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report/decision"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

const today = "2026-12-01"

func pointer[T any](value T) *T { return &value }

func day(text string) *time.Time {
	t, err := time.Parse(decision.Day, text)
	if err != nil {
		panic(err)
	}
	return &t
}

// tenant has access packages a and b, which exclude each other with two holders in conflict, a rule of a about group g
// with one, and a one-way rule between a and c with none.
func tenant() *evidence.Document {
	rule := func(kind evidence.Kind, of, target string, total int) evidence.Rule {
		name := strings.ToUpper(target)
		upper := strings.ToUpper(of)
		return evidence.Rule{
			ImportID: of + "/" + target, Kind: kind, AccessPackage: evidence.Object{ID: of, Name: &upper},
			Target: evidence.Object{ID: target, Name: &name}, Conflicts: &evidence.Conflicts{Total: total, Users: total},
		}
	}
	return &evidence.Document{
		AsOf: pointer(today), GapsExamined: true,
		Rules: []evidence.Rule{
			rule(evidence.KindAccessPackage, "a", "b", 2), rule(evidence.KindAccessPackage, "b", "a", 2),
			rule(evidence.KindGroup, "a", "g", 1), rule(evidence.KindAccessPackage, "a", "c", 0),
		},
		Gaps: []evidence.Gap{{ID: "one_way a/c", Kind: evidence.GapOneWay, ImportID: "a/c", Description: "One way."}},
	}
}

type exceptions map[string]decision.Exception

func exception(holders int, expires string) decision.Exception {
	return decision.Exception{Holders: holders, Owner: "Ana", Reason: "On call", Expires: expires}
}

// ids are the IDs of the findings, in their order.
func ids(d *evidence.Document) string {
	all := make([]string, 0, len(d.Findings))
	for _, f := range d.Findings {
		all = append(all, f.ID)
	}
	return strings.Join(all, ", ")
}

const (
	gap  = "gap one_way a/c"
	both = "conflict a/b, conflict a/g, " + gap
)

func TestApply_exceptions(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		exceptions exceptions
		want       string
		open       int
	}{
		"none":                  {nil, both, 3},
		"of the opposite rule":  {exceptions{"B/A": exception(2, today)}, "conflict a/g, " + gap, 1},
		"for fewer":             {exceptions{"a/b": exception(1, today)}, both, 2},
		"for more":              {exceptions{"a/g": exception(9, today)}, "conflict a/b, " + gap, 2},
		"on the day after":      {exceptions{"a/g": exception(1, "2026-11-30")}, both + ", exception expired a/g", 3},
		"as long as is allowed": {exceptions{"a/g": exception(1, "2027-12-01")}, "conflict a/b, " + gap, 2},
		"a day too long": {
			exceptions{"a/g": exception(1, "2027-12-02")}, "conflict a/b, " + gap + ", exception overlong a/g", 2,
		},
		"without a conflict": {exceptions{"a/c": exception(1, today)}, both + ", exception unused a/c", 3},
		"without a rule":     {exceptions{"c/a": exception(1, today)}, both + ", exception unused c/a", 3},
		"expired and valid": {
			exceptions{"a/b": exception(2, "2026-01-01"), "b/a": exception(2, today)},
			"conflict a/g, " + gap + ", exception expired a/b", 1,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := tenant()
			decision.Apply(d, &decision.Set{Exceptions: c.exceptions, MaxDays: 365}, time.Time{})
			if got := ids(d); got != c.want {
				t.Errorf("findings are %s\nwant %s", got, c.want)
			}
			if evidence.Known(d.Summary.OpenConflicts) != c.open || evidence.Known(d.Summary.Conflicts) != 3 {
				t.Errorf("%d of %d are open, want %d of 3", evidence.Known(d.Summary.OpenConflicts), evidence.Known(d.Summary.Conflicts), c.open)
			}
		})
	}
}

// Someone without an object ID, of whom no one knows whether they are in the group, needs an exception too.
func TestApply_unknownHolders(t *testing.T) {
	t.Parallel()
	for accepted, want := range map[int]string{0: "conflict a/g, unknown_holders a/g", 1: "unknown_holders a/g", 3: ""} {
		d := tenant()
		d.Rules, d.Gaps = d.Rules[2:3], nil
		d.Rules[0].Conflicts.Unknown = 2
		set := &decision.Set{MaxDays: 365}
		if accepted > 0 {
			set.Exceptions = exceptions{"a/g": exception(accepted, today)}
		}
		decision.Apply(d, set, time.Time{})
		if got := ids(d); got != want {
			t.Errorf("with %d accepted the findings are %q, want %q", accepted, got, want)
		}
	}
}

// A rule without counts has a status of its own, even with an exception.
func TestApply_notCounted(t *testing.T) {
	t.Parallel()
	d := tenant()
	d.Rules[2].Conflicts = nil
	decision.Apply(d, &decision.Set{Exceptions: exceptions{"a/g": exception(1, today)}, MaxDays: 365}, time.Time{})
	if r := d.Rules[2]; r.Status != evidence.StatusNotCounted || d.Summary.NotCountedRules != 1 || d.Exceptions[0].Unused {
		t.Errorf("%+v, %+v, %+v", r, d.Summary, d.Exceptions)
	}
}

func TestApply_age(t *testing.T) {
	t.Parallel()
	const packages, groups = evidence.KindAccessPackage, evidence.KindGroup
	old, young, in := day("2020-01-01"), day("2026-11-20"), day("2026-06-01")
	for name, c := range map[string]struct {
		kind             evidence.Kind
		first, second, c *time.Time // since when each side is held, and since when there is a conflict
		since            *time.Time
		want             evidence.Order
	}{
		"both older":                 {packages, old, old, old, in, evidence.OrderBefore},
		"one younger":                {packages, old, young, young, in, evidence.OrderAfter},
		"one younger, one not known": {packages, nil, young, nil, in, evidence.OrderAfter},
		"one older, one not known":   {packages, nil, old, nil, in, evidence.OrderUnknown},
		"a member who came later":    {groups, old, nil, nil, in, evidence.OrderUnknown},
		"a holder who came later":    {groups, young, nil, nil, in, evidence.OrderAfter},
		"a rule without a date":      {packages, old, old, old, nil, evidence.OrderUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := tenant()
			d.Rules, d.Gaps = d.Rules[2:3], nil
			r := &d.Rules[0]
			r.Kind, r.InForceSince = c.kind, c.since
			r.Conflicts.Holders = []evidence.Holder{{AccessPackageSince: c.first, TargetSince: c.second, InConflictSince: c.c}}
			decision.Apply(d, &decision.Set{MaxDays: 365}, time.Time{})
			if got := r.Conflicts.Holders[0].Order; got != c.want {
				t.Errorf("the conflict is %s, want %s", got, c.want)
			}
			n := r.Conflicts
			if n.BeforeRule+n.AfterRule+n.UnknownOrder != n.Total || (n.UnknownOrder > 0) != (c.want == evidence.OrderUnknown) ||
				evidence.Known(d.Summary.UnknownOrder) != n.UnknownOrder {
				t.Errorf("counted %+v, in all %+v", n, d.Summary)
			}
			failed := c.want == evidence.OrderAfter
			if found := d.Findings[0]; (found.Kind == evidence.FindingAfterRule) != failed ||
				failed && *found.Severity != evidence.SeverityHigh {
				t.Errorf("the first finding is %+v", found)
			}
		})
	}
}

// The audit log tells when a rule was created; the rule book where the log doesn't.
func TestApply_inForceSince(t *testing.T) {
	t.Parallel()
	added := func(day *time.Time, result *string) evidence.Change {
		return evidence.Change{Time: day, Operation: evidence.OperationAdded, ImportID: pointer("a/b"), Result: result}
	}
	set := &decision.Set{MaxDays: 365, Risks: map[string]decision.Risk{
		"R1": {Severity: evidence.SeverityLow, Rules: []string{"A/B", "A/G"}, InForceSince: "2026-03-01"},
		"R2": {Severity: evidence.SeverityHigh, Rules: []string{"a/g"}, InForceSince: "2026-02-01"},
	}}
	d := tenant()
	d.Changes = []evidence.Change{
		added(day("2026-11-04"), nil), // the entry doesn't say whether the rule was added
		added(day("2026-11-03"), pointer("failure")),
		added(day("2026-11-02"), pointer("success")),
		added(day("2026-11-01"), pointer("success")),
	}
	decision.Apply(d, set, time.Time{})
	for i, want := range map[int]*time.Time{0: day("2026-11-02"), 2: day("2026-02-01")} {
		if got := d.Rules[i].InForceSince; got == nil || !got.Equal(*want) {
			t.Errorf("rule %s is in force since %v, want %v", d.Rules[i].ImportID, got, want)
		}
	}
	decision.Apply(d, &decision.Set{MaxDays: 365}, time.Time{})
	if d.Rules[2].InForceSince != nil || d.Rules[0].InForceSince == nil {
		t.Error("a date of an earlier rule book is still there, or that of the audit log isn't")
	}
}

func TestApply_risks(t *testing.T) {
	t.Parallel()
	set := &decision.Set{MaxDays: 365, Risks: map[string]decision.Risk{
		"PAY": {Severity: evidence.SeverityCritical, Rules: []string{"a/b", "B/A", "a/z"}},
		"LOW": {Severity: evidence.SeverityLow, Rules: []string{"a/b", "a/g"}},
	}}
	d := tenant()
	decision.Apply(d, set, time.Time{})
	if got, want := ids(d), "conflict a/b, conflict a/g, missing_rule PAY a/z, "+gap; got != want {
		t.Errorf("findings are %s\nwant %s", got, want)
	}
	if r := d.Rules[0]; *r.Severity != evidence.SeverityCritical || !slices.Equal(r.Risks, []string{"LOW", "PAY"}) {
		t.Errorf("rule a/b has %v %v", *r.Severity, r.Risks)
	}
	if d.Risks[0].ID != "PAY" || evidence.Known(d.Risks[0].Conflicts) != 2 || evidence.Known(d.Risks[1].Conflicts) != 3 {
		t.Errorf("the risks are %+v", d.Risks)
	}
}

// A report has no number of things that no one counted or looked for. A zero would be good news.
func TestApply_notAsked(t *testing.T) {
	t.Parallel()
	d := tenant()
	d.GapsExamined, d.Gaps = false, nil
	for i := range d.Rules {
		d.Rules[i].Conflicts = nil
	}
	set := &decision.Set{MaxDays: 365, Risks: map[string]decision.Risk{
		"PAY": {Severity: evidence.SeverityCritical, Rules: []string{"a/b"}},
	}}
	decision.Apply(d, set, time.Time{})
	s := d.Summary
	for name, n := range map[string]*int{
		"conflicts": s.Conflicts, "open": s.OpenConflicts, "after": s.AfterRule, "order": s.UnknownOrder, "unknown": s.UnknownHolders,
		"gaps": s.OpenGaps, "accepted": s.AcceptedGaps, "changes": s.Changes, "of a risk": d.Risks[0].Conflicts,
	} {
		if n != nil {
			t.Errorf("%s: %d", name, *n)
		}
	}
	if s.NotCountedRules != 4 {
		t.Errorf("%d rules aren't counted", s.NotCountedRules)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	const (
		one  = "ac000000-0000-4000-8000-000000000001"
		good = one + "/96000000-0000-4000-8000-000000000002"
	)
	set := &decision.Set{
		Exceptions: exceptions{"a/b": {Holders: 0, Owner: " ", Reason: "", Expires: "2026-02-30"}},
		Risks: map[string]decision.Risk{"R": {
			Severity: "huge", InForceSince: "soon", Rules: []string{good, strings.ToUpper(good), one + "/" + good, one},
		}},
		MaxDays: -1,
	}
	var found []string
	for _, problem := range set.Check() {
		place, _, _ := strings.Cut(problem.Error(), ": ")
		found = append(found, place)
	}
	want := []string{
		`exceptions["a/b"]`, `exceptions["a/b"].owner`, `exceptions["a/b"].reason`, `exceptions["a/b"].holders`, `exceptions["a/b"].expires`,
		`risks["R"].severity`, `risks["R"].rules`, `risks["R"].rules`, `risks["R"].in_force_since`, "max_days",
	}
	if !slices.Equal(found, want) {
		t.Errorf("problems in %q\nwant %q", found, want)
	}
	if fine := (&decision.Set{Exceptions: exceptions{good: exception(1, today)}}).Check(); fine != nil {
		t.Error(fine)
	}
}
