package system_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// onContracts runs a test on every tenant of which a contract is kept, with every API version that can write there.
func onContracts(t *testing.T, run func(t *testing.T, s *acctest.Service, clock *acctest.Clock, provider string)) {
	t.Helper()
	paths, err := filepath.Glob("../../emulator/contract/samples/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no contracts: %v", err)
	}
	for _, path := range paths {
		file, err := os.Open(path)
		acctest.Must(t, err)
		answered, err := contract.Read(file)
		acctest.Must(t, err, file.Close())
		for _, version := range []string{"beta", "v1.0"} {
			if version == "v1.0" && answered.Contract.Dialect == contract.DialectDocument {
				continue // it has no route of v1.0 to add a group
			}
			t.Run(strings.TrimSuffix(filepath.Base(path), ".json")+"_"+version, func(t *testing.T) {
				t.Parallel()
				clock, options := acctest.NewClock(), answered.Contract.Options()
				options.Now = clock.Now
				s := acctest.Start(t, options)
				run(t, s, clock, s.Provider(acctest.Argument("api_version", version)))
			})
		}
	}
}

// TestAccContracts_rule makes, reads, imports, replaces and destroys a rule of each kind on every tenant that is known.
func TestAccContracts_rule(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		onContracts(t, func(t *testing.T, s *acctest.Service, clock *acctest.Clock, provider string) {
			t.Helper()
			config := func(i int) string { return provider + k.Config(acctest.Package(0), k.TargetID(i)) }
			s.RunWith(t, clock,
				resource.TestStep{Config: config(0), Check: k.IsInPlace(s, acctest.Package(0), k.TargetID(0))},
				resource.TestStep{Config: config(0), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
				resource.TestStep{ResourceName: k.Address(), ImportState: true, ImportStateVerify: true, ImportStateId: k.ImportID(0)},
				resource.TestStep{Config: config(1), Check: k.IsInPlace(s, acctest.Package(0), k.TargetID(1))},
			)
		})
	})
}

// TestAccContracts_adoption makes a rule that is there already, and destroys one that is gone.
func TestAccContracts_adoption(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		onContracts(t, func(t *testing.T, s *acctest.Service, clock *acctest.Clock, provider string) {
			t.Helper()
			acctest.Must(t, s.Tenant().Link(k.Kind, acctest.Package(0), k.TargetID(0)))
			resource.Test(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.Factories(clock),
				Steps: s.Steps([]resource.TestStep{
					{Config: provider + k.Config(acctest.Package(0), k.TargetID(0)), Check: k.IsInPlace(s, acctest.Package(0), k.TargetID(0))},
					{
						PreConfig:    func() { acctest.Must(t, s.Tenant().Unlink(k.Kind, acctest.Package(0), k.TargetID(0))) },
						RefreshState: true, ExpectNonEmptyPlan: true,
					},
				}),
			})
		})
	})
}

// TestAccContracts_set does with a set what the others do with single rules.
func TestAccContracts_set(t *testing.T) {
	t.Parallel()
	config := func(groups ...int) string {
		return fmt.Sprintf(`
resource "elm_access_package_separation_of_duties" "test" {
  catalog_id                       = %q
  access_package_id                = %q
  incompatible_group_ids           = [%s]
  incompatible_access_package_ids  = [%s]
}
`, acctest.CatalogID, acctest.Package(0), acctest.QuotedList(acctest.Groups(groups...)), acctest.QuotedList(acctest.Packages(1, 2)))
	}
	const address = "elm_access_package_separation_of_duties.test"
	group := acctest.Kinds[0]
	onContracts(t, func(t *testing.T, s *acctest.Service, clock *acctest.Clock, provider string) {
		t.Helper()
		s.RunWith(t, clock,
			resource.TestStep{Config: provider + config(1, 2, 3), Check: group.IsInPlace(s, acctest.Package(0), acctest.Groups(1, 2, 3)...)},
			resource.TestStep{Config: provider + config(1, 2, 3), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}},
			resource.TestStep{ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateId: acctest.Package(0)},
			resource.TestStep{Config: provider + config(2, 4), Check: group.IsInPlace(s, acctest.Package(0), acctest.Groups(2, 4)...)},
		)
	})
}
