package rule_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/acctest"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// fillLists gives every second access package of the fixture three rules, and one in another catalog one.
func fillLists(t *testing.T, s *acctest.Service, k acctest.Kind) {
	t.Helper()
	acctest.Must(t, s.Tenant().AddAccessPackage(emulator.AccessPackage{ID: acctest.OtherPackage, CatalogID: acctest.OtherCatalogID, DisplayName: "Other"}))
	for i := 0; i < 20; i += 2 {
		for target := range 3 {
			acctest.Must(t, s.Tenant().Link(k.Kind, acctest.Package(i), k.Id(2*target)))
		}
	}
	acctest.Must(t, s.Tenant().Link(k.Kind, acctest.OtherPackage, k.Id(0)))
}

func ids(results []acctest.ListResult) []string {
	var all []string
	for _, result := range results {
		all = append(all, result.Problem+result.Identity["access_package_id"]+"/"+strings.Join(slices.Collect(targetsOf(result)), ""))
	}
	return all
}

// targetsOf gives the one attribute of the identity that is not the access package.
func targetsOf(result acctest.ListResult) func(func(string) bool) {
	return func(yield func(string) bool) {
		for name, id := range result.Identity {
			if name != "access_package_id" && !yield(id) {
				return
			}
		}
	}
}
