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
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

var (
	_ datasource.DataSourceWithConfigure      = (*changesSource)(nil)
	_ datasource.DataSourceWithValidateConfig = (*changesSource)(nil)
)

const (
	sinceAttribute = "since"
	untilAttribute = "until"
)

// changesSource tells who changed rules, by the audit log of the directory.
type changesSource struct{ construct.Source }

// NewChanges makes the data source elm_separation_of_duties_changes.
func NewChanges() datasource.DataSource {
	return &changesSource{construct.NewSource("separation_of_duties_changes")}
}

type changesModel struct {
	Since             types.String   `tfsdk:"since"`
	Until             types.String   `tfsdk:"until"`
	AccessPackageID   guid.Value     `tfsdk:"access_package_id"`
	IncludeActorNames types.Bool     `tfsdk:"include_actor_names"`
	Changes           []changeModel  `tfsdk:"changes"`
	Timeouts          timeouts.Value `tfsdk:"timeouts"`
}

func (d *changesSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists who added and removed separation of duties rules, and when, from the audit log of the " +
			"directory.\n\nMissing properties of an entry are null; `resource_ids` has everything that the entry names. If an " +
			"entry names two access packages, the provider assumes that the first one has the rule, which isn't " +
			"verified on a live tenant.\n\n**[Permissions](../guides/permissions.md):** `AuditLog.Read.All`.",
		Attributes: map[string]schema.Attribute{
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
			"changes": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The changes, the earliest first.",
				NestedObject:        schema.NestedAttributeObject{Attributes: changeAttributes()},
			},
		},
		Blocks: map[string]schema.Block{construct.TimeoutsBlock: construct.DataTimeouts(ctx)},
	}
}

// ValidateConfig refuses what is no time, and a time that ends before it begins.
func (d *changesSource) ValidateConfig(
	ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse,
) {
	var since, until types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(sinceAttribute), &since)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(untilAttribute), &until)...)
	readSpan(since, until, &resp.Diagnostics)
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

func (d *changesSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	defer d.Data.NameIDs(&resp.Diagnostics)
	var model changesModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	accessPackage := construct.Canonical(model.AccessPackageID, construct.PackageAttribute, &resp.Diagnostics)
	since, until := readSpan(model.Since, model.Until, &resp.Diagnostics)
	refuseFuture(since, d.Data.Client.Clock().Now(), path.Root(sinceAttribute), &resp.Diagnostics)
	ctx, cancel := d.WithTimeout(ctx, model.Timeouts, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := audit.Changes(ctx, d.Data.Client, since, until, accessPackage)
	if err != nil {
		resp.Diagnostics.Append(explain.Error(err, explain.MayReadAuditLog))
		return
	}
	model.Changes = make([]changeModel, 0, len(found))
	for _, change := range found {
		model.Changes = append(
			model.Changes, newChangeModel(ctx, change, model.IncludeActorNames.ValueBool(), &resp.Diagnostics),
		)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}
