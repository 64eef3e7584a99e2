package system_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A state whose timeouts are all null, as another program can write it, plans no update. An empty block that the
// configuration has stays in the state.
func TestAccTimeouts_null(t *testing.T) {
	t.Parallel()
	nulls := map[string]any{"create": nil, "read": nil, "update": nil, "delete": nil}
	type resource struct {
		address string
		config  func(more ...string) string
	}
	resources := []resource{{"elm_access_package_separation_of_duties.test", func(more ...string) string {
		return fmt.Sprintf(`
resource "elm_access_package_separation_of_duties" "test" {
  catalog_id             = %q
  access_package_id      = %q
  incompatible_group_ids = [%q]
  %s
}
`, acctest.CatalogID, acctest.Package(0), acctest.Group(0), strings.Join(more, "\n  "))
	}}}
	for _, k := range acctest.Kinds {
		resources = append(resources, resource{k.Address(), func(more ...string) string { return k.Config(acctest.Package(0), k.TargetID(0), more...) }})
	}
	for _, r := range resources {
		t.Run(r.address, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			cli := acctest.NewCLI(t)
			cli.Write(t, s.Provider()+r.config())
			cli.Must(t, 0, "apply", "-auto-approve")
			writeAttribute(t, cli, "timeouts", nulls)
			cli.Must(t, 0, "plan", "-detailed-exitcode")

			cli.Write(t, s.Provider()+r.config("timeouts {}"))
			cli.Must(t, 0, "apply", "-auto-approve")
			cli.Must(t, 0, "plan", "-detailed-exitcode")
			cli.Must(t, 0, "apply", "-refresh-only", "-auto-approve")
			cli.Must(t, 0, "plan", "-detailed-exitcode")

			cli.Write(t, s.Provider()+r.config())
			cli.Must(t, 0, "apply", "-auto-approve")
			writeAttribute(t, cli, "timeouts", nulls)
			cli.Must(t, 0, "plan", "-detailed-exitcode")

			cli.Write(t, s.Provider())
			cli.Must(t, 0, "apply", "-auto-approve")
			cli.Write(t, s.Provider()+r.config("timeouts {}"))
			cli.Must(t, 0, "apply", "-auto-approve")
			cli.Must(t, 0, "plan", "-detailed-exitcode")
		})
	}
}

// writeAttribute replaces an attribute of the only resource in the state.
func writeAttribute(t *testing.T, cli *acctest.CLI, attribute string, value any) {
	t.Helper()
	const file = "terraform.tfstate"
	var state map[string]any
	acctest.Must(t, json.Unmarshal(cli.ReadFile(t, file), &state))
	instance := state["resources"].([]any)[0].(map[string]any)["instances"].([]any)[0].(map[string]any)
	instance["attributes"].(map[string]any)[attribute] = value
	edited, err := json.Marshal(state)
	acctest.Must(t, err)
	cli.WriteFile(t, file, edited)
}

// A timeout that has passed when the operation begins is an error at its argument, before any request.
func TestAccTimeouts_notPositive(t *testing.T) {
	t.Parallel()
	block := func(name, value string) string { return fmt.Sprintf("timeouts {\n    %s = %q\n  }", name, value) }
	group := acctest.Kinds[0]
	for _, value := range []string{"0s", "-5m"} {
		for name, config := range map[string]string{
			"create": group.Config(acctest.Package(0), acctest.Group(0), block("create", value)),
			"delete": group.Config(acctest.Package(0), acctest.Group(0), block("delete", value)),
			"read":   "data \"elm_access_packages\" \"test\" {\n  " + block("read", value) + "\n}\n",
		} {
			t.Run(name+" "+value, func(t *testing.T) {
				t.Parallel()
				s := acctest.Start(t, emulator.Options{})
				cli := acctest.NewCLI(t)
				cli.Write(t, s.Provider()+config)
				output := cli.Must(t, 1, "plan")
				for _, want := range []string{"Invalid timeout", fmt.Sprintf("%s = %q", name, value)} {
					if !strings.Contains(output, want) {
						t.Errorf("not a word of %q:\n%s", want, output)
					}
				}
				if n := s.Requests("", ""); n != 0 {
					t.Errorf("%d requests", n)
				}
			})
		}
	}
}
