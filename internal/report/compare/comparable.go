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
	if old.AsOf != nil && current.AsOf != nil && *current.AsOf < *old.AsOf {
		return fmt.Errorf(
			"NEW is older than OLD: %s is before %s; name the older report first", *current.AsOf, *old.AsOf,
		)
	}
	return nil
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
