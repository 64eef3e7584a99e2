package names_test

import (
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/report/names"
)

func object(id, name string) evidence.Object { return evidence.Object{ID: id, Name: &name} }

// Two access packages with names that look the same have their IDs in addition. A group may have such a name: a sentence
// tells members from holders.
func TestOf(t *testing.T) {
	t.Parallel()
	const hidden = "\u200b"
	d := &evidence.Document{
		Catalogs:       []evidence.Object{object("c1", "Finance"), object("c2", "Sales")},
		AccessPackages: []evidence.Object{object("p1", "Approver"), object("p3", hidden)},
		Rules: []evidence.Rule{
			{
				Kind: evidence.KindAccessPackage, Catalog: object("c1", "Finance"), AccessPackage: object("p1", "Approver"),
				Target: object("p2", "Approver"+hidden),
			},
			{
				Kind: evidence.KindGroup, Catalog: object("c2", "Sales"), AccessPackage: object("p4", "Finance"),
				Target: object("g1", "Approver"),
			},
		},
		Gaps: []evidence.Gap{{AccessPackage: object("p1", "Approver"), Target: object("p2", "Approver")}},
	}
	got := names.Of(d)
	for id, want := range map[string]string{
		"c1": "Finance", "p1": "Approver (p1)", "p2": "Approver (p2)", "p3": "", "p4": "Finance", "g1": "Approver",
	} {
		if got[id] != want {
			t.Errorf("%s is %q, want %q", id, got[id], want)
		}
	}
}
