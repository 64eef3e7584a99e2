// Package tenant has the data sources that look at a whole catalog or tenant, or at who holds access packages in it.
package tenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

var _ datasource.DataSourceWithConfigure = (*rulesSource)(nil)

// rulesSource reads every rule of a catalog or of the tenant.
type rulesSource struct{ construct.Source }

// NewRules makes the data source elm_separation_of_duties_rules.
func NewRules() datasource.DataSource { return &rulesSource{} }

type rulesModel struct {
	CatalogID guid.Value     `tfsdk:"catalog_id"`
	Rules     []ruleModel    `tfsdk:"rules"`
	Timeouts  timeouts.Value `tfsdk:"timeouts"`
}

type ruleModel struct {
	Kind                     types.String `tfsdk:"kind"`
	CatalogID                types.String `tfsdk:"catalog_id"`
	AccessPackageID          types.String `tfsdk:"access_package_id"`
	AccessPackageDisplayName types.String `tfsdk:"access_package_display_name"`
	TargetID                 types.String `tfsdk:"target_id"`
	TargetDisplayName        types.String `tfsdk:"target_display_name"`
	ImportID                 types.String `tfsdk:"import_id"`
	JustMade                 types.Bool   `tfsdk:"just_made"`
}

func (d *rulesSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_separation_of_duties_rules"
}

func (d *rulesSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads every separation of duties rule of a catalog, or of all catalogs that the caller may read: a flat list, ready for " +
			"`for_each`, for `import` blocks and for reports.\n\n" +
			"Microsoft Graph has no such list, so each access package is asked for its groups and for its access packages, as many at a time as the service takes.\n\n" +
			construct.ReadingProse + " A caller with a role on some catalogs gets the rules of those.",
		Attributes: map[string]schema.Attribute{
			construct.CatalogAttribute: catalogArgument("The id of the catalog whose access packages to read. Without it, all access packages that the caller may read."),
			"rules": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The rules, ordered by access package, kind and target.",
				NestedObject:        schema.NestedAttributeObject{Attributes: ruleAttributes()},
			},
		},
		Blocks: map[string]schema.Block{construct.TimeoutsBlock: construct.DataTimeouts(ctx)},
	}
}

func ruleAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"just_made": schema.BoolAttribute{
			Computed: true,
			MarkdownDescription: "Whether this run has just made the rule and Microsoft Graph does not list it yet. That `target_display_name` is null does then " +
				"not mean that the target is gone.",
		},
	}
	for name, description := range map[string]string{
		"kind": "What the access package is incompatible with: `group` (a resource `elm_access_package_incompatible_group`) or " +
			"`access_package` (`elm_access_package_incompatible_access_package`).",
		construct.CatalogAttribute:    "The id of the catalog that holds the access package.",
		construct.PackageAttribute:    "The id of the access package that the rule protects.",
		"access_package_display_name": "The name of the access package that the rule protects.",
		"target_id":                   "The id of the group or access package that excludes from it.",
		"target_display_name":         "The name of that group or access package, if it is known: a deleted group has none.",
		"import_id":                   "The id by which the rule is imported: `<access_package_id>/<target_id>`. It is unique among all rules.",
	} {
		attributes[name] = computedText(description)
	}
	return attributes
}

func (d *rulesSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	defer d.Data.NameIDs(&resp.Diagnostics)
	var model rulesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	catalog := construct.Canonical(model.CatalogID, construct.CatalogAttribute, &resp.Diagnostics)
	ctx, cancel := d.WithTimeout(ctx, model.Timeouts, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	rules, err := audit.Rules(ctx, d.Data.Client, catalog)
	if err != nil {
		resp.Diagnostics.Append(catalogError(err, catalog))
		return
	}
	model.Rules = make([]ruleModel, 0, len(rules))
	for _, rule := range rules {
		model.Rules = append(model.Rules, newRuleModel(rule))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func newRuleModel(r audit.Rule) ruleModel {
	return ruleModel{
		Kind:                     types.StringValue(string(r.Kind)),
		CatalogID:                types.StringValue(r.AccessPackage.CatalogID),
		AccessPackageID:          types.StringValue(r.AccessPackage.ID),
		AccessPackageDisplayName: construct.NameOrNull(r.AccessPackage.DisplayName),
		TargetID:                 types.StringValue(r.Target.ID),
		TargetDisplayName:        construct.NameOrNull(r.Target.DisplayName),
		ImportID:                 types.StringValue(r.ImportID()),
		JustMade:                 types.BoolValue(r.Target.JustMade),
	}
}
