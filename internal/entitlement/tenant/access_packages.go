package tenant

import (
	"cmp"
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// NewAccessPackages makes the data source elm_access_packages, which finds access packages by the names that people
// write into files.
func NewAccessPackages() datasource.DataSource {
	return &source[packagesModel]{
		name: "access_packages",
		markdownDescription: "Reads the access packages of a catalog or of the tenant, and finds them by name.\n\n" +
			"Names aren't unique in Microsoft Entra. `by_name` and `by_catalog_and_name` hold only unique names, so that a " +
			"name never stands for the wrong access package; `ambiguous` holds the others. Names that differ only in case, " +
			"spaces, dashes, invisible characters or the encoding of an accented letter count as the same.\n\n" +
			construct.ReadingProse,
		attributes: packagesAttributes,
		read:       (*packagesModel).read,
	}
}

type packagesModel struct {
	CatalogID        guid.Value                         `tfsdk:"catalog_id"`
	AccessPackages   []packageModel                     `tfsdk:"access_packages"`
	ByName           map[string]packageModel            `tfsdk:"by_name"`
	ByCatalogAndName map[string]map[string]packageModel `tfsdk:"by_catalog_and_name"`
	Ambiguous        map[string][]packageModel          `tfsdk:"ambiguous"`
	Timeouts         timeouts.Value                     `tfsdk:"timeouts"`
}

type packageModel struct {
	ID                 types.String `tfsdk:"id"`
	DisplayName        types.String `tfsdk:"display_name"`
	CatalogID          types.String `tfsdk:"catalog_id"`
	CatalogDisplayName types.String `tfsdk:"catalog_display_name"`
}

func packagesAttributes() map[string]schema.Attribute {
	object := schema.NestedAttributeObject{Attributes: packageAttributes()}
	elements := types.ObjectType{AttrTypes: map[string]attr.Type{}}
	for name := range object.Attributes {
		elements.AttrTypes[name] = types.StringType
	}
	return map[string]schema.Attribute{
		construct.CatalogAttribute: catalogArgument("The ID of a catalog. Limits the list to its access packages."),
		"access_packages": schema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: "The access packages, ordered by name.",
			NestedObject:        object,
		},
		"by_name": schema.MapNestedAttribute{
			Computed:            true,
			MarkdownDescription: "The access packages with a unique name among those in `access_packages`, by name.",
			NestedObject:        object,
		},
		"by_catalog_and_name": schema.MapAttribute{
			Computed:    true,
			ElementType: types.MapType{ElemType: elements},
			MarkdownDescription: "The access packages with a unique name in their catalog, by both names: " +
				"`by_catalog_and_name[\"Finance\"][\"Payments - approve\"].id`.",
		},
		"ambiguous": schema.MapAttribute{
			Computed:            true,
			ElementType:         types.ListType{ElemType: elements},
			MarkdownDescription: "The names that aren't unique, each with all access packages of that name.",
		},
	}
}

func packageAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{}
	for name, description := range map[string]string{
		construct.IDAttribute:      "The ID of the access package.",
		"display_name":             "The name of the access package.",
		construct.CatalogAttribute: "The ID of the catalog.",
		"catalog_display_name":     "The name of the catalog.",
	} {
		attributes[name] = computedText(description)
	}
	return attributes
}

func (m *packagesModel) read(ctx context.Context, data *construct.Data, diags *diag.Diagnostics) {
	catalog := canonical(m.CatalogID)
	m.AccessPackages = []packageModel{}
	for found, err := range data.Client.AccessPackages(ctx, catalog) {
		if err != nil {
			about := explain.Subject{Attribute: construct.CatalogAttribute, Noun: "catalog", ID: catalog}
			diags.Append(explain.ReadError(err, about, explain.MayRead))
			return
		}
		m.AccessPackages = append(m.AccessPackages, packageModel{
			ID: types.StringValue(found.ID), DisplayName: nameOrNull(found.DisplayName),
			CatalogID: types.StringValue(found.CatalogID), CatalogDisplayName: nameOrNull(found.CatalogName),
		})
	}
	slices.SortFunc(m.AccessPackages, packageModel.compare)
	m.findNames()
}

// compare orders by what people look for.
func (p packageModel) compare(other packageModel) int {
	return cmp.Or(
		display.Compare(p.CatalogDisplayName.ValueString(), other.CatalogDisplayName.ValueString()),
		cmp.Compare(p.CatalogID.ValueString(), other.CatalogID.ValueString()),
		display.Compare(p.DisplayName.ValueString(), other.DisplayName.ValueString()),
		cmp.Compare(p.ID.ValueString(), other.ID.ValueString()),
	)
}
