package entitlement_test

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// msgraph stands in for the microsoft/msgraph provider, as far as a CLI needs it to read a state that has an msgraph_resource.
type msgraph struct{}

func (msgraph) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "msgraph"
}
func (msgraph) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse)          {}
func (msgraph) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (msgraph) DataSources(context.Context) []func() datasource.DataSource                        { return nil }

func (msgraph) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return msgraphResource{} }}
}

// msgraphResource keeps what it is given: nothing here reads or writes the service.
type msgraphResource struct{}

func (msgraphResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "msgraph_resource"
}

func (msgraphResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"id":   schema.StringAttribute{Computed: true},
		"url":  schema.StringAttribute{Required: true},
		"body": schema.DynamicAttribute{Optional: true},
	}}
}
func (msgraphResource) Create(context.Context, resource.CreateRequest, *resource.CreateResponse) {}
func (msgraphResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (msgraphResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (msgraphResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
