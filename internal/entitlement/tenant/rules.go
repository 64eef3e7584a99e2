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
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
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
	Rules           types.List     `tfsdk:"rules"`
	Timeouts        timeouts.Value `tfsdk:"timeouts"`
}

var ruleTable = table[evidence.Rule]{
	text("kind", "The kind of the rule: `group` or `access_package`.",
		func(r *evidence.Rule) *string { return (*string)(&r.Kind) }),
	text(construct.CatalogAttribute, "The ID of the catalog.",
		func(r *evidence.Rule) *string { return &r.Catalog.ID }),
	text("catalog_display_name", "The name of the catalog. Null if it isn't known.",
		func(r *evidence.Rule) *string { return r.Catalog.Name }),
	text(construct.PackageAttribute, "The ID of the access package that has the rule.",
		func(r *evidence.Rule) *string { return &r.AccessPackage.ID }),
	text("access_package_display_name", "The name of the access package.",
		func(r *evidence.Rule) *string { return r.AccessPackage.Name }),
	text("target_id", "The ID of the incompatible group or access package.",
		func(r *evidence.Rule) *string { return &r.Target.ID }),
	text("target_display_name", "The name of the target. Null for a deleted group.",
		func(r *evidence.Rule) *string { return r.Target.Name }),
	text("import_id", "The import ID of the rule, `<access_package_id>/<target_id>`.",
		func(r *evidence.Rule) *string { return &r.ImportID }),
	flag("pending", "Whether this run created the rule and Microsoft Graph doesn't list it yet. A null "+
		"`target_display_name` is then normal.", func(r *evidence.Rule) *bool { return &r.Pending }),
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
		rulesAttribute: ruleTable.list("The rules, ordered by name."),
	}
}

func (m *rulesModel) read(ctx context.Context, data *construct.Data, diags *diag.Diagnostics) {
	catalog, accessPackage := canonical(m.CatalogID), canonical(m.AccessPackageID)
	var rules []evidence.Rule
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
	m.Rules = ruleTable.values(rules)
}
