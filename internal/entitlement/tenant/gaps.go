package tenant

import (
	"context"
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
	CatalogID                guid.Value               `tfsdk:"catalog_id"`
	Accept                   []string                 `tfsdk:"accept"`
	IncludeOutside           types.Bool               `tfsdk:"include_outside"`
	Gaps                     []gapModel               `tfsdk:"gaps"`
	UnreadableAccessPackages []unreadablePackageModel `tfsdk:"unreadable_access_packages"`
	UnreadableGroups         []unreadableGroupModel   `tfsdk:"unreadable_groups"`
	StaleAccepts             []string                 `tfsdk:"stale_accepts"`
	Timeouts                 timeouts.Value           `tfsdk:"timeouts"`
}

type unreadablePackageModel struct {
	AccessPackageID          types.String `tfsdk:"access_package_id"`
	AccessPackageDisplayName types.String `tfsdk:"access_package_display_name"`
	CatalogID                types.String `tfsdk:"catalog_id"`
	CatalogDisplayName       types.String `tfsdk:"catalog_display_name"`
}

type unreadableGroupModel struct {
	GroupID          types.String `tfsdk:"group_id"`
	GroupDisplayName types.String `tfsdk:"group_display_name"`
	Reason           types.String `tfsdk:"reason"`
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
		"gaps": schema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: "The gaps, ordered by name.",
			NestedObject:        schema.NestedAttributeObject{Attributes: gapAttributes()},
		},
		"unreadable_access_packages": schema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: "Access packages that the caller isn't allowed to read. Gaps through them aren't found.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				construct.PackageAttribute:    computedText("The ID of the access package."),
				"access_package_display_name": computedText("The name of the access package. Null if it isn't known."),
				construct.CatalogAttribute:    computedText("The ID of its catalog. Null if it isn't known."),
				"catalog_display_name":        computedText("The name of its catalog. Null if it isn't known."),
			}},
		},
		"unreadable_groups": schema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: "Groups that `frozen` or `outside` need, and that the caller isn't allowed to read.",
			NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
				groupAttribute:       computedText("The object ID of the group."),
				"group_display_name": computedText("The name of the group. Null if it isn't known."),
				"reason":             computedText("The reason, as a sentence."),
			}},
		},
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
	m.fill(report)
	warnOfUnreadable(report, diags)
}

func (m *gapsModel) fill(report *audit.GapReport) {
	accepted, used := map[string]bool{}, map[string]bool{} // in lower case, like the IDs of gaps and rules
	for _, id := range m.Accept {
		accepted[strings.ToLower(id)] = true
	}
	m.Gaps = make([]gapModel, 0, len(report.Gaps))
	for _, g := range report.Gaps {
		used[g.ID()], used[g.ImportID()] = true, true
		m.Gaps = append(m.Gaps, newGapModel(&g, accepted[g.ID()] || accepted[g.ImportID()]))
	}
	m.UnreadableAccessPackages = make([]unreadablePackageModel, 0, len(report.UnreadablePackages))
	for _, p := range report.UnreadablePackages {
		m.UnreadableAccessPackages = append(m.UnreadableAccessPackages, unreadablePackageModel{
			types.StringValue(p.ID),
			nameOrNull(p.DisplayName),
			nameOrNull(p.CatalogID),
			nameOrNull(p.CatalogName),
		})
	}
	m.UnreadableGroups = make([]unreadableGroupModel, 0, len(report.UnreadableGroups))
	for _, g := range report.UnreadableGroups {
		m.UnreadableGroups = append(m.UnreadableGroups, unreadableGroupModel{
			types.StringValue(g.ID), nameOrNull(g.DisplayName), types.StringValue(g.Reason),
		})
	}
	m.StaleAccepts = []string{}
	for _, id := range m.Accept {
		if lower := strings.ToLower(id); !used[lower] && m.wasLookedFor(report, lower) {
			m.StaleAccepts = append(m.StaleAccepts, id)
		}
	}
}

// wasLookedFor reports whether an accepted gap would have been found if it existed. A catalog lacks the access packages
// of the others, and so does a tenant whose caller may not read some.
func (m *gapsModel) wasLookedFor(report *audit.GapReport, gap string) bool {
	outside := strings.HasPrefix(gap, string(evidence.GapOutside)+" ")
	return m.CatalogID.IsNull() && len(report.UnreadablePackages)+len(report.UnreadableGroups) == 0 &&
		(m.IncludeOutside.ValueBool() || !outside)
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
