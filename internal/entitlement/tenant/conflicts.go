package tenant

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// NewConflicts makes the data source elm_separation_of_duties_conflicts, which counts holders in conflict with the
// rules of the tenant or of a catalog, or with a few rules.
func NewConflicts() datasource.DataSource {
	rules := path.MatchRoot(rulesAttribute)
	return &source[conflictsModel]{
		name: "separation_of_duties_conflicts",
		markdownDescription: "Counts the holders in conflict with separation of duties rules. A " +
			"[conflict](../guides/concepts.md#conflict) means that someone has both the access package and what its rule " +
			"excludes.\n\nCounts include members of nested groups, and each holder once per rule. Two rules in opposite " +
			"directions have the same holders. A rule that couldn't be counted has null counts and a `not_counted_reason`.\n\n" +
			construct.ReadingProse + " Rules about groups also require `GroupMember.Read.All`; `changed_since` requires " +
			"`AuditLog.Read.All`.",
		attributes: conflictsAttributes,
		conflicting: []datasource.ConfigValidator{
			datasourcevalidator.Conflicting(rules, path.MatchRoot(construct.CatalogAttribute)),
			datasourcevalidator.Conflicting(rules, path.MatchRoot("kinds")),
		},
		validate: validateConflicts,
		read:     (*conflictsModel).read,
	}
}

type conflictsModel struct {
	CatalogID         guid.Value      `tfsdk:"catalog_id"`
	Kinds             []evidence.Kind `tfsdk:"kinds"`
	Rules             types.List      `tfsdk:"rules"`
	InForceSince      types.Map       `tfsdk:"in_force_since"`
	ChangedSince      types.String    `tfsdk:"changed_since"`
	IncludeObjectIDs  types.Bool      `tfsdk:"include_object_ids"`
	IncludeDelivering types.Bool      `tfsdk:"include_delivering"`
	Conflicts         types.List      `tfsdk:"conflicts"`
	Timeouts          timeouts.Value  `tfsdk:"timeouts"`
}

// validateConflicts refuses rules that name none or both of the targets, and what is no time.
func validateConflicts(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) {
	var rules types.List
	var since types.Map
	var changedSince types.String
	diags.Append(config.GetAttribute(ctx, path.Root(rulesAttribute), &rules)...)
	diags.Append(config.GetAttribute(ctx, path.Root(inForceSinceAttribute), &since)...)
	diags.Append(config.GetAttribute(ctx, path.Root(changedSinceAttribute), &changedSince)...)
	readPairs(ctx, rules, diags)
	readTimes(since, diags)
	readTime(changedSince, path.Root(changedSinceAttribute), diags)
}

func (m *conflictsModel) read(ctx context.Context, data *construct.Data, diags *diag.Diagnostics) {
	options := audit.ConflictOptions{
		CatalogID:    canonical(m.CatalogID),
		Kinds:        m.Kinds,
		Pairs:        readPairs(ctx, m.Rules, diags),
		Stage:        stageOf(m.IncludeDelivering),
		InForceSince: readTimes(m.InForceSince, diags),
		LogSince:     readTime(m.ChangedSince, path.Root(changedSinceAttribute), diags),
	}
	refuseFuture(options.LogSince, data.Client.Clock().Now(), path.Root(changedSinceAttribute), diags)
	if diags.HasError() {
		return
	}
	report := &audit.ConflictReport{}
	if m.Rules.IsNull() || len(options.Pairs) > 0 {
		var err error
		if report, err = audit.Conflicts(ctx, data.Client, options); err != nil {
			argument := construct.CatalogAttribute
			if len(options.Pairs) > 0 {
				argument = rulesAttribute
			}
			diags.Append(auditError(err, argument))
			return
		}
	}
	warnOfUncounted(report, diags)
	m.Conflicts = conflictTable(m.IncludeObjectIDs.ValueBool()).values(report.Conflicts)
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
