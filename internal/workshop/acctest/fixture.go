package acctest

import (
	"fmt"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// The tenant of every test: two catalogs, twenty access packages in the first, sixty groups, no rules.
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

// Packages are the ids of several access packages of the fixture.
func Packages(indexes ...int) []string { return numbered(Package, indexes) }

// Groups are the ids of several groups of the fixture.
func Groups(indexes ...int) []string { return numbered(Group, indexes) }

func numbered(id func(int) string, indexes []int) []string {
	ids := []string{}
	for _, i := range indexes {
		ids = append(ids, id(i))
	}
	return ids
}

// Ids of what the fixture does not have.
const (
	OtherPackage = "acce5500-0000-4000-9000-000000000000" // an access package that a test adds to the other catalog
	Missing      = "dead0000-0000-4000-8000-000000000000" // nothing has it
)

// Assignment is the id of an assignment that a test adds.
func Assignment(i int) string { return fmt.Sprintf("a5510000-0000-4000-8000-%012d", i) }

// Must ends the test at the first error.
func Must(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

func packageName(i int) string { return fmt.Sprintf("Package %d", i) }

func groupName(i int) string { return fmt.Sprintf("Group %d", i) }

func fillTenant(t *testing.T, tenant *emulator.Tenant) {
	t.Helper()
	Must(t, tenant.AddCatalog(emulator.Catalog{ID: CatalogID, DisplayName: "Finance"}))
	Must(t, tenant.AddCatalog(emulator.Catalog{ID: OtherCatalogID, DisplayName: "Treasury"}))
	for i := range packages {
		Must(t, tenant.AddAccessPackage(
			emulator.AccessPackage{ID: Package(i), CatalogID: CatalogID, DisplayName: packageName(i)},
		))
	}
	for i := range groups {
		Must(t, tenant.AddGroup(emulator.Group{ID: Group(i), DisplayName: groupName(i), SecurityEnabled: true}))
	}
}
