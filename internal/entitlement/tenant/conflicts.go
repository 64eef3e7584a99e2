package tenant

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

var (
	_ datasource.DataSourceWithConfigure        = (*conflictsSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*conflictsSource)(nil)
	_ datasource.DataSourceWithValidateConfig   = (*conflictsSource)(nil)
)

// conflictsSource counts holders in conflict with the rules of the tenant or of a catalog, or with a few rules.
type conflictsSource struct{ construct.Source }

// NewConflicts makes the data source elm_separation_of_duties_conflicts.
func NewConflicts() datasource.DataSource {
	return &conflictsSource{construct.NewSource("separation_of_duties_conflicts")}
}

type conflictsModel struct {
	CatalogID         guid.Value      `tfsdk:"catalog_id"`
	Kinds             []evidence.Kind `tfsdk:"kinds"`
	Rules             types.List      `tfsdk:"rules"`
	InForceSince      types.Map       `tfsdk:"in_force_since"`
	ChangedSince      types.String    `tfsdk:"changed_since"`
	IncludeObjectIDs  types.Bool      `tfsdk:"include_object_ids"`
	IncludeDelivering types.Bool      `tfsdk:"include_delivering"`
	Conflicts         []conflictModel `tfsdk:"conflicts"`
	Timeouts          timeouts.Value  `tfsdk:"timeouts"`
}

func (d *conflictsSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Counts the holders in conflict with separation of duties rules. A " +
			"[conflict](../guides/concepts.md#conflict) means that someone has both the access package and what its rule " +
			"excludes.\n\nCounts include members of nested groups, and each holder once per rule. Two rules in opposite " +
			"directions have the same holders. A rule that couldn't be counted has null counts and a `not_counted_reason`.\n\n" +
			construct.ReadingProse + " Rules about groups also require `GroupMember.Read.All`; `changed_since` requires " +
			"`AuditLog.Read.All`.",
		Attributes: conflictsAttributes(),
		Blocks:     map[string]schema.Block{construct.TimeoutsBlock: construct.DataTimeouts(ctx)},
	}
}

// ConfigValidators refuse a scope beside a list of rules.
func (d *conflictsSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	rules := path.MatchRoot(rulesAttribute)
	return []datasource.ConfigValidator{
		datasourcevalidator.Conflicting(rules, path.MatchRoot(construct.CatalogAttribute)),
		datasourcevalidator.Conflicting(rules, path.MatchRoot("kinds")),
	}
}

// ValidateConfig refuses rules that name none or both of the targets, and what is no time.
func (d *conflictsSource) ValidateConfig(
	ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse,
) {
	var rules types.List
	var since types.Map
	var changedSince types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(rulesAttribute), &rules)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(inForceSinceAttribute), &since)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(changedSinceAttribute), &changedSince)...)
	readPairs(ctx, rules, &resp.Diagnostics)
	readTimes(since, &resp.Diagnostics)
	readTime(changedSince, path.Root(changedSinceAttribute), &resp.Diagnostics)
}

func (d *conflictsSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	defer d.Data.NameIDs(&resp.Diagnostics)
	var model conflictsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	options := audit.ConflictOptions{
		CatalogID:    construct.Canonical(model.CatalogID, construct.CatalogAttribute, &resp.Diagnostics),
		Kinds:        model.Kinds,
		Pairs:        readPairs(ctx, model.Rules, &resp.Diagnostics),
		Stage:        stageOf(model.IncludeDelivering),
		InForceSince: readTimes(model.InForceSince, &resp.Diagnostics),
		LogSince:     readTime(model.ChangedSince, path.Root(changedSinceAttribute), &resp.Diagnostics),
	}
	refuseFuture(options.LogSince, d.Data.Client.Clock().Now(), path.Root(changedSinceAttribute), &resp.Diagnostics)
	ctx, cancel := d.WithTimeout(ctx, model.Timeouts, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	report := &audit.ConflictReport{}
	if model.Rules.IsNull() || len(options.Pairs) > 0 {
		var err error
		if report, err = audit.Conflicts(ctx, d.Data.Client, options); err != nil {
			argument := construct.CatalogAttribute
			if len(options.Pairs) > 0 {
				argument = rulesAttribute
			}
			resp.Diagnostics.Append(auditError(err, argument))
			return
		}
	}
	warnOfUncounted(report, &resp.Diagnostics)
	model.Conflicts = make([]conflictModel, 0, len(report.Conflicts))
	for _, c := range report.Conflicts {
		model.Conflicts = append(
			model.Conflicts, newConflictModel(ctx, c, model.IncludeObjectIDs.ValueBool(), &resp.Diagnostics),
		)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

func stageOf(includeDelivering types.Bool) graph.Stage {
	if includeDelivering.ValueBool() {
		return graph.Delivering
	}
	return graph.Delivered
}

func warnOfUncounted(report *audit.ConflictReport, diags *diag.Diagnostics) {
	if len(report.UnreadableAssignments) > 0 {
		diags.AddWarning(
			"Some rules aren't counted",
			"The caller isn't allowed to read the assignments of these access packages, which are targets of rules. The rules "+
				"have null counts and a `not_counted_reason`. Assign the entitlement management role \"Catalog reader\" on their "+
				"catalogs, or grant EntitlementManagement.Read.All.\n"+bullets(report.UnreadableAssignments),
		)
	}
	if len(report.UnreadableMembers) > 0 {
		diags.AddWarning(
			"Some rules about groups aren't counted",
			"The caller isn't allowed to read the members of these groups, which are targets of rules. The rules have null "+
				"counts and a `not_counted_reason`. Grant GroupMember.Read.All, and Member.Read.Hidden for groups with hidden "+
				"membership.\n"+bullets(report.UnreadableMembers),
		)
	}
}

func bullets(ids []string) string { return "\n* " + strings.Join(ids, "\n* ") }
