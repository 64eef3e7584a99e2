package entitlement_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/entra-elm/terraform-provider-elm/internal/acctest"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// linkKind is one of the single-link resources, which all pass the same tests.
type linkKind struct {
	resource     string
	target       string // attribute
	kind         emulator.Kind
	id           func(i int) string // of targets
	path         string             // of the targets' collection in Graph
	catalogRoute bool               // a link can be added below the catalog
}

var linkKinds = []linkKind{
	{
		resource: "elm_access_package_incompatible_group", target: "group_id", kind: emulator.IncompatibleGroups,
		id: acctest.Group, path: "groups", catalogRoute: true,
	},
	{
		resource: "elm_access_package_incompatible_access_package", target: "incompatible_access_package_id", kind: emulator.IncompatibleAccessPackages,
		id: func(i int) string { return acctest.Package(19 - i) }, path: "identityGovernance/entitlementManagement/accessPackages",
	},
}

// forLinkKinds runs a test for each of the resources.
func forLinkKinds(t *testing.T, run func(t *testing.T, k linkKind)) {
	t.Helper()
	for _, k := range linkKinds {
		t.Run(k.target, func(t *testing.T) {
			t.Parallel()
			run(t, k)
		})
	}
}

// variants runs a test over the dialects and API versions that make a difference. Without a route below the catalog the dialects are the same.
func (k linkKind) variants(t *testing.T, run func(t *testing.T, options emulator.Options, apiVersion string)) {
	t.Helper()
	if k.catalogRoute {
		acctest.Variants(t, run)
		return
	}
	t.Run("v1.0", func(t *testing.T) {
		t.Parallel()
		run(t, emulator.Options{}, "v1.0")
	})
}

// config declares one link named test; more goes into the block.
func (k linkKind) config(accessPackage, target string, more ...string) string {
	return k.configIn(acctest.CatalogID, accessPackage, target, more...)
}

func (k linkKind) configIn(catalog, accessPackage, target string, more ...string) string {
	return fmt.Sprintf(`
resource %q "test" {
  catalog_id        = %q
  access_package_id = %q
  %s = %q
  %s
}
`, k.resource, catalog, accessPackage, k.target, target, strings.Join(more, "\n  "))
}

func (k linkKind) address() string { return k.resource + ".test" }

func (k linkKind) importID(i int) string { return acctest.Package(i) + "/" + k.id(i) }

// isLinked checks the service, not the state.
func (k linkKind) isLinked(s *acctest.Service, accessPackage string, targets ...string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if got := s.Tenant().Links(k.kind, accessPackage); strings.Join(got, " ") != strings.Join(targets, " ") {
			return fmt.Errorf("the service holds %v, want %v", got, targets)
		}
		return nil
	}
}

// requests checks how many requests of Graph there have been since the last check.
func requests(s *acctest.Service, want string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		var got []string
		for _, entry := range s.Journal() {
			if entry.Kind == "graph" {
				got = append(got, entry.Method)
			}
		}
		s.ResetJournal()
		if strings.Join(got, " ") != want {
			return fmt.Errorf("requests: %q, want %q", strings.Join(got, " "), want)
		}
		return nil
	}
}
