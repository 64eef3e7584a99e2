package system_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// The objects that the examples name.
const (
	exampleCatalog  = "f1a0c000-0000-4000-8000-000000000001"
	examplePackage  = "ac000000-0000-4000-8000-000000000002" // Payments - approve
	exampleCreate   = "ac000000-0000-4000-8000-000000000001"
	exampleGroup    = "96000000-0000-4000-8000-000000000002"
	exampleMaintain = "ac000000-0000-4000-8000-000000000003"
)

func fillExample(t *testing.T, tenant *emulator.Tenant) {
	t.Helper()
	acctest.Must(t,
		tenant.AddCatalog(emulator.Catalog{ID: exampleCatalog, DisplayName: "Payments"}),
		tenant.AddAccessPackage(emulator.AccessPackage{ID: examplePackage, CatalogID: exampleCatalog, DisplayName: "Payments - approve"}),
		tenant.AddAccessPackage(emulator.AccessPackage{ID: exampleCreate, CatalogID: exampleCatalog, DisplayName: "Payments - create"}),
		tenant.AddAccessPackage(emulator.AccessPackage{ID: exampleMaintain, CatalogID: exampleCatalog, DisplayName: "Vendors - maintain"}),
		tenant.AddUser(emulator.User{ID: acctest.User(1)}), tenant.AddUser(emulator.User{ID: acctest.User(2)}),
		tenant.AddGroup(emulator.Group{ID: exampleGroup, DisplayName: "Payment approvers", SecurityEnabled: true, Members: []string{acctest.User(1), acctest.User(2)}}),
		tenant.AddAssignment(emulator.Assignment{ID: acctest.Assignment(1), AccessPackageID: exampleCreate, UserID: acctest.User(1)}),
		tenant.AddAssignment(emulator.Assignment{ID: acctest.Assignment(2), AccessPackageID: examplePackage, UserID: acctest.User(1)}),
		tenant.Link(emulator.IncompatibleGroups, examplePackage, exampleGroup),
		tenant.Link(emulator.IncompatibleAccessPackages, examplePackage, exampleCreate),
		tenant.Link(emulator.IncompatibleAccessPackages, exampleCreate, examplePackage),
	)
}

// dataSourceExample reads a data source's example, which the documentation shows.
func dataSourceExample(t *testing.T, dataSource string) string {
	t.Helper()
	config, err := os.ReadFile(filepath.Join("..", "..", "..", "examples", "data-sources", dataSource, "data-source.tf"))
	acctest.Must(t, err)
	return string(config)
}

func TestAccDataSource_examples(t *testing.T) {
	t.Parallel()
	for dataSource, outputs := range map[string]map[string]knownvalue.Check{
		"elm_separation_of_duties_rules": {
			"rules_by_access_package": knownvalue.ObjectExact(map[string]knownvalue.Check{
				"Payments - approve": knownvalue.TupleExact([]knownvalue.Check{acctest.Text("Payments - create"), acctest.Text("Payment approvers")}),
				"Payments - create":  knownvalue.TupleExact([]knownvalue.Check{acctest.Text("Payments - approve")}),
			}),
		},
		"elm_access_packages": {"approve_payments": acctest.Text(examplePackage)},
		"elm_separation_of_duties_conflicts": {
			"holders_in_conflict": knownvalue.ObjectExact(map[string]knownvalue.Check{
				examplePackage + "/" + exampleGroup:  knownvalue.Int64Exact(1),
				examplePackage + "/" + exampleCreate: knownvalue.Int64Exact(1),
				exampleCreate + "/" + examplePackage: knownvalue.Int64Exact(1),
			}),
			"who_creates_and_approves": knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectPartial(map[string]knownvalue.Check{
				"object_id": acctest.Text(acctest.User(1)), "type": acctest.Text("user"), "in_conflict_since": knownvalue.NotNull(),
			})}),
		},
		"elm_separation_of_duties_gaps": {
			"rules_that_would_close_gaps": knownvalue.TupleExact([]knownvalue.Check{}),
		},
		"elm_separation_of_duties_changes": {"changes_by_others": knownvalue.TupleExact([]knownvalue.Check{})},
	} {
		t.Run(dataSource, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			fillExample(t, s.Tenant())
			var checks []statecheck.StateCheck
			for name, value := range outputs {
				checks = append(checks, statecheck.ExpectKnownOutputValue(name, value))
			}
			config := dataSourceExample(t, dataSource)
			s.Run(t, resource.TestStep{Config: config, ConfigStateChecks: checks})
		})
	}
}
