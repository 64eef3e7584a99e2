package rule_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// TestTakeover has one resource of a run take a rule that is there, before another one gives it up. A CLI does this in
// any order; calls of the protocol fix it.
func TestTakeover(t *testing.T) {
	t.Parallel()
	ids := map[string]any{"catalog_id": acctest.CatalogID, "access_package_id": acctest.Package(0)}
	single := with(ids, "group_id", acctest.Group(0))
	set := with(ids, "incompatible_group_ids", []tftypes.Value{tftypes.NewValue(tftypes.String, acctest.Group(0))})
	const singleType, setType = "elm_access_package_incompatible_group", "elm_access_package_separation_of_duties"
	for name, test := range map[string]struct {
		taker, giver    string
		takes, gives    map[string]any
		rulesAfterwards int
	}{
		"a set takes":        {setType, singleType, set, single, 1},
		"a set gives":        {singleType, setType, single, set, 1},
		"a set takes others": {setType, singleType, with(ids, "incompatible_group_ids", []tftypes.Value{}), single, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(0)))
			l := newLister(t, s, acctest.Kinds[0], "beta")
			create(t, l, test.taker, test.takes)
			destroy(t, l, test.giver, test.gives)
			if got := s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0)); len(got) != test.rulesAfterwards {
				t.Errorf("the service holds %v, want %d rules", got, test.rulesAfterwards)
			}
		})
	}
}
