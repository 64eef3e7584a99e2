package system_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// Between single rules and a set, Terraform refuses `moved`. An `import` block for the new resource and a `removed` block
// for the old one change nothing in the service, and the warning of a plan without them says so.
func TestAccBetweenTypes(t *testing.T) {
	t.Parallel()
	type resource struct{ address, config, importID string }
	set := resource{"elm_access_package_separation_of_duties.test", fmt.Sprintf(`
resource "elm_access_package_separation_of_duties" "test" {
  access_package_id      = %q
  incompatible_group_ids = [%q]
}
`, acctest.Package(0), acctest.Group(0)), acctest.Package(0)}
	k := acctest.Kinds[0]
	single := resource{k.Address(), k.Config(acctest.Package(0), acctest.Group(0)), k.ImportID(0)}
	for name, change := range map[string]struct{ from, to resource }{"to a set": {single, set}, "to a single rule": {set, single}} {
		for _, adopts := range []string{"adopt_existing = true", "adopt_existing = false"} {
			t.Run(name+", "+adopts, func(t *testing.T) {
				t.Parallel()
				s := acctest.Start(t, emulator.Options{})
				cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
				cli.Needs(t, acctest.Removed)
				cli.Write(t, s.Provider(adopts)+change.from.config)
				cli.Must(t, 0, "apply", "-auto-approve")
				s.ResetJournal()
				cli.Write(t, s.Provider(adopts)+change.to.config+
					fmt.Sprintf("moved {\n  from = %s\n  to   = %s\n}\n", change.from.address, change.to.address))
				cli.Must(t, 1, "plan")
				cli.Write(t, s.Provider(adopts)+change.to.config)
				advice := "Between single rules and a set, write an `import` block for each new resource and a `removed` block with " +
					"`destroy = false` for each old one."
				if output := plain(cli.Must(t, 0, "plan")); !strings.Contains(output, advice) {
					t.Errorf("not a word of %q:\n%s", advice, output)
				}
				cli.Write(t, s.Provider(adopts)+change.to.config+
					fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", change.to.address, change.to.importID)+
					fmt.Sprintf("removed {\n  from = %s\n  lifecycle {\n    destroy = false\n  }\n}\n", change.from.address))
				if output := cli.Must(t, 0, "apply", "-auto-approve"); strings.Contains(output, "missing briefly") {
					t.Error(output)
				}
				if writes := s.Writes(); writes != 0 {
					t.Errorf("%d writes", writes)
				}
				cli.Must(t, 0, "plan", "-detailed-exitcode")
			})
		}
	}
}
