package interop

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// TestModule holds that the tests of the example of a whole module pass, and that such a module is made in one apply,
// that the plan after it is empty, that a change is one, and that all of it goes.
func TestModule(t *testing.T) {
	t.Parallel()
	t.Run("msgraph", func(t *testing.T) {
		t.Parallel()
		newWorkspace(t).tryModule(t, "msgraph")
	})
	t.Run("azuread", func(t *testing.T) {
		t.Parallel()
		azuread := os.Getenv("INTEROP_AZUREAD")
		if azuread == "" {
			t.Skip("INTEROP_AZUREAD, the folder of a build of hashicorp/azuread, is not set.")
		}
		w := newWorkspace(t)
		w.write(t, "cli.tfrc", fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n    %q = %q\n  }\n}\n",
			"hashicorp/azuread", azuread, "entra-elm/elm", os.Getenv("INTEROP_ELM")))
		w.tryModule(t, "azuread")
	})
}

func (w *workspace) tryModule(t *testing.T, name string) {
	t.Helper()
	before := len(w.Tenant().AccessPackages())
	if err := os.CopyFS(w.dir, os.DirFS("../../../examples/another-repository/whole/"+name)); err != nil {
		t.Fatal(err)
	}
	w.write(t, "terraform.tfvars", "member = \"05e20000-0000-4000-8000-000000000001\"\nexcluded_group = \"96000000-0000-4000-8000-000000000001\"\n")
	if output := w.run(t, 0, "test"); !strings.Contains(output, "2 passed, 0 failed") {
		t.Errorf("the module's own tests did not all pass:\n%s", output)
	}
	w.run(t, 0, "apply", "-auto-approve")
	rules := 0
	for _, p := range w.Tenant().AccessPackages() {
		if p.DisplayName == "Sell" {
			rules += len(w.Tenant().Links(emulator.IncompatibleGroups, p.ID))
		}
	}
	if rules != 1 {
		t.Errorf("the tenant holds %d rules of the package", rules)
	}
	w.run(t, 0, "plan", "-detailed-exitcode")
	w.run(t, 2, "plan", "-detailed-exitcode", "-var=days=30")
	w.run(t, 0, "apply", "-auto-approve", "-var=days=30")
	w.run(t, 0, "plan", "-detailed-exitcode", "-var=days=30")
	w.run(t, 0, "destroy", "-auto-approve", "-var=days=30")
	if after := len(w.Tenant().AccessPackages()); after != before {
		t.Errorf("the tenant had %d packages, and has %d", before, after)
	}
}
