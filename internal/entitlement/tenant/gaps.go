package tenant

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/report/decision"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// NewGaps makes the data source elm_separation_of_duties_gaps, which finds the gaps in the rules of a catalog or of the
// tenant.
func NewGaps() datasource.DataSource {
	return &source[gapsModel]{
		name: "separation_of_duties_gaps",
		markdownDescription: "Finds gaps in the separation of duties rules of a catalog or of the tenant. A " +
			"[gap](../guides/concepts.md#gap) is a path to access that a rule is meant to prevent.\n\n" +
			"| `kind` | Finding |\n|---|---|\n" +
			"| `bypass` | A excludes holders of B, but not holders of C, which grants a role that B grants and A doesn't |\n" +
			"| `inherent` | One access package alone grants roles of both objects of a rule |\n" +
			"| `group_only` | A excludes members of a group, but not holders of an access package that grants the " +
			"membership |\n" +
			"| `one_way` | A excludes holders of B, but holders of A can still request B |\n" +
			"| `outside` | Users who don't hold B are members of a group that B grants, so A's rule about B doesn't see " +
			"them. Only with `include_outside` |\n" +
			"| `frozen` | A excludes members of a dynamic group whose membership no longer changes |\n" +
			"| `automatic` | A policy assigns A automatically, without a request. Microsoft doesn't document that rules " +
			"stop it |\n" +
			"| `dangling` | The incompatible access package no longer exists, or the incompatible group has no name |\n" +
			"| `self_lockout` | A grants membership of a group that it excludes, so its holders can't extend it |\n\n" +
			"**How roles are compared.** An eligible role counts as granted. An Azure role on a scope also covers the scopes " +
			"below it, which the provider recognizes by their IDs. The provider treats every subscription as below every " +
			"management group.\n\n" +
			"**The analysis can't see** groups inside groups, and owners of a group who add themselves.\n\n" +
			construct.ReadingProse +
			" `frozen` and `outside` also require `GroupMember.Read.All`, and membership rules require `Group.Read.All`.",
		attributes: gapsAttributes,
		read:       (*gapsModel).read,
	}
}

type gapsModel struct {
	CatalogID                guid.Value     `tfsdk:"catalog_id"`
	Accept                   []string       `tfsdk:"accept"`
	IncludeOutside           types.Bool     `tfsdk:"include_outside"`
	Gaps                     types.List     `tfsdk:"gaps"`
	UnreadableAccessPackages types.List     `tfsdk:"unreadable_access_packages"`
	UnreadableGroups         types.List     `tfsdk:"unreadable_groups"`
	StaleAccepts             []string       `tfsdk:"stale_accepts"`
	Timeouts                 timeouts.Value `tfsdk:"timeouts"`
}

func gapsAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		construct.CatalogAttribute: catalogArgument(
			"The ID of a catalog. Limits the analysis to its access packages, and to those of other catalogs that " +
				"their rules name.",
		),
		"accept": schema.SetAttribute{
			ElementType: types.StringType,
			Optional:    true,
			MarkdownDescription: "Accepted gaps: the `id` of a gap, or the import ID of a rule for all its gaps. " +
				"They stay in `gaps`.",
			Validators: []validator.Set{setvalidator.NoNullValues()},
		},
		"include_outside": optionalBool(
			"Whether to look for gaps of kind `outside`. This lists the members of each group that a target grants.",
		),
		"gaps": gapTable.list("The gaps, ordered by name."),
		"unreadable_access_packages": unreadablePackageTable.list(
			"Access packages that the caller isn't allowed to read. Gaps through them aren't found.",
		),
		"unreadable_groups": unreadableGroupTable.list(
			"Groups that `frozen` or `outside` need, and that the caller isn't allowed to read.",
		),
		"stale_accepts": schema.SetAttribute{
			ElementType: types.StringType,
			Computed:    true,
			MarkdownDescription: "Elements of `accept` without a gap. Remove them. Empty with `catalog_id`, and " +
				"if something couldn't be read, because the gap may exist.",
		},
	}
}

func (m *gapsModel) read(ctx context.Context, data *construct.Data, diags *diag.Diagnostics) {
	options := audit.GapOptions{CatalogID: canonical(m.CatalogID), Outside: m.IncludeOutside.ValueBool()}
	report, err := audit.Gaps(ctx, data.Client, options)
	if err != nil {
		diags.Append(auditError(err, construct.CatalogAttribute))
		return
	}
	m.accept(report)
	m.Gaps = gapTable.values(report.Gaps)
	m.UnreadableAccessPackages = unreadablePackageTable.values(report.UnreadablePackages)
	m.UnreadableGroups = unreadableGroupTable.values(report.UnreadableGroups)
	warnOfUnreadable(report, diags)
}

// accept marks the accepted gaps, and finds what is accepted without a gap.
func (m *gapsModel) accept(report *audit.GapReport) {
	document := &evidence.Document{
		NotRead: report.NotRead(), GapsExamined: true, OutsideExamined: m.IncludeOutside.ValueBool(),
	}
	if catalog := canonical(m.CatalogID); catalog != "" {
		document.Scope = []string{catalog}
	}
	for _, g := range report.Gaps {
		document.Gaps = append(document.Gaps, g.Gap)
	}
	decision.JudgeGaps(document, m.Accept)
	for i := range document.Gaps {
		report.Gaps[i].Accepted = document.Gaps[i].Accepted
	}
	m.StaleAccepts = []string{}
	for _, id := range m.Accept {
		if _, stale := slices.BinarySearch(document.StaleAccepts, strings.ToLower(id)); stale {
			m.StaleAccepts = append(m.StaleAccepts, id)
		}
	}
}

func warnOfUnreadable(report *audit.GapReport, diags *diag.Diagnostics) {
	if len(report.UnreadablePackages) > 0 {
		diags.AddWarning(
			"Some access packages can't be read",
			"Gaps through the access packages in `unreadable_access_packages` aren't found. Assign the entitlement "+
				"management role \"Catalog reader\" on their catalogs, or grant EntitlementManagement.Read.All.",
		)
	}
	if len(report.UnreadableGroups) > 0 {
		diags.AddWarning(
			"Some groups can't be read",
			"Gaps of kinds `frozen` and `outside` aren't found for the groups in `unreadable_groups`. Grant "+
				"GroupMember.Read.All, and Group.Read.All for membership rules.",
		)
	}
}
