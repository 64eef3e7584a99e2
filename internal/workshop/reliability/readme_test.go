package reliability_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// The blocks of the README work unchanged with the released binary and four variables, on every route: they apply, plan
// empty, import with an empty plan, and destroy.
func TestAccReadme(t *testing.T) {
	t.Parallel()
	acctest.Command(t)
	readme, err := os.ReadFile("../../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```terraform\n(.*?)```").FindAllSubmatch(readme, -1)
	if len(blocks) != 3 {
		t.Fatalf("%d blocks: the provider with a rule, its source, the import", len(blocks))
	}
	rule, source, adoption := blocks[0][1], blocks[1][1], blocks[2][1]
	for _, dialect := range []emulator.Dialect{emulator.DialectDocument, emulator.DialectPublished, emulator.DialectBoth} {
		t.Run(string(dialect), func(t *testing.T) {
			t.Parallel()
			provider, err := binary()
			if err != nil {
				t.Fatal(err)
			}
			service := acctest.Start(t, emulator.Options{Dialect: dialect})
			if err := service.Load(strings.NewReader(emulator.FinanceSeed)); err != nil {
				t.Fatal(err)
			}
			cli := acctest.NewCLI(t)
			cli.WriteFile(t, "cli.tfrc", devOverrides(filepath.Dir(provider)))
			cli.WriteFile(t, "versions.tf", source)
			cli.WriteFile(t, "main.tf", rule)
			cli.Setenv("ARM_METADATA_HOSTNAME="+service.URL, "ARM_TENANT_ID="+acctest.TenantID, "ARM_CLIENT_ID="+acctest.ClientID, "ARM_CLIENT_SECRET="+acctest.Secret)
			must := func(want string, arguments ...string) {
				t.Helper()
				output, err := cli.Start(t, "TF_CLI_CONFIG_FILE="+filepath.Join(cli.Dir, "cli.tfrc"), arguments...).CombinedOutput()
				if err != nil || !strings.Contains(string(output), want) {
					t.Fatalf("%s: %v, without %q:\n%s", strings.Join(arguments, " "), err, want, output)
				}
			}
			held := func() string {
				return fmt.Sprint(service.Tenant().Links(emulator.IncompatibleGroups, "ac000000-0000-4000-8000-000000000001"))
			}
			must("1 added", "apply", "-auto-approve")
			if held() != "[96000000-0000-4000-8000-000000000002]" {
				t.Fatalf("the service holds %s", held())
			}
			must("No changes", "plan", "-detailed-exitcode")
			must("Removed", "state", "rm", "elm_access_package_incompatible_group.approvers")
			cli.WriteFile(t, "import.tf", adoption)
			must("1 to import, 0 to add, 0 to change, 0 to destroy", "apply", "-auto-approve")
			must("No changes", "plan", "-detailed-exitcode")
			must("1 destroyed", "destroy", "-auto-approve")
			if held() != "[]" {
				t.Errorf("the service holds %s", held())
			}
		})
	}
}
