package interop

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// finance is the access package's catalog.
const finance = "f1a0c000-0000-4000-8000-000000000001"

// TestMove takes rules over from the state that msgraph itself wrote, however they were spelled and however they got
// there: the plan shows moves and no change, and nothing is written to the tenant.
func TestMove(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		t.Run(string(k.kind), func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t)
			path, cloud := collection(k.kind), "https://graph.microsoft.com/"
			otherKey := strings.Replace(path, "/"+accessPackage, "('"+accessPackage+"')", 1)
			w.configure(t, msgraphRule("plain", path+"/$ref", "v1.0", cloud+"v1.0/"+k.path+"/"+k.targets[0])+
				msgraphRule("other_key", "/"+otherKey+"/$ref", "beta", cloud+"beta/"+k.path+"/"+k.targets[1]))
			w.run(t, 0, "apply", "-auto-approve")

			names := []string{"plain", "other_key"}
			for i, target := range k.targets[2:] {
				name := fmt.Sprintf("imported_%d", i)
				names = append(names, name)
				w.link(t, k.kind, target)
				w.write(t, name+".tf", msgraphRule(name, path+"/$ref", "v1.0", "anything"))
				id := path + "/" + target + "/$ref"
				if i%2 == 1 {
					id = "/" + id + "?api-version=beta"
				}
				w.run(t, 0, "import", "msgraph_resource."+name, id)
				w.write(t, name+".tf", "")
			}

			var config strings.Builder
			for i, name := range names {
				fmt.Fprintf(&config, `
moved {
  from = msgraph_resource.%[1]s
  to   = %[2]s.%[1]s
}

resource %[2]q %[1]q {
  catalog_id        = %[3]q
  access_package_id = %[4]q
  %[5]s = %[6]q
}
`, name, k.resource, finance, accessPackage, k.attribute, k.targets[i])
			}
			w.configure(t, config.String())
			w.takesOver(t, len(names))
			w.holds(t, k.kind, k.targets...)
		})
	}
}

// TestMove_collection does the same with a collection, which msgraph can only import.
func TestMove_collection(t *testing.T) {
	t.Parallel()
	for _, k := range kinds {
		t.Run(string(k.kind), func(t *testing.T) {
			t.Parallel()
			w := newWorkspace(t)
			w.link(t, k.kind, k.targets...)
			w.configure(t, fmt.Sprintf("resource \"msgraph_resource_collection\" \"rules\" {\n  url = %q\n}\n", collection(k.kind)+"/$ref"))
			w.run(t, 0, "import", "msgraph_resource_collection.rules", collection(k.kind)+"/$ref?api-version=beta")
			set := map[emulator.Kind]string{
				emulator.IncompatibleGroups: "incompatible_group_ids", emulator.IncompatibleAccessPackages: "incompatible_access_package_ids",
			}[k.kind]
			w.configure(t, fmt.Sprintf(`
moved {
  from = msgraph_resource_collection.rules
  to   = elm_access_package_separation_of_duties.rules
}

resource "elm_access_package_separation_of_duties" "rules" {
  catalog_id        = %q
  access_package_id = %q
  %s = [%s]
}
`, finance, accessPackage, set, quoted(k.targets)))
			w.takesOver(t, 1)
			w.holds(t, k.kind, k.targets...)
		})
	}
}

// takesOver applies moves: nothing else is planned, then or later, and nothing is written.
func (w *workspace) takesOver(t *testing.T, moves int) {
	t.Helper()
	w.ResetJournal()
	output := w.run(t, 0, "apply", "-auto-approve")
	if n := strings.Count(output, " has moved to "); n != moves || !strings.Contains(output, "0 added, 0 changed, 0 destroyed") {
		t.Errorf("%d and not %d moves alone:\n%s", n, moves, output)
	}
	if n := w.writes(); n != 0 {
		t.Errorf("%d requests changed the tenant", n)
	}
	w.run(t, 0, "plan", "-detailed-exitcode")
}
