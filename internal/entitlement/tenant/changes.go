package tenant

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

const (
	sinceAttribute = "since"
	untilAttribute = "until"
)

// NewChanges makes the data source elm_separation_of_duties_changes, which tells who changed rules, by the audit log of
// the directory.
func NewChanges() datasource.DataSource {
	return &source[changesModel]{
		name: "separation_of_duties_changes",
		markdownDescription: "Lists who added and removed separation of duties rules, and when, from the audit log of the " +
			"directory.\n\nMissing properties of an entry are null; `resource_ids` has everything that the entry names. If an " +
			"entry names two access packages, the provider assumes that the first one has the rule, which isn't " +
			"verified on a live tenant.\n\n**[Permissions](../guides/permissions.md):** `AuditLog.Read.All`.",
		attributes: changesAttributes,
		validate:   validateSpan,
		read:       (*changesModel).read,
	}
}

type changesModel struct {
	Since             types.String   `tfsdk:"since"`
	Until             types.String   `tfsdk:"until"`
	AccessPackageID   guid.Value     `tfsdk:"access_package_id"`
	IncludeActorNames types.Bool     `tfsdk:"include_actor_names"`
	Changes           types.List     `tfsdk:"changes"`
	Timeouts          timeouts.Value `tfsdk:"timeouts"`
}

func changesAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		sinceAttribute: requiredText("The earliest time, such as `2026-11-01T00:00:00Z`."),
		untilAttribute: optionalText("The latest time. Defaults to now."),
		construct.PackageAttribute: schema.StringAttribute{
			CustomType:          guid.Type{},
			Optional:            true,
			MarkdownDescription: "The ID of an access package. Limits the list to entries that may be about it.",
		},
		"include_actor_names": optionalBool(
			"Whether to include the names of actors. They are personal data and are stored in the Terraform " +
				"state.",
		),
		"changes": changeTable(false).list("The changes, the earliest first."),
	}
}

// validateSpan refuses what is no time, and a time that ends before it begins.
func validateSpan(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) {
	var since, until types.String
	diags.Append(config.GetAttribute(ctx, path.Root(sinceAttribute), &since)...)
	diags.Append(config.GetAttribute(ctx, path.Root(untilAttribute), &until)...)
	readSpan(since, until, diags)
}

// readSpan reads the times as far as they are known.
func readSpan(since, until types.String, diags *diag.Diagnostics) (from, to time.Time) {
	from, to = readTime(since, path.Root(sinceAttribute), diags), readTime(until, path.Root(untilAttribute), diags)
	if !from.IsZero() && !to.IsZero() && to.Before(from) {
		diags.AddAttributeError(path.Root(untilAttribute), "Time span ends before it begins", fmt.Sprintf(
			"`%s` is %s, which is before `%s`, %s.",
			untilAttribute,
			until.ValueString(),
			sinceAttribute,
			since.ValueString(),
		))
	}
	return from, to
}

// refuseFuture refuses a period that hasn't begun, whose empty list would look like a quiet audit log.
func refuseFuture(since, now time.Time, at path.Path, diags *diag.Diagnostics) {
	if since.After(now) {
		diags.AddAttributeError(at, "Time in the future", fmt.Sprintf(
			"`%s` is %s, which is in the future, so there can't be any changes. Set an earlier time.",
			at, since.UTC().Format(time.RFC3339),
		))
	}
}

func (m *changesModel) read(ctx context.Context, data *construct.Data, diags *diag.Diagnostics) {
	since, until := readSpan(m.Since, m.Until, diags)
	refuseFuture(since, data.Client.Clock().Now(), path.Root(sinceAttribute), diags)
	if diags.HasError() {
		return
	}
	found, err := audit.Changes(ctx, data.Client, since, until, canonical(m.AccessPackageID))
	if err != nil {
		diags.Append(explain.Error(err, explain.MayReadAuditLog))
		return
	}
	m.Changes = changeTable(m.IncludeActorNames.ValueBool()).values(found)
}
