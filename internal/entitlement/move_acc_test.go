package entitlement_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/entra-elm/terraform-provider-elm/internal/acctest"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// A state that msgraph_resource left, as Terraform writes it.
const msgraphState = `{
  "version": 4, "terraform_version": "1.11.0", "serial": 1, "lineage": "6a1f8f0e-0000-4000-8000-000000000000", "outputs": {},
  "resources": [{
    "mode": "managed", "type": "msgraph_resource", "name": "link", "provider": "provider[\"registry.terraform.io/microsoft/msgraph\"]",
    "instances": [{"schema_version": 0, "attributes": {
      "id": %[2]q,
      "url": "identityGovernance/entitlementManagement/accessPackages/%[1]s/%[3]s/$ref",
      "body": {"value": {"@odata.id": "https://graph.microsoft.com/v1.0/%[4]s/%[2]s"}, "type": ["object", {"@odata.id": "string"}]}
    }}]
  }]
}`

// A moved block is all that a migration needs: the plan shows the move and no change, and nothing is written.
func TestAccMove_msgraphResource(t *testing.T) {
	t.Parallel()
	forLinkKinds(t, func(t *testing.T, k linkKind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		must(t, s.Tenant().Link(k.kind, acctest.Package(0), k.id(0)))
		cli := acctest.NewCLI(t)
		for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
			cli.Serve(host+"/microsoft/msgraph", providerserver.NewProtocol6(msgraph{}))
		}
		cli.WriteFile(t, "terraform.tfstate", fmt.Appendf(nil, msgraphState, acctest.Package(0), k.id(0), k.kind, k.path))
		cli.Write(t, s.Provider()+k.config(acctest.Package(0), k.id(0))+fmt.Sprintf("moved {\n  from = msgraph_resource.link\n  to   = %s\n}\n", k.address()))
		plan := cli.Must(t, 0, "apply", "-auto-approve")
		if !strings.Contains(plan, "0 added, 0 changed, 0 destroyed") || s.Writes() != 0 {
			t.Errorf("%d writes:\n%s", s.Writes(), plan)
		}
		cli.Must(t, 0, "plan", "-detailed-exitcode")
	})
}
