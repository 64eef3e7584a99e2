package compare_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/report/compare"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

func at(text string) *time.Time {
	if text == "" {
		return nil
	}
	t, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		panic(err)
	}
	return &t
}

// holder has both since the given times; a group has no time.
func holder(id, accessPackage, target string) evidence.Holder {
	h := evidence.Holder{AccessPackageSince: at(accessPackage), TargetSince: at(target), Order: evidence.OrderUnknown}
	if id != "" {
		h.ObjectID = &id
	}
	if h.AccessPackageSince != nil && h.TargetSince != nil {
		h.InConflictSince = h.AccessPackageSince
		if h.TargetSince.After(*h.AccessPackageSince) {
			h.InConflictSince = h.TargetSince
		}
	}
	return h
}

func held(importID string, holders ...evidence.Holder) *evidence.Document {
	r := counted(importID[:1], importID[2:])
	r.Conflicts = &evidence.Conflicts{Total: len(holders), Users: len(holders), Holders: holders}
	return &evidence.Document{
		Rules:    []evidence.Rule{r},
		Findings: []evidence.Finding{named(evidence.FindingConflict, importID, importID)},
	}
}

const (
	newcomer   = "holders who weren't in conflict before: 1"
	assignment = "holders with an assignment that the old report doesn't have: 1"
)

func TestBetween_people(t *testing.T) {
	t.Parallel()
	const long, longer, after, today = "2026-03-01 08:00", "2026-01-01 08:00", "2026-12-01 00:00", "2026-11-30 15:00"
	for name, c := range map[string]struct {
		old, current *evidence.Document
		want         string
		byNumber     bool
	}{
		"the same IDs": {held("a/g", holder("1", "", "")), held("a/g", holder("1", "", "")), "", false},
		"another ID":   {held("a/g", holder("1", "", "")), held("a/g", holder("2", "", "")), newcomer, false},
		"another ID, and one fewer": {
			held("a/g", holder("1", "", ""), holder("2", "", "")), held("a/g", holder("3", "", "")), newcomer, false,
		},
		"IDs in one report": {held("a/g", holder("1", "", "")), held("a/g", holder("", "", "")), "", true},
		"the same times":    {held("a/b", holder("", long, longer)), held("a/b", holder("", long, longer)), "", false},
		"other times": {
			held("a/b", holder("", long, longer)), held("a/b", holder("", longer, longer)), assignment, false,
		},
		"after the report": {held("a/b", holder("", long, longer)), held("a/b", holder("", long, after)), assignment, false},
		"one side after the report": {
			held("a/g", holder("", long, "")), held("a/g", holder("", after, "")), assignment, false,
		},
		"on the same day": {held("a/b", holder("", long, longer)), held("a/b", holder("", long, today)), assignment, false},
		"the rule in the opposite direction": {
			held("a/b", holder("", long, today)), opposite(held("b/a", holder("", today, long))), "", false,
		},
		"a group": {held("a/g", holder("", long, "")), held("a/g", holder("", long, "")), "", true},
		"a group, with another assignment": {
			held("a/g", holder("", long, "")), held("a/g", holder("", longer, "")), assignment, false,
		},
		"no times":                 {held("a/b", holder("", "", "")), held("a/b", holder("", "", "")), "", true},
		"times in one report":      {held("a/g", holder("", long, "")), held("a/g", holder("", "", "")), "", true},
		"who can't be looked up":   {about(1, 1, 0), about(1, 1, 0), "", true},
		"two with the same times":  {held("a/g", holder("", long, ""), holder("", longer, "")), held("a/g", holder("", long, ""), holder("", long, "")), assignment + " or more", false},
		"without a list of people": {unlisted(), unlisted(), "", true},
	} {
		d := compare.Between(c.old, c.current)
		if got := reasons(d.Grew); c.want != "" && got != fmt.Sprintf("%s: %s\n", c.current.Findings[0].ID, c.want) ||
			c.want == "" && got != "" || d.ByNumber != c.byNumber || !d.Known() {
			t.Errorf("%s: got %q, want %q; by number %t, want %t", name, got, c.want, d.ByNumber, c.byNumber)
		}
	}
}

// unlisted is a document that counts holders and doesn't list them.
func unlisted() *evidence.Document {
	d := about(2, 0, 0)
	d.Rules[0].Conflicts.Holders = nil
	return d
}

// opposite gives the finding the ID that it has in both directions.
func opposite(d *evidence.Document) *evidence.Document {
	d.Findings[0].ID = "conflict a/b"
	return d
}

// A conflict that began after its rule is someone else's if it began after the old report.
func TestBetween_peopleAfterRule(t *testing.T) {
	t.Parallel()
	document := func(since *time.Time, after ...evidence.Holder) *evidence.Document {
		before := holder("", "2026-01-01 08:00", "2026-01-01 08:00")
		for i := range after {
			after[i].Order = evidence.OrderAfter
		}
		d := held("a/b", append(after, before)...)
		d.Rules[0].InForceSince, d.Rules[0].Conflicts.AfterRule = since, len(after)
		d.Findings[0] = named(evidence.FindingAfterRule, "a/b", "a/b")
		return d
	}
	known, replaced := holder("", "2026-11-01 08:00", "2026-11-01 08:00"), holder("", "2026-12-05 08:00", "2026-11-01 08:00")
	since := at("2026-06-01 08:00")
	if d := compare.Between(document(since, known), document(since, known)); len(d.Grew) > 0 || d.ByNumber {
		t.Errorf("the same holder: %+v", d)
	}
	if d := compare.Between(document(since, known), document(since, replaced)); reasons(d.Grew) != "conflict_after_rule a/b: "+assignment+"\n" {
		t.Errorf("another holder: %+v", d)
	}
	older := document(since, known)
	older.Rules[0].Conflicts.Holders[1].TargetSince = at("2026-02-02 08:00")
	if d := compare.Between(document(since, known), older); len(d.Grew) > 0 {
		t.Errorf("another holder whose conflict is older than the rule: %+v", d)
	}
	undated := document(nil, known)
	undated.Findings = nil
	if d := compare.Between(undated, document(since, replaced)); len(d.Appeared) != 1 || !d.Known() {
		t.Errorf("another holder, and the old report doesn't know the date of the rule: %+v", d)
	}
	if d := compare.Between(undated, document(since, known)); len(d.NotExaminedBefore) != 1 || d.Known() {
		t.Errorf("the old report doesn't know the date of the rule: %+v", d)
	}
}
