package tenant

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

type gapModel struct {
	ID                       types.String `tfsdk:"id"`
	Kind                     types.String `tfsdk:"kind"`
	ImportID                 types.String `tfsdk:"import_id"`
	MissingImportID          types.String `tfsdk:"missing_import_id"`
	CatalogID                types.String `tfsdk:"catalog_id"`
	CatalogDisplayName       types.String `tfsdk:"catalog_display_name"`
	AccessPackageID          types.String `tfsdk:"access_package_id"`
	AccessPackageDisplayName types.String `tfsdk:"access_package_display_name"`
	TargetID                 types.String `tfsdk:"target_id"`
	TargetDisplayName        types.String `tfsdk:"target_display_name"`
	ThroughID                types.String `tfsdk:"through_access_package_id"`
	ThroughDisplayName       types.String `tfsdk:"through_access_package_display_name"`
	OriginSystem             types.String `tfsdk:"origin_system"`
	OriginID                 types.String `tfsdk:"origin_id"`
	ResourceDisplayName      types.String `tfsdk:"resource_display_name"`
	RoleOriginID             types.String `tfsdk:"role_origin_id"`
	RoleDisplayName          types.String `tfsdk:"role_display_name"`
	Eligible                 types.Bool   `tfsdk:"eligible"`
	UserCount                types.Int64  `tfsdk:"user_count"`
	ConflictCount            types.Int64  `tfsdk:"conflict_count"`
	DocumentedOverride       types.Bool   `tfsdk:"documented_override"`
	Reviewed                 types.Bool   `tfsdk:"reviewed"`
	Accepted                 types.Bool   `tfsdk:"accepted"`
	Description              types.String `tfsdk:"description"`
}

func gapAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"eligible": computedBool("Whether holders must activate the role in Privileged Identity Management."),
		"documented_override": computedBool(
			"Whether all policies of the access package require approval and end assignments, as Microsoft advises " +
				"for overrides. Null unless the kind is `inherent`.",
		),
		"reviewed": computedBool(
			"Whether all policies of the access package set access reviews. Null unless the kind is `inherent`.",
		),
		"accepted": computedBool("Whether `accept` names the gap or its rule."),
		"user_count": computedCount(
			"How many members of the group don't hold the access package that grants it. Null unless the kind is `outside`.",
		),
		"conflict_count": computedCount("How many users of `user_count` hold the access package that has the rule."),
	}
	for name, description := range map[string]string{
		"id":                                  "The ID of the gap, the same in every run.",
		"kind":                                "The kind of the gap.",
		"import_id":                           "The import ID of the rule.",
		"missing_import_id":                   "The import ID of the rule that would close the gap. Null if no rule would.",
		construct.CatalogAttribute:            "The ID of the catalog.",
		"catalog_display_name":                "The name of the catalog.",
		construct.PackageAttribute:            "The ID of the access package that has the rule.",
		"access_package_display_name":         "The name of the access package.",
		"target_id":                           "The ID of the incompatible group or access package.",
		"target_display_name":                 "The name of the target. Null if it isn't known.",
		"through_access_package_id":           "The ID of the access package that opens the gap. Null if none does.",
		"through_access_package_display_name": "The name of the access package that opens the gap.",
		"origin_system":                       "The system of the resource whose role opens the gap, such as `aadgroup`.",
		"origin_id":                           "The ID of the resource in the system `origin_system`.",
		"resource_display_name":               "The name of the resource.",
		"role_origin_id":                      "The ID of the role in the system `origin_system`.",
		"role_display_name":                   "The name of the role.",
		"description":                         "The finding, as a sentence.",
	} {
		attributes[name] = computedText(description)
	}
	return attributes
}

func newGapModel(g *audit.Gap, accepted bool) gapModel {
	model := gapModel{
		ID:                       types.StringValue(g.ID()),
		Kind:                     types.StringValue(string(g.Kind)),
		ImportID:                 types.StringValue(g.ImportID()),
		MissingImportID:          nameOrNull(g.MissingImportID),
		CatalogID:                nameOrNull(g.Rule.AccessPackage.CatalogID),
		CatalogDisplayName:       nameOrNull(g.Rule.AccessPackage.CatalogName),
		AccessPackageID:          types.StringValue(g.Rule.AccessPackage.ID),
		AccessPackageDisplayName: nameOrNull(g.Rule.AccessPackage.DisplayName),
		TargetID:                 types.StringValue(g.Rule.Target.ID),
		TargetDisplayName:        nameOrNull(g.Rule.Target.DisplayName),
		OriginSystem:             nameOrNull(g.Role.OriginSystem),
		OriginID:                 nameOrNull(g.Role.OriginID),
		ResourceDisplayName:      nameOrNull(g.Role.ResourceName),
		RoleOriginID:             nameOrNull(g.Role.RoleOriginID),
		RoleDisplayName:          nameOrNull(g.Role.RoleName),
		Eligible:                 types.BoolValue(g.Role.Eligible),
		Accepted:                 types.BoolValue(accepted),
		Description:              types.StringValue(g.Description),
	}
	if g.Through != nil {
		model.ThroughID = types.StringValue(g.Through.ID)
		model.ThroughDisplayName = nameOrNull(g.Through.DisplayName)
	}
	switch g.Kind {
	case evidence.GapInherent:
		model.DocumentedOverride, model.Reviewed = types.BoolValue(g.DocumentedOverride), types.BoolValue(g.Reviewed)
	case evidence.GapOutside:
		model.UserCount, model.ConflictCount = intValue(g.UserCount), intValue(g.ConflictCount)
	default:
	}
	return model
}
