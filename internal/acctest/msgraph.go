package acctest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// A state that msgraph_resource left, as Terraform writes it.
const MsgraphState = `{
  "version": 4, "terraform_version": "1.11.0", "serial": 1, "lineage": "6a1f8f0e-0000-4000-8000-000000000000", "outputs": {},
  "resources": [{
    "mode": "managed", "type": "msgraph_resource", "name": "link", "provider": "provider[\"registry.terraform.io/microsoft/msgraph\"]",
    "instances": [{"schema_version": 0, "attributes": {
      "id": %[2]q,
      "url": "identityGovernance/entitlementManagement/accessPackages/%[1]s/%[3]s/$ref",
      "body": {"value": {"@odata.id": "https://graph.microsoft.com/v1.0/%[4]s/%[2]s"}, "type": ["object", {"@odata.id": "string"}]}
    }}]
  }]
}`

// Msgraph stands in for the microsoft/msgraph provider, as far as a CLI needs it to read a state that has an msgraph_resource.
type Msgraph struct{}

func (Msgraph) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "msgraph"
}

func (Msgraph) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (Msgraph) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (Msgraph) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (Msgraph) Resources(context.Context) []func() resource.Resource {
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

func (msgraphResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (msgraphResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}

func (msgraphResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
