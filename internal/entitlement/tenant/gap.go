package tenant

import (
	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

var gapTable = table[audit.Gap]{
	text("id", "The ID of the gap, the same in every run.", func(g *audit.Gap) *string { return &g.ID }),
	text("kind", "The kind of the gap.", func(g *audit.Gap) *string { return (*string)(&g.Kind) }),
	text("import_id", "The import ID of the rule.", func(g *audit.Gap) *string { return &g.ImportID }),
	text("missing_import_id", "The import ID of the rule that would close the gap. Null if no rule would.",
		func(g *audit.Gap) *string { return g.MissingImportID }),
	text(construct.CatalogAttribute, "The ID of the catalog.",
		func(g *audit.Gap) *string { return &g.Rule.Catalog.ID }),
	text("catalog_display_name", "The name of the catalog.", func(g *audit.Gap) *string { return g.Rule.Catalog.Name }),
	text(construct.PackageAttribute, "The ID of the access package that has the rule.",
		func(g *audit.Gap) *string { return &g.AccessPackage.ID }),
	text("access_package_display_name", "The name of the access package.",
		func(g *audit.Gap) *string { return g.AccessPackage.Name }),
	text("target_id", "The ID of the incompatible group or access package.",
		func(g *audit.Gap) *string { return &g.Target.ID }),
	text("target_display_name", "The name of the target. Null if it isn't known.",
		func(g *audit.Gap) *string { return g.Target.Name }),
	text("through_access_package_id", "The ID of the access package that opens the gap. Null if none does.",
		func(g *audit.Gap) *string { return idOf(g.Through) }),
	text("through_access_package_display_name", "The name of the access package that opens the gap.",
		func(g *audit.Gap) *string { return nameOf(g.Through) }),
	role("origin_system", "The system of the resource whose role opens the gap, such as `aadgroup`.",
		func(r *evidence.Role) *string { return &r.OriginSystem }),
	role("origin_id", "The ID of the resource in the system `origin_system`.",
		func(r *evidence.Role) *string { return &r.OriginID }),
	role("resource_display_name", "The name of the resource.",
		func(r *evidence.Role) *string { return r.ResourceName }),
	role("role_origin_id", "The ID of the role in the system `origin_system`.",
		func(r *evidence.Role) *string { return &r.RoleOriginID }),
	role("role_display_name", "The name of the role.", func(r *evidence.Role) *string { return r.RoleName }),
	flag("eligible", "Whether holders must activate the role in Privileged Identity Management.",
		func(g *audit.Gap) *bool { return &g.Eligible }),
	count("user_count", "How many members of the group don't hold the access package that grants it. Null unless the "+
		"kind is `outside`.", func(g *audit.Gap) *int { return g.UserCount }),
	count("conflict_count", "How many users of `user_count` hold the access package that has the rule.",
		func(g *audit.Gap) *int { return g.ConflictCount }),
	flag("documented_override", "Whether all policies of the access package require approval and end assignments, as "+
		"Microsoft advises for overrides. Null unless the kind is `inherent`.",
		func(g *audit.Gap) *bool { return g.DocumentedOverride }),
	flag("reviewed", "Whether all policies of the access package set access reviews. Null unless the kind is `inherent`.",
		func(g *audit.Gap) *bool { return g.Reviewed }),
	flag("accepted", "Whether `accept` names the gap or its rule.", func(g *audit.Gap) *bool { return &g.Accepted }),
	text("description", "The finding, as a sentence.", func(g *audit.Gap) *string { return &g.Description }),
}

func role(name, description string, get func(*evidence.Role) *string) column[audit.Gap] {
	return text(name, description, func(g *audit.Gap) *string {
		if g.Role == nil {
			return nil
		}
		return get(g.Role)
	})
}

var unreadablePackageTable = table[graph.AccessPackage]{
	text(construct.PackageAttribute, "The ID of the access package.",
		func(p *graph.AccessPackage) *string { return &p.ID }),
	text("access_package_display_name", "The name of the access package. Null if it isn't known.",
		func(p *graph.AccessPackage) *string { return &p.DisplayName }),
	text(construct.CatalogAttribute, "The ID of its catalog. Null if it isn't known.",
		func(p *graph.AccessPackage) *string { return &p.CatalogID }),
	text("catalog_display_name", "The name of its catalog. Null if it isn't known.",
		func(p *graph.AccessPackage) *string { return &p.CatalogName }),
}

var unreadableGroupTable = table[audit.UnreadableGroup]{
	text(groupAttribute, "The object ID of the group.", func(g *audit.UnreadableGroup) *string { return &g.ID }),
	text("group_display_name", "The name of the group. Null if it isn't known.",
		func(g *audit.UnreadableGroup) *string { return &g.DisplayName }),
	text("reason", "The reason, as a sentence.", func(g *audit.UnreadableGroup) *string { return &g.Reason }),
}
