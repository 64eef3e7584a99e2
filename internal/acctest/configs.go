package acctest

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

func Argument(name, value string) string { return fmt.Sprintf("%s = %q", name, value) }

func Must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// ApiVersions runs a test for both versions of Microsoft Graph. Dialects differ in writing only, so reading needs one of them.
func ApiVersions(t *testing.T, run func(t *testing.T, argument string)) {
	t.Helper()
	for _, version := range []string{"beta", "v1.0"} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			run(t, fmt.Sprintf("api_version = %q", version))
		})
	}
}

func Assignment(i int) string { return fmt.Sprintf("a5510000-0000-4000-8000-%012d", i) }

func GroupLinks(accessPackage string, groups ...string) string {
	return fmt.Sprintf(`
resource "elm_access_package_incompatible_group" "test" {
  for_each          = toset([%s])
  catalog_id        = %q
  access_package_id = %q
  group_id          = each.key
}
`, QuotedList(groups), CatalogID, accessPackage)
}

// OtherPackage is in the second catalog.
const OtherPackage = "acce5500-0000-4000-9000-000000000000"

const SetAddress = "elm_access_package_separation_of_duties.test"

// SetConfig declares the rules of access package 0; a nil set is left out.
func SetConfig(groups, packages []string, more ...string) string {
	lines := more
	for attribute, ids := range map[string][]string{"incompatible_group_ids": groups, "incompatible_access_package_ids": packages} {
		if ids != nil {
			lines = append(lines, fmt.Sprintf("%s = [%s]", attribute, QuotedList(ids)))
		}
	}
	return fmt.Sprintf(`
resource "elm_access_package_separation_of_duties" "test" {
  catalog_id        = %q
  access_package_id = %q
  %s
}
`, CatalogID, Package(0), strings.Join(lines, "\n  "))
}

func QuotedList(ids []string) string {
	var list []string
	for _, id := range ids {
		list = append(list, fmt.Sprintf("%q", id))
	}
	return strings.Join(list, ", ")
}

func Groups(indexes ...int) []string { return numbered(Group, indexes) }

func Packages(indexes ...int) []string { return numbered(Package, indexes) }

func numbered(id func(int) string, indexes []int) []string {
	ids := []string{}
	for _, i := range indexes {
		ids = append(ids, id(i))
	}
	return ids
}

func Link(t *testing.T, s *Service, each emulator.Kind, targets ...string) {
	t.Helper()
	for _, target := range targets {
		if err := s.Tenant().Link(each, Package(0), target); err != nil {
			t.Error(err)
		}
	}
}

func Unlink(t *testing.T, s *Service, each emulator.Kind, targets ...string) {
	t.Helper()
	for _, target := range targets {
		if err := s.Tenant().Unlink(each, Package(0), target); err != nil {
			t.Error(err)
		}
	}
}
