package acctest

import (
	"fmt"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// The tenant of every test: two catalogs, twenty access packages in the first, sixty groups, no links.
const (
	CatalogID      = "ca7a1090-0000-4000-8000-000000000001"
	OtherCatalogID = "ca7a1090-0000-4000-8000-000000000002"
	TenantID       = "7e4a4700-0000-4000-8000-000000000001"
	ClientID       = "c11e4700-0000-4000-8000-000000000001"
	Secret         = "emulator-secret"

	packages = 20
	groups   = 60
)

// Package is the id of an access package of the fixture, 0 to 19.
func Package(i int) string { return fmt.Sprintf("acce5500-0000-4000-8000-%012d", i) }

// Group is the id of a group of the fixture, 0 to 59.
func Group(i int) string { return fmt.Sprintf("9f0a9000-0000-4000-8000-%012d", i) }

// Missing is the id of nothing.
const Missing = "dead0000-0000-4000-8000-000000000000"

func fillTenant(t *testing.T, tenant *emulator.Tenant) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(tenant.AddCatalog(emulator.Catalog{ID: CatalogID, DisplayName: "Finance"}))
	must(tenant.AddCatalog(emulator.Catalog{ID: OtherCatalogID, DisplayName: "Treasury"}))
	for i := range packages {
		must(tenant.AddAccessPackage(emulator.AccessPackage{ID: Package(i), CatalogID: CatalogID, DisplayName: fmt.Sprintf("Package %d", i)}))
	}
	for i := range groups {
		must(tenant.AddGroup(emulator.Group{ID: Group(i), DisplayName: fmt.Sprintf("Group %d", i), SecurityEnabled: true}))
	}
}
