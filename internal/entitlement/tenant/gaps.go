package tenant

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

var _ datasource.DataSourceWithConfigure = (*gapsSource)(nil)

// gapsSource finds the ways round the rules of a catalog or of the tenant.
type gapsSource struct{ construct.Source }

// NewGaps makes the data source elm_separation_of_duties_gaps.
func NewGaps() datasource.DataSource { return &gapsSource{} }

type gapsModel struct {
	CatalogID guid.Value     `tfsdk:"catalog_id"`
	Accept    []string       `tfsdk:"accept"`
	Gaps      []gapModel     `tfsdk:"gaps"`
	Unread    []unreadModel  `tfsdk:"unread"`
	Unused    []string       `tfsdk:"unused_accepts"`
	Timeouts  timeouts.Value `tfsdk:"timeouts"`
}

type gapModel struct {
	ID                       types.String `tfsdk:"id"`
	Kind                     types.String `tfsdk:"kind"`
	ImportID                 types.String `tfsdk:"import_id"`
	MissingImportID          types.String `tfsdk:"missing_import_id"`
	AccessPackageID          types.String `tfsdk:"access_package_id"`
	AccessPackageDisplayName types.String `tfsdk:"access_package_display_name"`
	TargetID                 types.String `tfsdk:"target_id"`
	ThroughID                types.String `tfsdk:"through_access_package_id"`
	ThroughDisplayName       types.String `tfsdk:"through_access_package_display_name"`
	OriginSystem             types.String `tfsdk:"origin_system"`
	OriginID                 types.String `tfsdk:"origin_id"`
	RoleOriginID             types.String `tfsdk:"role_origin_id"`
	RoleDisplayName          types.String `tfsdk:"role_display_name"`
	DocumentedOverride       types.Bool   `tfsdk:"documented_override"`
	Accepted                 types.Bool   `tfsdk:"accepted"`
	Description              types.String `tfsdk:"sentence"`
}

type unreadModel struct {
	AccessPackageID          types.String `tfsdk:"access_package_id"`
	AccessPackageDisplayName types.String `tfsdk:"access_package_display_name"`
}

func (d *gapsSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_separation_of_duties_gaps"
}

func (d *gapsSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds the ways round the separation of duties rules of a catalog or of the tenant: a rule that nobody can violate on paper " +
			"may be void, because another access package grants the same.\n\n" +
			"| `kind` | What was found |\n|---|---|\n" +
			"| `bypass` | A excludes the holders of B, but not those of C, which grants a role that B grants and A does not |\n" +
			"| `inherent` | One access package alone grants roles of both sides of a rule. `documented_override` says whether all its policies take " +
			"approval and end, as Microsoft advises for special cases |\n" +
			"| `half` | A excludes the members of a group, but not the holders of an access package that makes people members of it |\n" +
			"| `one_way` | A excludes the holders of B, but who holds A first can still request B |\n" +
			"| `dangling` | The access package that a rule names is gone, or the group that it names has no name, as one that was deleted has none |\n" +
			"| `self_lockout` | A makes its holders members of a group that it excludes, so that they cannot request or extend it again |\n\n" +
			"Roles of groups, applications and sites are compared by their origin. A role that both sides of a rule grant is kept apart by nobody and " +
			"leads round nothing. Nested groups are not looked into.\n\n" +
			"Each access package is asked for its two lists of rules, and once for what it grants.\n\n" + construct.ReadingProse,
		Attributes: gapsAttributes(),
		Blocks:     map[string]schema.Block{construct.TimeoutsBlock: construct.DataTimeouts(ctx)},
	}
}

func gapsAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		construct.CatalogAttribute: catalogArgument("The id of the catalog whose access packages to look at. Without it, all access packages that the caller may read. Access " +
			"packages of other catalogs are looked at only if a rule names them: a way round through any other is not found."),
		"accept": schema.SetAttribute{
			ElementType: types.StringType,
			Optional:    true,
			MarkdownDescription: "What is known and meant: an `id` of a gap, or an import id of a rule, for all gaps of the rule, in upper or lower case. What is " +
				"accepted stays in the list, with `accepted`.",
		},
		"gaps": schema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: "What was found, ordered by `id`.",
			NestedObject:        schema.NestedAttributeObject{Attributes: gapAttributes()},
		},
		"unread": schema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: "Access packages that the caller may not read. What leads through them is not known.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				construct.PackageAttribute:    computedText("The id of the access package."),
				"access_package_display_name": computedText("The name of the access package, if it is known."),
			}},
		},
		"unused_accepts": schema.SetAttribute{
			ElementType:         types.StringType,
			Computed:            true,
			MarkdownDescription: "What of `accept` belongs to no gap: it can go.",
		},
	}
}

func gapAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"documented_override": schema.BoolAttribute{
			Computed:            true,
			MarkdownDescription: "Whether all policies of the access package take approval and end. Null unless the kind is `inherent`.",
		},
		"accepted": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether `accept` names the gap or its rule."},
	}
	for name, description := range map[string]string{
		"id":                                  "Names the gap in every run. It ends with what leads round: an access package, a role.",
		"kind":                                "`bypass`, `inherent`, `half`, `one_way`, `dangling` or `self_lockout`.",
		"import_id":                           "The import id of the rule.",
		"missing_import_id":                   "The import id of the rule that would close the gap. Null where none would.",
		construct.PackageAttribute:            "The id of the access package that the rule protects.",
		"access_package_display_name":         "The name of the access package that the rule protects.",
		"target_id":                           "The id of the group or access package that the rule names.",
		"through_access_package_id":           "The id of the access package that leads round. Null for `one_way`, `dangling` and `self_lockout`.",
		"through_access_package_display_name": "The name of the access package that leads round.",
		"origin_system":                       "The system of the resource whose role is granted, in lower case, such as `aadgroup`, `aadapplication` or `sharepointonline`.",
		"origin_id":                           "The id of the resource in that system, in lower case.",
		"role_origin_id":                      "The id of the role in that system, in lower case.",
		"role_display_name":                   "The name of the role.",
		"sentence":                            "What was found, in words.",
	} {
		attributes[name] = computedText(description)
	}
	return attributes
}

func (d *gapsSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	defer d.Data.NameIDs(&resp.Diagnostics)
	var model gapsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	catalog := construct.Canonical(model.CatalogID, construct.CatalogAttribute, &resp.Diagnostics)
	ctx, cancel := d.WithTimeout(ctx, model.Timeouts, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := audit.Gaps(ctx, d.Data.Client, catalog)
	if err != nil {
		resp.Diagnostics.Append(catalogError(err, catalog))
		return
	}
	model.fill(found)
	if len(model.Unread) > 0 {
		resp.Diagnostics.AddWarning("Some access packages are not known",
			"The caller may not read what `unread` lists, so that ways round through them are not found. It takes the entitlement management role "+
				"\"Catalog reader\" on their catalogs too, or the permission EntitlementManagement.Read.All.")
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func (m *gapsModel) fill(report *audit.GapReport) {
	accepted, used := map[string]bool{}, map[string]bool{} // in lower case, as ids of gaps and rules are
	for _, id := range m.Accept {
		accepted[strings.ToLower(id)] = true
	}
	m.Gaps = make([]gapModel, 0, len(report.Gaps))
	for _, g := range report.Gaps {
		used[g.ID()], used[g.ImportID()] = true, true
		m.Gaps = append(m.Gaps, newGapModel(&g, accepted[g.ID()] || accepted[g.ImportID()]))
	}
	m.Unread = make([]unreadModel, 0, len(report.Unreadable))
	for _, p := range report.Unreadable {
		m.Unread = append(m.Unread, unreadModel{types.StringValue(p.ID), construct.NameOrNull(p.DisplayName)})
	}
	m.Unused = []string{}
	for _, id := range m.Accept {
		if !used[strings.ToLower(id)] {
			m.Unused = append(m.Unused, id)
		}
	}
}

func newGapModel(g *audit.Gap, accepted bool) gapModel {
	model := gapModel{
		ID:                       types.StringValue(g.ID()),
		Kind:                     types.StringValue(string(g.Kind)),
		ImportID:                 types.StringValue(g.ImportID()),
		MissingImportID:          construct.NameOrNull(g.MissingImportID),
		AccessPackageID:          types.StringValue(g.AccessPackage.ID),
		AccessPackageDisplayName: construct.NameOrNull(g.AccessPackage.DisplayName),
		TargetID:                 types.StringValue(g.TargetID),
		OriginSystem:             construct.NameOrNull(g.Role.OriginSystem),
		OriginID:                 construct.NameOrNull(g.Role.OriginID),
		RoleOriginID:             construct.NameOrNull(g.Role.RoleOriginID),
		RoleDisplayName:          construct.NameOrNull(g.Role.RoleName),
		Accepted:                 types.BoolValue(accepted),
		Description:              types.StringValue(g.Description),
	}
	if g.Through != nil {
		model.ThroughID, model.ThroughDisplayName = types.StringValue(g.Through.ID), construct.NameOrNull(g.Through.DisplayName)
	}
	if g.Kind == audit.Inherent {
		model.DocumentedOverride = types.BoolValue(g.DocumentedOverride)
	}
	return model
}
