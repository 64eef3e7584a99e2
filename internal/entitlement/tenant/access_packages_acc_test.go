package tenant_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

const packagesData = "data.elm_access_packages."

func packagesConfig(name string, arguments ...string) string {
	return fmt.Sprintf("\ndata \"elm_access_packages\" %q {\n  %s\n}\n", name, strings.Join(arguments, "\n  "))
}

// twin is the id of an access package of the second catalog.
func twin(i int) string { return fmt.Sprintf("acce5500-0000-4000-9000-%012d", i) }

// fillNames makes a name that two catalogs share, one that differs in case only, and one in either encoding of an
// accented letter.
func fillNames(t *testing.T, tenant *emulator.Tenant) {
	t.Helper()
	for i, name := range []string{"Package 3", "PACKAGE 4", "Gehälter", "Geha\u0308lter", `R&D "x" | [y], z`} {
		acctest.Must(t, tenant.AddAccessPackage(emulator.AccessPackage{ID: twin(i), CatalogID: acctest.OtherCatalogID, DisplayName: name}))
	}
}

func TestAccAccessPackages_names(t *testing.T) {
	t.Parallel()
	acctest.APIVersions(t, func(t *testing.T, version string) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{PageSize: 7})
		fillNames(t, s.Tenant())
		accessPackage := func(id, name, catalog, catalogName string) knownvalue.Check {
			return knownvalue.ObjectExact(map[string]knownvalue.Check{
				"id": acctest.Text(id), "display_name": acctest.Text(name), "catalog_id": acctest.Text(catalog), "catalog_display_name": acctest.Text(catalogName),
			})
		}
		finance := func(i int) knownvalue.Check {
			return accessPackage(acctest.Package(i), fmt.Sprintf("Package %d", i), acctest.CatalogID, "Finance")
		}
		treasury := func(i int, name string) knownvalue.Check {
			return accessPackage(twin(i), name, acctest.OtherCatalogID, "Treasury")
		}
		odd := treasury(4, `R&D "x" | [y], z`)
		s.Run(t, resource.TestStep{
			Config: s.Provider(version) + packagesConfig("all") + packagesConfig("treasury", acctest.Argument("catalog_id", strings.ToUpper(acctest.OtherCatalogID))),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Known(packagesData+"all", "access_packages", knownvalue.ListSizeExact(25)),
				acctest.Known(packagesData+"all", "by_name", knownvalue.MapSizeExact(19)),
				acctest.Known(packagesData+"all", "by_name", knownvalue.MapPartial(map[string]knownvalue.Check{"Package 5": finance(5), `R&D "x" | [y], z`: odd})),
				acctest.Known(packagesData+"all", "by_catalog_and_name", knownvalue.MapPartial(map[string]knownvalue.Check{
					"Finance":  knownvalue.MapPartial(map[string]knownvalue.Check{"Package 3": finance(3), "Package 4": finance(4)}),
					"Treasury": knownvalue.MapExact(map[string]knownvalue.Check{"Package 3": treasury(0, "Package 3"), "PACKAGE 4": treasury(1, "PACKAGE 4"), `R&D "x" | [y], z`: odd}),
				})),
				acctest.Known(packagesData+"all", "ambiguous", knownvalue.MapExact(map[string]knownvalue.Check{
					"Package 3": knownvalue.ListExact([]knownvalue.Check{finance(3), treasury(0, "Package 3")}),
					"Package 4": knownvalue.ListExact([]knownvalue.Check{finance(4), treasury(1, "PACKAGE 4")}),
					"PACKAGE 4": knownvalue.ListExact([]knownvalue.Check{finance(4), treasury(1, "PACKAGE 4")}),
					"Gehälter":  knownvalue.ListSizeExact(2),
				})),
				acctest.Known(packagesData+"treasury", "access_packages", knownvalue.ListSizeExact(5)),
				acctest.Known(packagesData+"treasury", "by_name", knownvalue.MapExact(map[string]knownvalue.Check{
					"Package 3": treasury(0, "Package 3"), "PACKAGE 4": treasury(1, "PACKAGE 4"), `R&D "x" | [y], z`: odd,
				})),
			},
			Check: s.CheckNothingWritten(),
		})
	})
}

// One request for each page, and no other.
func TestAccAccessPackages_requests(t *testing.T) {
	t.Parallel()
	acctest.APIVersions(t, func(t *testing.T, version string) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{PageSize: 7})
		s.Run(t, resource.TestStep{
			Config: s.Provider(version) + packagesConfig("test"),
			Check: func(*terraform.State) error {
				pages := s.Requests(http.MethodGet, "/entitlementManagement/accessPackages")
				if all := s.Requests("", ""); all != pages || pages == 0 || pages%3 != 0 {
					return fmt.Errorf("%d requests, %d of them for pages of which there are 3", all, pages)
				}
				return nil
			},
		})
	})
}

func TestAccAccessPackages_errors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		options  emulator.Options
		argument string
		want     string
	}{
		"missing":     {argument: acctest.Argument("catalog_id", acctest.Missing), want: `Catalog not found`},
		"placeholder": {argument: acctest.Argument("catalog_id", "00000000-0000-0000-0000-000000000000"), want: `placeholder`},
		"forbidden":   {options: emulator.Options{Roles: []string{}}, want: `Not permitted(.|\s)+EntitlementManagement\.Read\.All`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, c.options)
			s.Run(t, resource.TestStep{Config: packagesConfig("test", c.argument), ExpectError: regexp.MustCompile(c.want)})
		})
	}
}

func TestAccAccessPackages_none(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	s.Run(t, resource.TestStep{
		Config: packagesConfig("test", acctest.Argument("catalog_id", acctest.OtherCatalogID)),
		ConfigStateChecks: []statecheck.StateCheck{
			acctest.Known(packagesData+"test", "access_packages", knownvalue.ListExact([]knownvalue.Check{})),
			acctest.Known(packagesData+"test", "by_name", knownvalue.MapExact(map[string]knownvalue.Check{})),
			acctest.Known(packagesData+"test", "ambiguous", knownvalue.MapExact(map[string]knownvalue.Check{})),
		},
	})
}
