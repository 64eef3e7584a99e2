package tenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// NewRules makes the data source elm_separation_of_duties_rules, which reads the rules of the tenant, of a catalog, or
// of an access package.
func NewRules() datasource.DataSource {
	return &source[rulesModel]{
		name: "separation_of_duties_rules",
		markdownDescription: "Lists the separation of duties rules of the tenant, of a catalog, or of an access " +
			"package.\n\nEach access package costs two requests in each plan. Set `catalog_id` if " +
			"one catalog is enough. An access package whose rules can't be read is an error.\n\n" + construct.ReadingProse,
		attributes: rulesAttributes,
		conflicting: []datasource.ConfigValidator{datasourcevalidator.Conflicting( // one would make the other meaningless
			path.MatchRoot(construct.CatalogAttribute), path.MatchRoot(construct.PackageAttribute),
		)},
		read: (*rulesModel).read,
	}
}

type rulesModel struct {
	CatalogID       guid.Value     `tfsdk:"catalog_id"`
	AccessPackageID guid.Value     `tfsdk:"access_package_id"`
	Rules           []ruleModel    `tfsdk:"rules"`
	Timeouts        timeouts.Value `tfsdk:"timeouts"`
}

type ruleModel struct {
	Kind                     types.String `tfsdk:"kind"`
	CatalogID                types.String `tfsdk:"catalog_id"`
	CatalogDisplayName       types.String `tfsdk:"catalog_display_name"`
	AccessPackageID          types.String `tfsdk:"access_package_id"`
	AccessPackageDisplayName types.String `tfsdk:"access_package_display_name"`
	TargetID                 types.String `tfsdk:"target_id"`
	TargetDisplayName        types.String `tfsdk:"target_display_name"`
	ImportID                 types.String `tfsdk:"import_id"`
	Pending                  types.Bool   `tfsdk:"pending"`
}

func rulesAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		construct.CatalogAttribute: catalogArgument(
			"The ID of a catalog. Limits the list to the rules of its access packages.",
		),
		construct.PackageAttribute: schema.StringAttribute{
			CustomType: guid.Type{},
			Optional:   true,
			MarkdownDescription: "The ID of an access package. Limits the list to its rules, and to the rules of other " +
				"access packages that name it as incompatible. Conflicts with `catalog_id`.",
		},
		"rules": schema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: "The rules, ordered by name.",
			NestedObject:        schema.NestedAttributeObject{Attributes: ruleAttributes()},
		},
	}
}

func ruleAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"pending": schema.BoolAttribute{
			Computed: true,
			MarkdownDescription: "Whether this run created the rule and Microsoft Graph doesn't list it yet. A null " +
				"`target_display_name` is then normal.",
		},
	}
	for name, description := range map[string]string{
		"kind":                        "The kind of the rule: `group` or `access_package`.",
		construct.CatalogAttribute:    "The ID of the catalog.",
		"catalog_display_name":        "The name of the catalog. Null if it isn't known.",
		construct.PackageAttribute:    "The ID of the access package that has the rule.",
		"access_package_display_name": "The name of the access package.",
		"target_id":                   "The ID of the incompatible group or access package.",
		"target_display_name":         "The name of the target. Null for a deleted group.",
		"import_id":                   "The import ID of the rule, `<access_package_id>/<target_id>`.",
	} {
		attributes[name] = computedText(description)
	}
	return attributes
}

func (m *rulesModel) read(ctx context.Context, data *construct.Data, diags *diag.Diagnostics) {
	catalog, accessPackage := canonical(m.CatalogID), canonical(m.AccessPackageID)
	var rules []audit.Rule
	var err error
	about := explain.Subject{Attribute: construct.CatalogAttribute, Noun: "catalog", ID: catalog}
	if accessPackage == "" {
		rules, err = audit.Rules(ctx, data.Client, catalog)
	} else {
		about = explain.Subject{Attribute: construct.PackageAttribute, Noun: "access package", ID: accessPackage}
		rules, err = audit.RulesOf(ctx, data.Client, accessPackage)
	}
	if err != nil {
		diags.Append(explain.ReadError(err, about, explain.MayRead))
		return
	}
	m.Rules = make([]ruleModel, 0, len(rules))
	for _, rule := range rules {
		m.Rules = append(m.Rules, newRuleModel(rule))
	}
}

func newRuleModel(r audit.Rule) ruleModel {
	return ruleModel{
		Kind:                     types.StringValue(string(r.Kind)),
		CatalogID:                nameOrNull(r.AccessPackage.CatalogID),
		CatalogDisplayName:       nameOrNull(r.AccessPackage.CatalogName),
		AccessPackageID:          types.StringValue(r.AccessPackage.ID),
		AccessPackageDisplayName: nameOrNull(r.AccessPackage.DisplayName),
		TargetID:                 types.StringValue(r.Target.ID),
		TargetDisplayName:        nameOrNull(r.Target.DisplayName),
		ImportID:                 types.StringValue(r.ImportID()),
		Pending:                  types.BoolValue(r.Target.JustMade),
	}
}
