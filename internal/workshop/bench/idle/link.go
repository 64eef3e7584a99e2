package main

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// link has the attributes of elm_access_package_incompatible_group, and remembers them.
type link struct{}

type model struct {
	ID              types.String `tfsdk:"id"`
	CatalogID       types.String `tfsdk:"catalog_id"`
	AccessPackageID types.String `tfsdk:"access_package_id"`
	GroupID         types.String `tfsdk:"group_id"`
}

func (link) Metadata(_ context.Context, _ resource.MetadataRequest, response *resource.MetadataResponse) {
	response.TypeName = "idle_link"
}

func (link) Schema(_ context.Context, _ resource.SchemaRequest, response *resource.SchemaResponse) {
	response.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Computed:      true,
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"catalog_id":        schema.StringAttribute{Required: true},
		"access_package_id": schema.StringAttribute{Required: true},
		"group_id":          schema.StringAttribute{Required: true},
	}}
}

func (link) Create(ctx context.Context, request resource.CreateRequest, response *resource.CreateResponse) {
	var m model
	response.Diagnostics.Append(request.Plan.Get(ctx, &m)...)
	m.ID = types.StringValue(m.AccessPackageID.ValueString() + "/" + m.GroupID.ValueString())
	response.Diagnostics.Append(response.State.Set(ctx, &m)...)
}

func (link) Read(ctx context.Context, request resource.ReadRequest, response *resource.ReadResponse) {
	var m model
	response.Diagnostics.Append(request.State.Get(ctx, &m)...)
	response.Diagnostics.Append(response.State.Set(ctx, &m)...)
}

func (link) Update(_ context.Context, request resource.UpdateRequest, response *resource.UpdateResponse) {
	response.State.Raw = request.Plan.Raw
}

func (link) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
