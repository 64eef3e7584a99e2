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

const rulesData = "data.elm_separation_of_duties_rules."

func rulesConfig(name string, arguments ...string) string {
	return fmt.Sprintf("\ndata \"elm_separation_of_duties_rules\" %q {\n  %s\n}\n", name, strings.Join(arguments, "\n  "))
}

func ruleOf(each, catalog, accessPackage, name, target, targetName string) knownvalue.Check {
	return knownvalue.ObjectExact(map[string]knownvalue.Check{
		"kind": acctest.Text(each), "catalog_id": acctest.Text(catalog), "catalog_display_name": knownvalue.NotNull(),
		"access_package_id": acctest.Text(accessPackage), "access_package_display_name": acctest.Text(name),
		"target_id": acctest.Text(target), "target_display_name": acctest.TextOrNull(targetName),
		"import_id": acctest.Text(accessPackage + "/" + target), "pending": knownvalue.Bool(false),
	})
}

func fillRules(t *testing.T, tenant *emulator.Tenant) {
	t.Helper()
	acctest.Must(t,
		tenant.AddAccessPackage(emulator.AccessPackage{ID: acctest.OtherPackage, CatalogID: acctest.OtherCatalogID, DisplayName: "Other"}),
		tenant.Link(emulator.IncompatibleGroups, acctest.Package(9), acctest.Group(1)),
		tenant.Link(emulator.IncompatibleGroups, acctest.Package(2), acctest.Group(5)),
		tenant.Link(emulator.IncompatibleGroups, acctest.Package(2), acctest.Group(4)),
		tenant.Link(emulator.IncompatibleAccessPackages, acctest.Package(2), acctest.Package(9)),
		tenant.Link(emulator.IncompatibleGroups, acctest.OtherPackage, acctest.Group(4)),
		tenant.DeleteGroup(acctest.Group(5)),
	)
}

func TestAccRules_catalogAndTenant(t *testing.T) {
	t.Parallel()
	acctest.APIVersions(t, func(t *testing.T, version string) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{PageSize: 3})
		fillRules(t, s.Tenant())
		first := []knownvalue.Check{
			ruleOf("access_package", acctest.CatalogID, acctest.Package(2), "Package 2", acctest.Package(9), "Package 9"),
			ruleOf("group", acctest.CatalogID, acctest.Package(2), "Package 2", acctest.Group(5), ""),
			ruleOf("group", acctest.CatalogID, acctest.Package(2), "Package 2", acctest.Group(4), "Group 4"),
			ruleOf("group", acctest.CatalogID, acctest.Package(9), "Package 9", acctest.Group(1), "Group 1"),
		}
		other := ruleOf("group", acctest.OtherCatalogID, acctest.OtherPackage, "Other", acctest.Group(4), "Group 4")
		s.Run(t, resource.TestStep{
			Config: s.Provider(version) + rulesConfig("first", acctest.Argument("catalog_id", acctest.CatalogID)) +
				rulesConfig("other", acctest.Argument("catalog_id", strings.ToUpper(acctest.OtherCatalogID))) + rulesConfig("tenant"),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Known(rulesData+"first", "rules", knownvalue.ListExact(first)),
				acctest.Known(rulesData+"other", "rules", knownvalue.ListExact([]knownvalue.Check{other})),
				acctest.Known(rulesData+"tenant", "rules", knownvalue.ListExact(append(first, other))),
			},
			Check: s.CheckNothingWritten(),
		})
	})
}

// One list for each access package and kind, however many rules there are, and one for the access packages: no more.
func TestAccRules_requests(t *testing.T) {
	t.Parallel()
	acctest.APIVersions(t, func(t *testing.T, version string) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{})
		fillRules(t, s.Tenant())
		s.Run(t, resource.TestStep{
			Config: s.Provider(version) + rulesConfig("test", acctest.Argument("catalog_id", acctest.CatalogID)),
			Check: func(*terraform.State) error {
				lists := s.Requests(http.MethodGet, "/entitlementManagement/accessPackages") - s.Requests(http.MethodGet, "/incompatible")
				for _, each := range emulator.Kinds() {
					if got := s.Requests(http.MethodGet, "/"+string(each)); got != 20*lists {
						return fmt.Errorf("%d requests of %s for %d readings of 20 access packages", got, each, lists)
					}
				}
				if all := s.Requests("", ""); lists == 0 || all != (1+20*len(emulator.Kinds()))*lists {
					return fmt.Errorf("%d requests for %d readings", all, lists)
				}
				return nil
			},
		})
	})
}

// An incomplete answer is an error: it would look like a tenant with fewer rules. An access package that vanishes
// meanwhile has none.
func TestAccRules_incomplete(t *testing.T) {
	t.Parallel()
	list := "/accessPackages/" + acctest.Package(9) + "/incompatibleGroups"
	for name, c := range map[string]struct {
		fault emulator.Fault
		want  *regexp.Regexp
	}{
		"forbidden": {emulator.Fault{Path: list, Status: http.StatusForbidden, Code: "UnAuthorized"}, regexp.MustCompile("Not permitted by Microsoft Graph")},
		"broken":    {emulator.Fault{Path: list, Truncate: true}, regexp.MustCompile("Unexpected answer")},
		"part gone": {emulator.Fault{Path: list, Status: http.StatusNotFound, Code: "ResourceNotFound"}, regexp.MustCompile(`the\s+access\s+package\s+itself\s+exists`)},
		"gone":      {emulator.Fault{Path: "/accessPackages/" + acctest.Package(9), Status: http.StatusNotFound, Code: "ResourceNotFound"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			fillRules(t, s.Tenant())
			s.Inject(c.fault)
			step := resource.TestStep{Config: rulesConfig("test"), ExpectError: c.want}
			if c.want == nil {
				step.ConfigStateChecks = []statecheck.StateCheck{acctest.Known(rulesData+"test", "rules", knownvalue.ListSizeExact(4))}
			}
			s.RunWith(t, acctest.NewClock(), step)
		})
	}
}

func TestAccRules_scopedCaller(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{Roles: []string{}, CatalogScope: []string{acctest.OtherCatalogID}})
	fillRules(t, s.Tenant())
	s.Run(t, resource.TestStep{
		Config:            rulesConfig("test"),
		ConfigStateChecks: []statecheck.StateCheck{acctest.Known(rulesData+"test", "rules", knownvalue.ListSizeExact(1))},
	})
}

func TestAccRules_unknownCatalog(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	s.Run(t, resource.TestStep{
		Config:      rulesConfig("test", acctest.Argument("catalog_id", acctest.Missing)),
		ExpectError: regexp.MustCompile("Catalog not found"),
	})
}
