package acctest

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	datasourceschema "github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// AzureAD stands in for the hashicorp/azuread provider as far as guides and examples use it. Its resources create
// objects in the emulated tenant; its data sources find objects by display name.
type AzureAD struct{ Tenant *emulator.Tenant }

const azureadCatalog = "ca7a1090-0000-4000-8000-000000000070"

// Metadata names the provider.
func (AzureAD) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "azuread"
}

// Schema has no arguments.
func (AzureAD) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

// Configure has nothing to do.
func (AzureAD) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

// DataSources are those of the examples.
func (a AzureAD) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		func() datasource.DataSource {
			return azureadLookup{name: "azuread_group", find: func(name, _ string) (id string) {
				for _, group := range a.Tenant.Groups() {
					if group.DisplayName == name {
						id = group.ID
					}
				}
				return id
			}}
		},
		func() datasource.DataSource {
			return azureadLookup{name: "azuread_access_package_catalog", find: func(name, _ string) (id string) {
				for _, catalog := range a.Tenant.Catalogs() {
					if catalog.DisplayName == name {
						id = catalog.ID
					}
				}
				return id
			}}
		},
		func() datasource.DataSource {
			return azureadLookup{name: "azuread_access_package", find: func(name, catalog string) (id string) {
				for _, p := range a.Tenant.AccessPackages() {
					if p.DisplayName == name && p.CatalogID == catalog {
						id = p.ID
					}
				}
				return id
			}}
		},
	}
}

// Resources are those of the guide.
func (a AzureAD) Resources(context.Context) []func() resource.Resource {
	required, optional, computed := schema.StringAttribute{
		Required: true,
	}, schema.BoolAttribute{
		Optional: true,
	}, schema.StringAttribute{
		Computed: true,
	}
	return []func() resource.Resource{
		func() resource.Resource {
			return azureadResource{
				name: "azuread_group",
				id:   "/groups/" + Group(70),
				attributes: map[string]schema.Attribute{
					"id":               computed,
					"object_id":        computed,
					"display_name":     required,
					"security_enabled": optional,
				},
				add: func(string) error {
					return a.Tenant.AddGroup(emulator.Group{ID: Group(70), SecurityEnabled: true})
				},
			}
		},
		func() resource.Resource {
			return azureadResource{
				name: "azuread_access_package_catalog",
				id:   azureadCatalog,
				attributes: map[string]schema.Attribute{
					"id":           computed,
					"display_name": required,
					"description":  required,
				},
				add: func(string) error { return a.Tenant.AddCatalog(emulator.Catalog{ID: azureadCatalog}) },
			}
		},
		func() resource.Resource {
			return azureadResource{
				name: "azuread_access_package",
				id:   Package(70),
				attributes: map[string]schema.Attribute{
					"id":           computed,
					"catalog_id":   required,
					"display_name": required,
					"description":  required,
				},
				add: func(catalog string) error {
					return a.Tenant.AddAccessPackage(emulator.AccessPackage{ID: Package(70), CatalogID: catalog})
				},
			}
		},
	}
}

// azureadResource is a resource that creates one object of a fixed ID.
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
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("object_id"), Group(70))...)
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

// azureadLookup is a data source that finds one object by its display name.
type azureadLookup struct {
	name string
	find func(name, catalog string) string
}

func (l azureadLookup) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = l.name
}

func (azureadLookup) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	computed := datasourceschema.StringAttribute{Computed: true}
	resp.Schema = datasourceschema.Schema{Attributes: map[string]datasourceschema.Attribute{
		"id": computed, "object_id": computed, "catalog_id": datasourceschema.StringAttribute{Optional: true},
		"display_name": datasourceschema.StringAttribute{Required: true},
	}}
}

func (l azureadLookup) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var name, catalog types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("display_name"), &name)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("catalog_id"), &catalog)...)
	id := l.find(name.ValueString(), catalog.ValueString())
	if id == "" {
		resp.Diagnostics.AddError(l.name, "No object has this name: "+name.ValueString())
		return
	}
	resp.State.Raw = req.Config.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("object_id"), id)...)
	if l.name == "azuread_group" {
		id = "/groups/" + id
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
}
