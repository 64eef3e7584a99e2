package acctest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// Kind is one of the resources for single rules, which all pass the same tests.
type Kind struct {
	Resource     string // its type
	Target       string // attribute
	Kind         emulator.Kind
	TargetID     func(i int) string // of the fixture's groups or access packages
	TargetName   func(i int) string
	Path         string // of the targets' collection in Graph
	CatalogRoute bool   // a rule can be added below the catalog
}

// Kinds are all of them. A row here gives a new kind the tests of the others.
var Kinds = []Kind{
	{
		Resource: "elm_access_package_incompatible_group", Target: "group_id", Kind: emulator.IncompatibleGroups,
		TargetID: Group, TargetName: groupName, Path: "groups", CatalogRoute: true,
	},
	{
		Resource:   "elm_access_package_incompatible_access_package",
		Target:     "incompatible_access_package_id",
		Kind:       emulator.IncompatibleAccessPackages,
		TargetID:   func(i int) string { return Package(19 - i) },
		TargetName: func(i int) string { return packageName(19 - i) },
		Path:       "identityGovernance/entitlementManagement/accessPackages",
	},
}

// ForKinds runs a test for each of the resources.
func ForKinds(t *testing.T, run func(t *testing.T, k Kind)) {
	t.Helper()
	for _, k := range Kinds {
		t.Run(k.Target, func(t *testing.T) {
			t.Parallel()
			run(t, k)
		})
	}
}

// Variants runs a test over the dialects and API versions that make a difference. Without a route below the catalog the
// dialects are the same.
func (k Kind) Variants(t *testing.T, run func(t *testing.T, options emulator.Options, apiVersion string)) {
	t.Helper()
	if k.CatalogRoute {
		Variants(t, run)
		return
	}
	over(t, extremes[1:], run)
}

// Extremes leaves out what lies between, as [Extremes] does.
func (k Kind) Extremes(t *testing.T, run func(t *testing.T, options emulator.Options, apiVersion string)) {
	t.Helper()
	if k.CatalogRoute {
		Extremes(t, run)
		return
	}
	over(t, extremes[1:], run)
}

// Config declares one rule named test; more goes into the block.
func (k Kind) Config(accessPackage, target string, more ...string) string {
	return k.ConfigIn(CatalogID, accessPackage, target, more...)
}

// ConfigIn does the same in any catalog.
func (k Kind) ConfigIn(catalog, accessPackage, target string, more ...string) string {
	return fmt.Sprintf(`
resource %q "test" {
  catalog_id        = %q
  access_package_id = %q
  %s = %q
  %s
}
`, k.Resource, catalog, accessPackage, k.Target, target, strings.Join(more, "\n  "))
}

// Address is that of the resource that Config declares.
func (k Kind) Address() string { return k.Resource + ".test" }

// ImportID imports the rule of an access package of the fixture to the target of the same number.
func (k Kind) ImportID(i int) string { return Package(i) + "/" + k.TargetID(i) }

// IsInPlace checks the service, not the state.
func (k Kind) IsInPlace(s *Service, accessPackage string, targets ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if got := s.Tenant().Links(k.Kind, accessPackage); strings.Join(got, " ") != strings.Join(targets, " ") {
			return fmt.Errorf("the service holds %v, want %v", got, targets)
		}
		return nil
	}
}
