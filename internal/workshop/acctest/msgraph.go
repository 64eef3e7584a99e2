package acctest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
)

// MSGraphState is a state that msgraph_resource left, as Terraform writes it. It has places for the access package, the
// target, the navigation property and the path of the targets' collection.
const MSGraphState = `{
  "version": 4, "terraform_version": "1.11.0", "serial": 1, "lineage": "6a1f8f0e-0000-4000-8000-000000000000",
  "outputs": {},
  "resources": [{
    "mode": "managed", "type": "msgraph_resource", "name": "link",
    "provider": "provider[\"registry.terraform.io/microsoft/msgraph\"]",
    "instances": [{"schema_version": 0, "attributes": {
      "id": %[2]q,
      "url": "identityGovernance/entitlementManagement/accessPackages/%[1]s/%[3]s/$ref",
      "body": {"value": {"@odata.id": "https://graph.microsoft.com/v1.0/%[4]s/%[2]s"},
        "type": ["object", {"@odata.id": "string"}]}
    }}]
  }]
}`

// MSGraph stands in for the microsoft/msgraph provider, as far as a CLI needs it to read a state that has an
// msgraph_resource.
type MSGraph struct{}

// Metadata names the provider.
func (MSGraph) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "msgraph"
}

// Schema has no arguments.
func (MSGraph) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

// Configure has nothing to do.
func (MSGraph) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

// DataSources has none.
func (MSGraph) DataSources(context.Context) []func() datasource.DataSource { return nil }

// Resources has the one that states of the past hold.
func (MSGraph) Resources(context.Context) []func() resource.Resource {
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
