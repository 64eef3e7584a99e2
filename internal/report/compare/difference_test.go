package compare_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report/compare"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

func pointer[T any](value T) *T { return &value }

func finding(id string, count int) evidence.Finding {
	return evidence.Finding{ID: id, Kind: evidence.FindingConflict, ImportID: pointer(id), Count: count}
}

func gap(id string) evidence.Finding {
	return evidence.Finding{ID: "gap " + id, Kind: evidence.FindingGap, GapID: pointer(id), ImportID: pointer("a/b")}
}

func ids(findings []evidence.Finding) string {
	all := []string{}
	for _, f := range findings {
		all = append(all, f.ID)
	}
	return fmt.Sprint(all)
}

func TestBetween(t *testing.T) {
	t.Parallel()
	old := &evidence.Document{
		Findings: []evidence.Finding{
			finding("same", 1),
			finding("more", 1),
			finding("fewer", 2),
			finding("solved", 1),
			finding("a/b", 1),
			gap("g"),
			gap("h"),
		},
		Rules: []evidence.Rule{{ImportID: "a/b"}, {ImportID: "removed"}},

		GapsExamined: true,
	}
	acceptedRule := evidence.Rule{
		ImportID: "a/b", Status: evidence.StatusAccepted, Accepted: 1, Conflicts: &evidence.Conflicts{Total: 1},
	}
	current := &evidence.Document{
		Findings: []evidence.Finding{finding("new", 1), finding("same", 1), finding("more", 2), finding("fewer", 1)},
		Rules:    []evidence.Rule{acceptedRule, {ImportID: "added"}},
		Gaps:     []evidence.Gap{{ID: "g", Accepted: true}},

		GapsExamined: true,
	}
	d := compare.Between(old, current)
	for name, c := range map[string]struct{ got, want string }{
		"appeared": {ids(d.Appeared), "[new]"}, "grew": {reasons(d.Grew), "more: not accepted: 2, before: 1\n"},
		"closed": {ids(d.Closed), "[solved gap h]"}, "accepted": {ids(d.Accepted), "[a/b gap g]"},
		"added": {d.AddedRules[0].ImportID, "added"}, "removed": {d.RemovedRules[0].ImportID, "removed"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %s, want %s", name, c.got, c.want)
		}
	}
	if !d.Worse() || d.Incomplete {
		t.Errorf("%+v", d)
	}
	if same := compare.Between(old, old); same.Worse() || len(same.Closed) != 0 {
		t.Errorf("a document differs from itself: %+v", same)
	}
	current.NotRead = []evidence.NotRead{{Subject: evidence.SubjectMembers}}
	if !compare.Between(old, current).Incomplete {
		t.Error("what wasn't read may not be closed")
	}
}

func counted(of, target string) evidence.Rule {
	kind := evidence.KindAccessPackage
	if target[0] == 'g' {
		kind = evidence.KindGroup
	}
	return evidence.Rule{
		ImportID: of + "/" + target, Kind: kind, AccessPackage: evidence.Object{ID: of},
		Target: evidence.Object{ID: target}, Conflicts: &evidence.Conflicts{}, InForceSince: &time.Time{},
	}
}

// Without its rule, no one counts the holders in conflict: nothing is closed.
func TestBetween_removedRules(t *testing.T) {
	t.Parallel()
	old := &evidence.Document{
		Rules:    []evidence.Rule{counted("a", "g"), counted("a", "b"), counted("b", "a"), counted("c", "d"), counted("d", "c")},
		Findings: []evidence.Finding{finding("a/g", 2), finding("a/b", 1), finding("c/d", 1)},
	}
	current := &evidence.Document{Rules: []evidence.Rule{counted("b", "a")}}
	d := compare.Between(old, current)
	got := map[string]string{}
	for _, r := range d.RemovedRules {
		got[r.ImportID] = ids(r.Findings)
	}
	want := map[string]string{"a/g": "[a/g]", "a/b": "[]", "c/d": "[c/d]", "d/c": "[]"}
	if !maps.Equal(got, want) || ids(d.Closed) != "[a/b]" || !d.Worse() || !d.Known() {
		t.Errorf("removed %v, want %v; closed %v, worse %t, known %t", got, want, ids(d.Closed), d.Worse(), d.Known())
	}
}

