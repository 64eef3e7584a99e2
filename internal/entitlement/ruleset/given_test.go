package ruleset_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// setAddress is that of the resource that setConfig declares.
const setAddress = "elm_access_package_separation_of_duties.test"

// setConfig declares the rules of access package 0; a nil set is left out.
func setConfig(groups, packages []string, more ...string) string {
	lines := more
	for attribute, ids := range map[string][]string{"incompatible_group_ids": groups, "incompatible_access_package_ids": packages} {
		if ids != nil {
			lines = append(lines, fmt.Sprintf("%s = [%s]", attribute, acctest.QuotedList(ids)))
		}
	}
	return fmt.Sprintf(`
resource "elm_access_package_separation_of_duties" "test" {
  catalog_id        = %q
  access_package_id = %q
  %s
}
`, acctest.CatalogID, acctest.Package(0), strings.Join(lines, "\n  "))
}

// haveRules adds rules to access package 0, as another administrator.
func haveRules(t *testing.T, s *acctest.Service, kind emulator.Kind, targets ...string) {
	t.Helper()
	for _, target := range targets {
		if err := s.Tenant().Link(kind, acctest.Package(0), target); err != nil {
			t.Error(err)
		}
	}
}

// unlink removes rules of access package 0, as another administrator.
func unlink(t *testing.T, s *acctest.Service, kind emulator.Kind, targets ...string) {
	t.Helper()
	for _, target := range targets {
		if err := s.Tenant().Unlink(kind, acctest.Package(0), target); err != nil {
			t.Error(err)
		}
	}
}
