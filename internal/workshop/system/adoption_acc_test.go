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

// How large the tenant is that is adopted.
const (
	adoptedPackages = 40
	adoptedRules    = 300
)

// adoptedTenant has rules of both kinds that administrators made by hand, over two catalogs and several pages.
func adoptedTenant(t *testing.T) *acctest.Service {
	t.Helper()
	s := acctest.Start(t, emulator.Options{PageSize: 7})
	for i := 20; i < adoptedPackages; i++ {
		acctest.Must(t, s.Tenant().AddAccessPackage(emulator.AccessPackage{
			ID: acctest.Package(i), CatalogID: acctest.OtherCatalogID, DisplayName: fmt.Sprintf("Package \"%d\" ${x}", i),
		}))
	}
	for rule := range adoptedRules {
		i, n := rule%adoptedPackages, rule/adoptedPackages
		if n < 5 {
			acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(i), acctest.Group((7*i+n)%60)))
		} else {
			acctest.Must(t, s.Tenant().Link(emulator.IncompatibleAccessPackages, acctest.Package(i), acctest.Package((i+n)%adoptedPackages)))
		}
	}
	return s
}

// adoptionExample runs a CLI in a copy of an example, against the service.
func adoptionExample(t *testing.T, s *acctest.Service, name string) *acctest.CLI {
	t.Helper()
	cli := acctest.NewCLI(t)
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "examples", "adoption", name, "*"))
	acctest.Must(t, err)
	for _, file := range files {
		content, err := os.ReadFile(file)
		acctest.Must(t, err)
		cli.WriteFile(t, filepath.Base(file), content)
	}
	// The example's provider block takes all from variables, which parallel tests share; an override says the same for one
	// of them.
	cli.WriteFile(t, "provider_override.tf", []byte(s.Provider()))
	return cli
}

// adopts applies what is there, which must import all rules and leave the service alone.
func adopts(t *testing.T, s *acctest.Service, cli *acctest.CLI) {
	t.Helper()
	want := fmt.Sprintf("Plan: %d to import, 0 to add, 0 to change, 0 to destroy.", adoptedRules)
	if output := cli.Must(t, 0, "apply", "-auto-approve"); !strings.Contains(output, want) {
		t.Errorf("not %q:\n%s", want, output)
	}
	cli.Must(t, 0, "plan", "-detailed-exitcode")
	if rules := strings.Count(cli.Must(t, 0, "state", "list"), "elm_access_package_incompatible_"); rules != adoptedRules {
		t.Errorf("the state holds %d rules", rules)
	}
	if writes := s.Writes(); writes != 0 {
		t.Errorf("%d requests that write", writes)
	}
}

func TestAccAdoption_query(t *testing.T) {
	t.Parallel()
	s := adoptedTenant(t)
	cli := adoptionExample(t, s, "query")
	cli.Needs(t, acctest.Query)
	listed := cli.Must(t, 0, "query")
	if rules := strings.Count(listed, " ✕ "); rules != adoptedRules {
		t.Errorf("%d rules listed:\n%s", rules, listed)
	}
	cli.Must(t, 0, "query", "-generate-config-out=generated.tf")
	adopts(t, s, cli)
}

func TestAccAdoption_rulesDataSource(t *testing.T) {
	t.Parallel()
	s := adoptedTenant(t)
	reader := adoptionExample(t, s, "read")
	reader.Must(t, 0, "apply", "-auto-approve")
	cli := adoptionExample(t, s, "import")
	cli.WriteFile(t, "rules.json", []byte(reader.Must(t, 0, "output", "-json", "rules")))
	adopts(t, s, cli)

	// From now on the file is the truth: it is not the service that is believed.
	acctest.Must(t, s.Tenant().Unlink(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(0)))
	if output := cli.Must(t, 2, "plan", "-detailed-exitcode"); !strings.Contains(output, "Plan: 1 to add, 0 to change, 0 to destroy.") {
		t.Errorf("the drift does not show:\n%s", output)
	}
}