// Only a finding that both reports looked for is closed or new.
func TestBetween_options(t *testing.T) {
	t.Parallel()
	outside := gap("outside a/g")
	for name, c := range map[string]struct {
		finding evidence.Finding
		omit    func(*evidence.Document)
		want    string
	}{
		"groups":          {finding("a/g", 1), func(d *evidence.Document) { d.Rules[0].Conflicts = nil }, "Only the old report counted conflicts with groups, so"},
		"access packages": {finding("a/b", 1), func(d *evidence.Document) { d.Rules[1].Conflicts = nil }, "Only the old report counted conflicts with access packages, so"},
		"gaps":            {gap("bypass a/g"), func(d *evidence.Document) { d.GapsExamined, d.OutsideExamined = false, false }, "Only the old report examined gaps"},
		"outside":         {outside, func(d *evidence.Document) { d.OutsideExamined = false }, "Only the old report examined users"},
	} {
		document := func(findings ...evidence.Finding) *evidence.Document {
			return &evidence.Document{
				Rules: []evidence.Rule{counted("a", "g"), counted("a", "b")}, GapsExamined: true, OutsideExamined: true,
				Findings: findings,
			}
		}
		less := document()
		c.omit(less)
		d := compare.Between(document(c.finding), less)
		if d.Known() || len(d.Closed) > 0 || len(d.NotExamined) != 1 || !strings.HasPrefix(d.NotCompared[0], c.want) {
			t.Errorf("%s: %+v", name, d)
		}
		d = compare.Between(less, document(c.finding))
		if d.Known() || len(d.Appeared) > 0 || !strings.HasPrefix(d.NotCompared[0], "Only the new report") {
			t.Errorf("%s, the other way: %+v", name, d)
		}
	}
}

// A conflict that began after its rule, and a missing rule, close only if the new report would show them.
func TestBetween_undated(t *testing.T) {
	t.Parallel()
	after := finding("a/g", 1)
	after.Kind = evidence.FindingAfterRule
	missing := evidence.Finding{ID: "missing_rule P2P-1 a/x", Kind: evidence.FindingMissing, ImportID: pointer("a/x")}
	old := &evidence.Document{
		Rules: []evidence.Rule{counted("a", "g")}, Findings: []evidence.Finding{after, missing},
		Risks: []evidence.Risk{{ID: "P2P-1"}},
	}
	current := &evidence.Document{Rules: []evidence.Rule{counted("a", "g")}, Risks: []evidence.Risk{{ID: "P2P-1"}}}
	if d := compare.Between(old, current); len(d.Closed) != 2 || !d.Known() {
		t.Errorf("%+v", d)
	}
	current.Risks[0].NotInScope = []string{"a/x"}
	if d := compare.Between(old, current); len(d.Closed) != 1 || len(d.NotExamined) != 1 {
		t.Errorf("a missing rule of an access package that the report isn't about: %+v", d)
	}
	current.Rules[0].InForceSince, current.Risks = nil, nil
	if d := compare.Between(old, current); len(d.NotExamined) != 2 || d.Known() {
		t.Errorf("%+v", d)
	}
}

func TestComparable(t *testing.T) {
	t.Parallel()
	document := func(tenant, day string, scope ...string) *evidence.Document {
		return &evidence.Document{TenantID: pointer(tenant), AsOf: pointer(day), Scope: scope}
	}
	old := document("t", "2026-12-01", "a", "b")
	for want, current := range map[string]*evidence.Document{
		"different tenants: OLD is about tenant t, and NEW is about tenant u":       document("u", "2026-12-01", "a", "b"),
		"different catalogs: OLD is about catalog a, b, and NEW is about catalog a": document("t", "2026-12-01", "a"),
		"and NEW is about all catalogs":                                             document("t", "2026-12-01"),
		"a tenant that the report doesn't name":                                     {AsOf: pointer("2026-12-01"), Scope: []string{"a", "b"}},
		"2026-11-30 is before 2026-12-01":                                           document("t", "2026-11-30", "a", "b"),
	} {
		if err := compare.Comparable(old, current); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if err := compare.Comparable(old, document("T", "2027-01-01", "b", "a")); err != nil {
		t.Error(err)
	}
}

// A report of today can be as of a past day, so that the days of reading tell which report is older.
func TestComparable_readOn(t *testing.T) {
	t.Parallel()
	document := func(asOf, readOn string) *evidence.Document {
		d := &evidence.Document{AsOf: pointer(asOf)}
		if readOn != "" {
			d.ReadOn = pointer(readOn)
		}
		return d
	}
	for name, c := range map[string]struct {
		old, current *evidence.Document
		want         string
	}{
		"read later, as of an earlier day":    {document("2026-11-30", "2026-11-30"), document("2026-11-01", "2026-12-30"), ""},
		"read earlier, as of a later day":     {document("2026-11-01", "2026-12-30"), document("2026-11-30", "2026-11-30"), "2026-11-30 is before 2026-12-30"},
		"read on one day":                     {document("2026-11-30", "2026-11-30"), document("2026-11-01", "2026-11-30"), ""},
		"OLD doesn't have the day of reading": {document("2026-12-01", ""), document("2026-11-30", "2026-12-30"), "2026-11-30 is before 2026-12-01"},
		"NEW doesn't have the day of reading": {document("2026-12-01", "2026-12-01"), document("2026-11-30", ""), "2026-11-30 is before 2026-12-01"},
		"neither has a day":                   {&evidence.Document{}, &evidence.Document{}, ""},
	} {
		err := compare.Comparable(c.old, c.current)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
}
