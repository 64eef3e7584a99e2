package system_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A plan without changes exits with code 0: scheduled runs of `plan -refresh-only` use the exit code, and Terraform
// counts private state, too.
func TestAccRefreshOnly_quiet(t *testing.T) {
	t.Parallel()
	single := func(k acctest.Kind) string { return k.Config(acctest.Package(0), k.TargetID(1)) }
	for name, config := range map[string]string{
		"group":          single(acctest.Kinds[0]),
		"access package": single(acctest.Kinds[1]),
		"set": fmt.Sprintf("resource \"elm_access_package_separation_of_duties\" \"test\" {\n  catalog_id = %q\n  access_package_id = %q\n  incompatible_group_ids = [%q]\n}\n",
			acctest.CatalogID, acctest.Package(0), acctest.Group(1)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, clock := acctest.Start(t, emulator.Options{}), acctest.NewClock()
			cli := acctest.NewCLI(t, acctest.Options(clock, nil)...)
			cli.Write(t, s.Provider()+config)
			cli.Must(t, 0, "apply", "-auto-approve")
			clock.Shift(time.Hour)
			cli.Must(t, 0, "plan", "-refresh-only", "-detailed-exitcode")
			cli.Must(t, 0, "plan", "-detailed-exitcode")
		})
	}
}
