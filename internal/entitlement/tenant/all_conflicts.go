package tenant

import (
	"context"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

var _ datasource.DataSourceWithConfigure = (*allConflictsSource)(nil)

// allConflictsSource counts who is in conflict with each rule of a catalog or of the tenant, and reads each list once.
type allConflictsSource struct{ construct.Source }

// NewAllConflicts makes the data source elm_separation_of_duties_conflicts.
func NewAllConflicts() datasource.DataSource { return &allConflictsSource{} }

type allConflictsModel struct {
	CatalogID         guid.Value      `tfsdk:"catalog_id"`
	Kinds             []audit.Kind    `tfsdk:"kinds"`
	IncludeObjectIDs  types.Bool      `tfsdk:"include_object_ids"`
	IncludeDelivering types.Bool      `tfsdk:"include_delivering"`
	Conflicts         []conflictModel `tfsdk:"conflicts"`
	Timeouts          timeouts.Value  `tfsdk:"timeouts"`
}

// conflictModel is a rule with those who are in conflict with it.
type conflictModel struct {
	ruleModel
	holdersModel

	Uncounted types.String `tfsdk:"uncounted"`
}

func (d *allConflictsSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_separation_of_duties_conflicts"
}

func (d *allConflictsSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	conflict := ruleAttributes()
	maps.Copy(conflict, holdersAttributes())
	conflict["uncounted"] = schema.StringAttribute{
		Computed: true,
		MarkdownDescription: "Why nobody was counted, in a sentence: the group is gone, or the caller may not read the group's members or the assignments of " +
			"the access package on the other side. Null where the counts are numbers.",
	}
	attributes := map[string]schema.Attribute{
		construct.CatalogAttribute: catalogArgument("The id of the catalog whose access packages to look at. Without it, all access packages that the caller may read."),
		"kinds": schema.SetAttribute{
			ElementType: types.StringType,
			Optional:    true,
			MarkdownDescription: "The kinds of rules to count: `group`, which needs `GroupMember.Read.All` too, and `access_package`. Both by default; rules " +
				"of the other kind are left out.",
			Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.ValueStringsAre(stringvalidator.OneOf(ruleKinds()...))},
		},
		"conflicts": schema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: "Every rule, also those that nobody is in conflict with, ordered by access package, kind and target.",
			NestedObject:        schema.NestedAttributeObject{Attributes: conflict},
		},
	}
	maps.Copy(attributes, holdersOptions())
	resp.Schema = schema.Schema{
		MarkdownDescription: "Counts, for every separation of duties rule of a catalog or of the tenant, those who hold the access package and are on the " +
			"other side of the rule too. Rules take nothing away from them.\n\n" +
			"Each list is read once: the rules and the assignments of an access package, the members of a group. However many rules there are, this is " +
			"the least that Microsoft Graph can be asked; an `elm_access_package_conflicts` for each rule asks for most lists again and again.\n\n" +
			"Only delivered assignments count, unless `include_delivering` is set, and each holder counts once in each rule. A rule between two access " +
			"packages in both directions is two rules with the same holders.\n\n" +
			construct.ReadingProse + " Rules about groups take the permission `GroupMember.Read.All` besides.",
		Attributes: attributes,
		Blocks:     map[string]schema.Block{construct.TimeoutsBlock: construct.DataTimeouts(ctx)},
	}
}

func ruleKinds() []string {
	names := make([]string, 0, len(audit.Kinds))
	for _, k := range audit.Kinds {
		names = append(names, string(k))
	}
	return names
}

func (d *allConflictsSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	defer d.Data.NameIDs(&resp.Diagnostics)
	var model allConflictsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	catalog := construct.Canonical(model.CatalogID, construct.CatalogAttribute, &resp.Diagnostics)
	ctx, cancel := d.WithTimeout(ctx, model.Timeouts, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	report, err := audit.Conflicts(ctx, d.Data.Client, audit.ConflictOptions{CatalogID: catalog, Kinds: model.Kinds, Stage: stageOf(model.IncludeDelivering)})
	if err != nil {
		resp.Diagnostics.Append(catalogError(err, catalog))
		return
	}
	warnOfUncounted(report, &resp.Diagnostics)
	model.Conflicts = make([]conflictModel, 0, len(report.Conflicts))
	for _, c := range report.Conflicts {
		model.Conflicts = append(model.Conflicts, conflictModel{
			ruleModel:    newRuleModel(c.Rule),
			holdersModel: newHoldersModel(ctx, c.Holders, model.IncludeObjectIDs.ValueBool(), &resp.Diagnostics),
			Uncounted:    construct.NameOrNull(c.NotCounted),
		})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func warnOfUncounted(report *audit.ConflictReport, diags *diag.Diagnostics) {
	if len(report.UnreadableAssignments) > 0 {
		diags.AddWarning("Some rules are not counted", "The caller may not read the assignments of these access packages, which rules of others name. The rules have "+
			"no counts and say why in `uncounted`. It takes the entitlement management role \"Catalog reader\" on their catalogs too, or the permission "+
			"EntitlementManagement.Read.All:\n"+bullets(report.UnreadableAssignments))
	}
	if len(report.UnreadableMembers) > 0 {
		diags.AddWarning("Some rules about groups are not counted", "The caller may not read the members of these groups, though those of others. The rules have no counts "+
			"and say why in `uncounted`. A group with hidden membership takes the permission Member.Read.Hidden besides:\n"+bullets(report.UnreadableMembers))
	}
}

func bullets(ids []string) string { return "\n* " + strings.Join(ids, "\n* ") }
