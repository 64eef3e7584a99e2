package system_test

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// The guide on using azuread works as it stands: one apply makes all of it, in the right order, and the plan after it
// is empty.
func TestAccGuide_besideAzuread(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	cli := acctest.NewCLI(t)
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		cli.Serve(host+"/hashicorp/azuread", providerserver.NewProtocol6(acctest.AzureAD{Tenant: s.Tenant()}))
	}
	cli.WriteFile(t, "main.tf", guideBlock(t, "use-beside-azuread.md"))
	cli.WriteFile(t, "provider_override.tf", []byte(s.Provider()))
	if made := cli.Must(t, 0, "apply", "-auto-approve"); !strings.Contains(made, "4 added") {
		t.Error(made)
	}
	if got := fmt.Sprint(s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(70))); got != "["+acctest.Group(70)+"]" {
		t.Errorf("the service holds %s", got)
	}
	cli.Must(t, 0, "plan", "-detailed-exitcode")
	cli.Must(t, 0, "destroy", "-auto-approve")
}

// The guide on leaving msgraph_resource without a moved block works as it stands: the rule changes owners and nothing
// is written.
func TestAccGuide_fromMsgraphWithoutMoved(t *testing.T) {
	t.Parallel()
	const approve, clerks = "ac000000-0000-4000-8000-000000000002", "96000000-0000-4000-8000-000000000001"
	cli := acctest.NewCLI(t)
	cli.Needs(t, acctest.Removed)
	s := acctest.Start(t, emulator.Options{})
	acctest.Must(t, s.Load(strings.NewReader(emulator.FinanceSeed)))
	acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, approve, clerks))
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		cli.Serve(host+"/microsoft/msgraph", providerserver.NewProtocol6(acctest.MSGraph{}))
	}
	state := fmt.Sprintf(acctest.MSGraphState, approve, clerks, emulator.IncompatibleGroups, "groups")
	cli.WriteFile(t, "terraform.tfstate", []byte(strings.Replace(state, `"name": "link"`, `"name": "clerks"`, 1)))
	cli.Write(t, s.Provider()+string(guideBlock(t, "from-msgraph-resource.md")))
	plan := cli.Must(t, 0, "apply", "-auto-approve")
	if !strings.Contains(plan, "1 imported, 0 added, 0 changed, 0 destroyed") || s.Writes() != 0 {
		t.Errorf("%d writes:\n%s", s.Writes(), plan)
	}
	cli.Must(t, 0, "plan", "-detailed-exitcode")
}

// guideBlock is the only block of a guide that takes another provider beside this one; those of this one alone are
// applied elsewhere.
func guideBlock(t *testing.T, guide string) []byte {
	t.Helper()
	text, err := os.ReadFile("../../../templates/guides/" + guide)
	acctest.Must(t, err)
	blocks := regexp.MustCompile("(?s)```hcl\n(.*?)```").FindAllSubmatch(text, -1)
	if len(blocks) != 1 {
		t.Fatalf("%s has %d blocks with another provider", guide, len(blocks))
	}
	return blocks[0][1]
}
