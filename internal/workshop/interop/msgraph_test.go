package interop

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// accessPackage is one of the emulator's finance tenant that has no rules.
const accessPackage = "ac000000-0000-4000-8000-000000000004"

// kinds are what a rule can be about: the names that Graph and elm have for it, and targets of the finance tenant.
var kinds = []struct {
	kind      emulator.Kind
	path      string // of the targets' collection
	resource  string // of elm
	attribute string
	targets   []string
}{
	{
		emulator.IncompatibleGroups, "groups", "elm_access_package_incompatible_group", "group_id",
		[]string{
			"96000000-0000-4000-8000-000000000001", "96000000-0000-4000-8000-000000000002", "96000000-0000-4000-8000-000000000003",
			"96000000-0000-4000-8000-000000000004", "96000000-0000-4000-8000-000000000006",
		},
	},
	{
		emulator.IncompatibleAccessPackages, "identityGovernance/entitlementManagement/accessPackages",
		"elm_access_package_incompatible_access_package", "incompatible_access_package_id",
		[]string{"ac000000-0000-4000-8000-000000000001", "ac000000-0000-4000-8000-000000000002", "ac000000-0000-4000-8000-000000000003"},
	},
}

// collection is the path of the access package's rules of a kind.
func collection(k emulator.Kind) string {
	return "identityGovernance/entitlementManagement/accessPackages/" + accessPackage + "/" + string(k)
}

// msgraphRule is a rule as people write it with msgraph.
func msgraphRule(name, url, version, target string) string {
	return fmt.Sprintf(`
resource "msgraph_resource" %q {
  url         = %q
  api_version = %q
  body        = { "@odata.id" = %q }
}
`, name, url, version, target)
}

func TestMsgraph_resource(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		t.Run(string(k.kind), func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t)
			config := func(target string) string {
				return msgraphRule("rule", collection(k.kind)+"/$ref", "v1.0", "https://graph.microsoft.com/v1.0/"+k.path+"/"+target)
			}
			w.configure(t, config(k.targets[0]))
			w.run(t, 0, "apply", "-auto-approve")
			w.holds(t, k.kind, k.targets[0])
			w.run(t, 0, "plan", "-detailed-exitcode")

			w.configure(t, config(k.targets[1]))
			w.run(t, 0, "apply", "-auto-approve")
			w.holds(t, k.kind, k.targets[1])

			w.run(t, 0, "state", "rm", "msgraph_resource.rule")
			w.run(t, 0, "import", "msgraph_resource.rule", collection(k.kind)+"/"+k.targets[1]+"/$ref")
			w.run(t, 0, "destroy", "-auto-approve")
			w.holds(t, k.kind)
		})
	}
}

// This version of msgraph calls every target of a collection a directory object, which entitlement management
// refuses. It can import and remove rules of other programs.
func TestMsgraph_collection(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		t.Run(string(k.kind), func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t)
			config := func(targets ...string) string {
				return fmt.Sprintf("resource \"msgraph_resource_collection\" \"rules\" {\n  url = %q\n  reference_ids = [%s]\n}\n", collection(k.kind)+"/$ref", quoted(targets))
			}
			w.configure(t, config(k.targets[0]))
			if output := w.run(t, 1, "apply", "-auto-approve"); !strings.Contains(output, "ODataUnrecognizedPathException") {
				t.Errorf("the refusal says nothing of a path:\n%s", output)
			}
			w.holds(t, k.kind)

			w.link(t, k.kind, k.targets[:3]...)
			w.run(t, 0, "import", "msgraph_resource_collection.rules", collection(k.kind)+"/$ref")
			w.configure(t, config(k.targets[:3]...))
			w.run(t, 0, "plan", "-detailed-exitcode")

			w.configure(t, config(k.targets[1:3]...))
			w.run(t, 0, "apply", "-auto-approve")
			w.holds(t, k.kind, k.targets[1:3]...)
			w.run(t, 0, "destroy", "-auto-approve")
			w.holds(t, k.kind)
		})
	}
}

func quoted(texts []string) string {
	var all []string
	for _, text := range texts {
		all = append(all, fmt.Sprintf("%q", text))
	}
	return strings.Join(all, ", ")
}

// link makes rules by hand.
func (w *workspace) link(t *testing.T, k emulator.Kind, targets ...string) {
	t.Helper()
	for _, target := range targets {
		if err := w.Tenant().Link(k, accessPackage, target); err != nil {
			t.Fatal(err)
		}
	}
}

// holds compares the rules of the access package.
func (w *workspace) holds(t *testing.T, k emulator.Kind, targets ...string) {
	t.Helper()
	got := w.Tenant().Links(k, accessPackage)
	slices.Sort(got)
	if !slices.Equal(got, targets) {
		t.Errorf("the tenant holds %q and not %q", got, targets)
	}
}
