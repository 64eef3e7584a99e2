package system_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/hostile"
)

// Anyone who may rename a group or an access package writes into plans, warnings and failed checks. None of the names
// does more there than to be read: not in a set that finds their rules, not in a gap, not in an error.
func TestAccHostileNames(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	for i, name := range hostile.Names {
		group := fmt.Sprintf("9f0a9000-0000-4000-a000-%012d", i)
		accessPackage := fmt.Sprintf("acce5500-0000-4000-a000-%012d", i)
		acctest.Must(t,
			s.Tenant().AddGroup(emulator.Group{ID: group, DisplayName: name.Text}), // a distribution list, of which a plan warns
			s.Tenant().AddAccessPackage(emulator.AccessPackage{ID: accessPackage, CatalogID: acctest.CatalogID, DisplayName: name.Text}),
			s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), group),
			s.Tenant().Link(emulator.IncompatibleAccessPackages, accessPackage, acctest.Package(0)),
		)
	}
	config := s.Provider("check_references = true") + fmt.Sprintf(`
resource "elm_access_package_separation_of_duties" "test" {
  access_package_id      = %q
  catalog_id             = %q
  incompatible_group_ids = [for i in range(%d) : format("9f0a9000-0000-4000-a000-%%012d", i)]
}

data "elm_separation_of_duties_gaps" "test" {}

check "no_gaps" {
  assert {
    condition     = length(data.elm_separation_of_duties_gaps.test.gaps) == 0
    error_message = join("\n", data.elm_separation_of_duties_gaps.test.gaps[*].description)
  }
}
`, acctest.Package(0), acctest.CatalogID, len(hostile.Names))
	cli := acctest.NewCLI(t)
	cli.Write(t, config)
	output := cli.Must(t, 0, "plan", "-no-color")
	if err := hostile.InText(output); err != nil {
		t.Error(err)
	}
	if strings.Count(output, "evorppa") < 2 {
		t.Errorf("not every name is shown:\n%s", output)
	}
}
