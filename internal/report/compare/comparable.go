package compare

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Comparable gives an error for two documents that say nothing about each other: those of different tenants or
// catalogs, and those in the wrong order.
func Comparable(old, current *evidence.Document) error {
	if before, now := tenantOf(old), tenantOf(current); before != now {
		return fmt.Errorf("the reports are about different tenants: OLD is about %s, and NEW is about %s", before, now)
	}
	if before, now := scopeOf(old), scopeOf(current); before != now {
		return fmt.Errorf("the reports are about different catalogs: OLD is about %s, and NEW is about %s", before, now)
	}
	if before, now := days(old, current); now < before {
		return fmt.Errorf("NEW is older than OLD: %s is before %s; name the older report first", now, before)
	}
	return nil
}

// days are the days on which the tenant was read, because a report can be as of a past day. Reports of Terraform
// have no such day: they are compared by the days that they are as of. Both are empty if a document has neither.
func days(old, current *evidence.Document) (before, now string) {
	switch {
	case old.ReadOn != nil && current.ReadOn != nil:
		return *old.ReadOn, *current.ReadOn
	case old.AsOf != nil && current.AsOf != nil:
		return *old.AsOf, *current.AsOf
	default:
		return "", ""
	}
}

func tenantOf(d *evidence.Document) string {
	if d.TenantID == nil {
		return "a tenant that the report doesn't name"
	}
	return "tenant " + strings.ToLower(*d.TenantID)
}

func scopeOf(d *evidence.Document) string {
	if len(d.Scope) == 0 {
		return "all catalogs"
	}
	catalogs := slices.Clone(d.Scope)
	slices.Sort(catalogs)
	return "catalog " + strings.Join(catalogs, ", ")
}
