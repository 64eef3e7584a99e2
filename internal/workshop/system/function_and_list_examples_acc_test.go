package system_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// financeExample runs a CLI with one file of the examples, against the tenant that the emulator serves when it is
// started without a seed.
func financeExample(t *testing.T, elements ...string) (*acctest.Service, *acctest.CLI) {
	t.Helper()
	cli := acctest.NewCLI(t)
	s := acctest.Start(t, emulator.Options{})
	acctest.Must(t, s.Load(strings.NewReader(emulator.FinanceSeed)))
	path := filepath.Join(append([]string{"..", "..", "..", "examples"}, elements...)...)
	content, err := os.ReadFile(path)
	acctest.Must(t, err)
	cli.WriteFile(t, filepath.Base(path), content)
	return s, cli
}

func TestAccMutualPairs_example(t *testing.T) {
	t.Parallel()
	s, cli := financeExample(t, "functions", "mutual_pairs", "function.tf")
	cli.WriteFile(t, "provider.tf", []byte(s.Provider("check_references = true")))
	output := cli.Must(t, 0, "apply", "-auto-approve")
	if !strings.Contains(output, "Resources: 6 added, 0 changed, 0 destroyed.") {
		t.Error(output)
	}
	if output := cli.Must(t, 0, "plan", "-detailed-exitcode"); strings.Contains(output, "Warning") {
		t.Error(output)
	}
	cli.Must(t, 0, "destroy", "-auto-approve")
}

func TestAccMutualPairs_error(t *testing.T) {
	t.Parallel()
	cli := acctest.NewCLI(t)
	cli.Write(t, fmt.Sprintf("output \"pairs\" {\n  value = provider::elm::mutual_pairs([%q, \"payments\"])\n}\n", acctest.Package(0)))
	output := cli.Must(t, 1, "plan")
	for _, want := range []string{`access_package_ids[1]: expected a GUID`, `"access_package_ids" parameter`} {
		if !strings.Contains(strings.Join(strings.Fields(output), " "), want) {
			t.Errorf("not %q:\n%s", want, output)
		}
	}
}

func TestAccList_examples(t *testing.T) {
	t.Parallel()
	for resource, want := range map[string]int{ // rules of the three lists together
		"elm_access_package_incompatible_group":          4,
		"elm_access_package_incompatible_access_package": 3,
	} {
		t.Run(resource, func(t *testing.T) {
			t.Parallel()
			s, cli := financeExample(t, "list-resources", resource, "list-resource.tfquery.hcl")
			cli.Needs(t, acctest.Query)
			acctest.Must(t,
				s.Tenant().Link(emulator.IncompatibleGroups, "ac000000-0000-4000-8000-000000000001", "96000000-0000-4000-8000-000000000002"),
				s.Tenant().Link(emulator.IncompatibleGroups, "ac000000-0000-4000-8000-000000000005", "96000000-0000-4000-8000-000000000002"),
			)
			cli.Write(t, s.Provider())
			output := cli.Must(t, 0, "query")
			if rules := strings.Count(output, " ✕ "); rules != want || strings.Contains(output, "returned 0 results") {
				t.Errorf("%d rules, want %d:\n%s", rules, want, output)
			}
		})
	}
}
