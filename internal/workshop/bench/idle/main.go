// Command idle is a Terraform provider that does nothing, written as the framework's scaffolding does: what the
// framework itself costs.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

func main() {
	err := providerserver.Serve(
		context.Background(),
		func() provider.Provider { return idle{} },
		providerserver.ServeOpts{
			Address: "registry.terraform.io/entra-elm/idle", ProtocolVersion: 6,
		},
	)
	if err != nil {
		log.Fatal(err)
	}
}

type idle struct{}

func (idle) Metadata(_ context.Context, _ provider.MetadataRequest, response *provider.MetadataResponse) {
	response.TypeName = "idle"
}

func (idle) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (idle) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (idle) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (idle) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return link{} }}
}
