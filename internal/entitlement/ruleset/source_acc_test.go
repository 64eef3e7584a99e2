package ruleset_test

import (
	"fmt"
	"net/http"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

const sodData = "data.elm_access_package_separation_of_duties.test"

func sodDataConfig(accessPackage string) string {
	return fmt.Sprintf(`
data "elm_access_package_separation_of_duties" "test" {
  access_package_id = %q
}
`, accessPackage)
}

func object(id, name string) knownvalue.Check {
	return knownvalue.ObjectExact(map[string]knownvalue.Check{"id": acctest.Text(id), "display_name": acctest.TextOrNull(name)})
}

func TestAccSeparationOfDutiesData_bothDirections(t *testing.T) {
	t.Parallel()
	acctest.APIVersions(t, func(t *testing.T, version string) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{PageSize: 1, EmptyPages: true})
		tenant := s.Tenant()
		acctest.Must(t,
			tenant.Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(2)),
			tenant.Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(1)),
			tenant.Link(emulator.IncompatibleAccessPackages, acctest.Package(0), acctest.Package(3)),
			tenant.Link(emulator.IncompatibleAccessPackages, acctest.Package(5), acctest.Package(0)),
			tenant.Link(emulator.IncompatibleAccessPackages, acctest.Package(4), acctest.Package(0)),
			tenant.DeleteGroup(acctest.Group(2)),
		)
		s.Run(t, resource.TestStep{
			Config: s.Provider(version) + sodDataConfig(acctest.Package(0)),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Known(sodData, "display_name", acctest.Text("Package 0")),
				acctest.Known(sodData, "catalog_id", acctest.Text(acctest.CatalogID)),
				acctest.Known(sodData, "incompatible_groups", knownvalue.ListExact([]knownvalue.Check{
					object(acctest.Group(1), "Group 1"), object(acctest.Group(2), ""), // deleted, but kept by the service
				})),
				acctest.Known(sodData, "incompatible_access_packages", knownvalue.ListExact([]knownvalue.Check{object(acctest.Package(3), "Package 3")})),
				acctest.Known(sodData, "incompatible_with", knownvalue.ListExact([]knownvalue.Check{
					object(acctest.Package(4), "Package 4"), object(acctest.Package(5), "Package 5"),
				})),
			},
			Check: s.CheckNothingWritten(),
		})
	})
}

func TestAccSeparationOfDutiesData_empty(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	none := knownvalue.ListExact([]knownvalue.Check{})
	s.Run(t, resource.TestStep{
		Config: sodDataConfig(acctest.Package(0)),
		ConfigStateChecks: []statecheck.StateCheck{
			acctest.Known(sodData, "incompatible_groups", none), acctest.Known(sodData, "incompatible_access_packages", none), acctest.Known(sodData, "incompatible_with", none),
		},
		Check: func(*terraform.State) error {
			readings := s.Requests(http.MethodGet, "/incompatibleGroups")
			for _, list := range []string{"/incompatibleAccessPackages", "/accessPackagesIncompatibleWith"} {
				if got := s.Requests(http.MethodGet, list); got != readings {
					return fmt.Errorf("%d requests of %s for %d readings", got, list, readings)
				}
			}
			if all := s.Requests("", ""); readings == 0 || all != (len(acctest.Kinds)+2)*readings { // of the access package itself, its lists, and the reverse one
				return fmt.Errorf("%d requests for %d readings", all, readings)
			}
			return nil
		},
	})
}

func TestAccSeparationOfDutiesData_errors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		options emulator.Options
		config  string
		want    string
	}{
		"missing":   {emulator.Options{}, sodDataConfig(acctest.Missing), `Access package not found(.|\s)+access_package_id`},
		"no guid":   {emulator.Options{}, sodDataConfig("payments"), `Invalid GUID`},
		"forbidden": {emulator.Options{Roles: []string{}}, sodDataConfig(acctest.Package(0)), `Not permitted(.|\s)+EntitlementManagement\.Read\.All(.|\s)+Catalog(\s|│)+reader`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, c.options)
			s.Run(t, resource.TestStep{Config: c.config, ExpectError: regexp.MustCompile(c.want)})
		})
	}
}
