package rule_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A moved block is all that a migration needs: the plan shows the move and no change, and nothing is written.
func TestAccMove_msgraphResource(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		acctest.Must(t, s.Tenant().Link(k.Kind, acctest.Package(0), k.TargetID(0)))
		cli := acctest.NewCLI(t)
		for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
			cli.Serve(host+"/microsoft/msgraph", providerserver.NewProtocol6(acctest.MSGraph{}))
		}
		cli.WriteFile(t, "terraform.tfstate", fmt.Appendf(nil, acctest.MSGraphState, acctest.Package(0), k.TargetID(0), k.Kind, k.Path))
		cli.Write(t, s.Provider()+k.Config(acctest.Package(0), k.TargetID(0))+fmt.Sprintf("moved {\n  from = msgraph_resource.link\n  to   = %s\n}\n", k.Address()))
		plan := cli.Must(t, 0, "apply", "-auto-approve")
		if !strings.Contains(plan, "0 added, 0 changed, 0 destroyed") || s.Writes() != 0 {
			t.Errorf("%d writes:\n%s", s.Writes(), plan)
		}
		cli.Must(t, 0, "plan", "-detailed-exitcode")
	})
}
