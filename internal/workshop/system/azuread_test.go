package system_test

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// azuread stands in for the hashicorp/azuread provider, as far as the guide on using both needs it: what its resources make is in the
// emulated tenant from then on.
type azuread struct{ tenant *emulator.Tenant }

const azureadCatalog = "ca7a1090-0000-4000-8000-000000000070"

func (azuread) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "azuread"
}

func (azuread) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (azuread) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (azuread) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (a azuread) Resources(context.Context) []func() resource.Resource {
	required, optional, computed := schema.StringAttribute{Required: true}, schema.BoolAttribute{Optional: true}, schema.StringAttribute{Computed: true}
	return []func() resource.Resource{
		func() resource.Resource {
			return azureadResource{
				name: "azuread_group", id: "/groups/" + acctest.Group(70),
				attributes: map[string]schema.Attribute{"id": computed, "object_id": computed, "display_name": required, "security_enabled": optional},
				add: func(string) error {
					return a.tenant.AddGroup(emulator.Group{ID: acctest.Group(70), SecurityEnabled: true})
				},
			}
		},
		func() resource.Resource {
			return azureadResource{
				name: "azuread_access_package_catalog", id: azureadCatalog,
				attributes: map[string]schema.Attribute{"id": computed, "display_name": required, "description": required},
				add:        func(string) error { return a.tenant.AddCatalog(emulator.Catalog{ID: azureadCatalog}) },
			}
		},
		func() resource.Resource {
			return azureadResource{
				name: "azuread_access_package", id: acctest.Package(70),
				attributes: map[string]schema.Attribute{"id": computed, "catalog_id": required, "display_name": required, "description": required},
				add: func(catalog string) error {
					return a.tenant.AddAccessPackage(emulator.AccessPackage{ID: acctest.Package(70), CatalogID: catalog})
				},
			}
		},
	}
}

type azureadResource struct {
	name, id   string
	attributes map[string]schema.Attribute
	add        func(catalog string) error
}

func (r azureadResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.name
}

func (r azureadResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: r.attributes}
}

func (r azureadResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), r.id)...)
	if _, ok := r.attributes["object_id"]; ok {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("object_id"), acctest.Group(70))...)
	}
	var catalog string
	if _, ok := r.attributes["catalog_id"]; ok {
		resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("catalog_id"), &catalog)...)
	}
	if err := r.add(catalog); err != nil {
		resp.Diagnostics.AddError(r.name, err.Error())
	}
}

func (azureadResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (azureadResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}

func (azureadResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
