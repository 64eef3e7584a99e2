// Package tenant has the data sources about a whole catalog or tenant: schemas, and what the audit found in
// Terraform's types.
package tenant

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
)

var (
	_ datasource.DataSourceWithConfigure        = (*source[timeouts.Value])(nil)
	_ datasource.DataSourceWithConfigValidators = (*source[timeouts.Value])(nil)
	_ datasource.DataSourceWithValidateConfig   = (*source[timeouts.Value])(nil)
)

// source is a data source whose configuration and results are in the model M.
type source[M any] struct {
	data *construct.Data

	name                string // after the provider's prefix
	markdownDescription string
	attributes          func() map[string]schema.Attribute
	conflicting         []datasource.ConfigValidator
	validate            func(context.Context, tfsdk.Config, *diag.Diagnostics) // nil where the schema says it all

	// read fills the results. They reach the state unless there is an error.
	read func(*M, context.Context, *construct.Data, *diag.Diagnostics)
}

// Metadata names the type.
func (d *source[M]) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + d.name
}

func (d *source[M]) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	opts := timeouts.Opts{ReadDescription: construct.TimeoutForm}
	block, _ := timeouts.BlockWithOpts(ctx, opts).(schema.SingleNestedBlock)
	read, _ := block.Attributes["read"].(schema.StringAttribute)
	read.Validators = append(read.Validators, construct.PositiveDuration{})
	block.Attributes["read"] = read
	resp.Schema = schema.Schema{
		MarkdownDescription: d.markdownDescription,
		Attributes:          d.attributes(),
		Blocks:              map[string]schema.Block{construct.TimeoutsBlock: block},
	}
}

// Configure takes what the provider prepared.
func (d *source[M]) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.data = construct.Configured(req.ProviderData, &resp.Diagnostics)
}

func (d *source[M]) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return d.conflicting
}

func (d *source[M]) ValidateConfig(
	ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse,
) {
	if d.validate != nil {
		d.validate(ctx, req.Config, &resp.Diagnostics)
	}
}

func (d *source[M]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	defer d.data.NameIDs(&resp.Diagnostics)
	var model M
	var limit timeouts.Value
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(construct.TimeoutsBlock), &limit)...)
	timeout, more := limit.Read(ctx, construct.DefaultTimeout)
	resp.Diagnostics.Append(more...)
	ctx, cancel := d.data.EndAfter(ctx, timeout)
	defer cancel()
	if !resp.Diagnostics.HasError() {
		d.read(&model, ctx, d.data, &resp.Diagnostics)
	}
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
	}
}
