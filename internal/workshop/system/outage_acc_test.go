package system_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// The service dies in the middle of a plan of 80 access packages. The plan shows one error in full, and soon stops
// asking: after the requests under way have used up their attempts, each other resource asks at most once.
func TestAccOutage_plan(t *testing.T) {
	t.Parallel()
	const resources, alive, parallel = 80, 20, 10
	config := fmt.Sprintf(`
resource "elm_access_package_incompatible_group" "test" {
  count             = %d
  access_package_id = format("acce5500-0000-4000-8001-%%012d", count.index)
  group_id          = %q
}
`, resources, acctest.Group(0))
	for name, death := range map[string]emulator.Fault{
		"503":   {Status: http.StatusServiceUnavailable},
		"reset": {Drop: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			for i := range resources {
				acctest.Must(t, s.Tenant().AddAccessPackage(emulator.AccessPackage{
					ID: fmt.Sprintf("acce5500-0000-4000-8001-%012d", i), CatalogID: acctest.CatalogID, DisplayName: fmt.Sprint("Package ", i),
				}))
			}
			cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
			cli.Write(t, s.Provider()+config)
			cli.Must(t, 0, "apply", "-auto-approve")
			s.ResetJournal()
			death.Skip = alive
			s.Inject(death)
			output := plain(cli.Must(t, 1, "plan"))
			failed, skipped := strings.Count(output, "Error: "), strings.Count(output, "Skipped because Microsoft Graph stopped answering.")
			folded := failed == 2 // newer versions of Terraform print equal errors once
			if !folded && failed < resources-alive || failed-skipped != 1 {
				t.Errorf("%d errors, of which %d say that they were skipped:\n%s", failed, skipped, output)
			}
			if asked, most := s.Requests("", "")-alive, parallel*wire.MostFaults+resources-alive; asked > most {
				t.Errorf("%d requests after the service died, want at most %d", asked, most)
			}
			s.ClearFaults()
			cli.Must(t, 0, "plan", "-detailed-exitcode")
		})
	}
}
