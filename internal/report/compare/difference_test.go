package compare_test

import (
	"fmt"
	"testing"

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
	}
	current := &evidence.Document{
		Findings: []evidence.Finding{finding("new", 1), finding("same", 1), finding("more", 2), finding("fewer", 1)},
		Rules:    []evidence.Rule{{ImportID: "a/b", Status: evidence.StatusAccepted}, {ImportID: "added"}},
		Gaps:     []evidence.Gap{{ID: "g", Accepted: true}},
	}
	d := compare.Between(old, current)
	for name, c := range map[string]struct{ got, want string }{
		"appeared": {ids(d.Appeared), "[new]"}, "grew": {ids(d.Grew), "[more]"},
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
