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
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
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
	CatalogID        guid.Value     `tfsdk:"catalog_id"`
	AccessPackages   types.List     `tfsdk:"access_packages"`
	ByName           types.Map      `tfsdk:"by_name"`
	ByCatalogAndName types.Map      `tfsdk:"by_catalog_and_name"`
	Ambiguous        types.Map      `tfsdk:"ambiguous"`
	Timeouts         timeouts.Value `tfsdk:"timeouts"`
}

var packageTable = table[graph.AccessPackage]{
	text(construct.IDAttribute, "The ID of the access package.", func(p *graph.AccessPackage) *string { return &p.ID }),
	text("display_name", "The name of the access package.",
		func(p *graph.AccessPackage) *string { return &p.DisplayName }),
	text(construct.CatalogAttribute, "The ID of the catalog.",
		func(p *graph.AccessPackage) *string { return &p.CatalogID }),
	text("catalog_display_name", "The name of the catalog.",
		func(p *graph.AccessPackage) *string { return &p.CatalogName }),
}

func packagesAttributes() map[string]schema.Attribute {
	packages := packageTable.list("The access packages, ordered by name.")
	return map[string]schema.Attribute{
		construct.CatalogAttribute: catalogArgument("The ID of a catalog. Limits the list to its access packages."),
		"access_packages":          packages,
		"by_name": schema.MapNestedAttribute{
			Computed:            true,
			MarkdownDescription: "The access packages with a unique name among those in `access_packages`, by name.",
			NestedObject:        packages.NestedObject,
		},
		"by_catalog_and_name": schema.MapAttribute{
			Computed:    true,
			ElementType: types.MapType{ElemType: packageTable.element()},
			MarkdownDescription: "The access packages with a unique name in their catalog, by both names: " +
				"`by_catalog_and_name[\"Finance\"][\"Payments - approve\"].id`.",
		},
		"ambiguous": schema.MapAttribute{
			Computed:            true,
			ElementType:         types.ListType{ElemType: packageTable.element()},
			MarkdownDescription: "The names that aren't unique, each with all access packages of that name.",
		},
	}
}

func (m *packagesModel) read(ctx context.Context, data *construct.Data, diags *diag.Diagnostics) {
	catalog := canonical(m.CatalogID)
	var all []graph.AccessPackage
	for found, err := range data.Client.AccessPackages(ctx, catalog) {
		if err != nil {
			about := explain.Subject{Attribute: construct.CatalogAttribute, Noun: "catalog", ID: catalog}
			diags.Append(explain.ReadError(err, about, explain.MayRead))
			return
		}
		all = append(all, found)
	}
	slices.SortFunc(all, comparePackages)
	names, element := findNames(all), packageTable.element()
	object := func(p graph.AccessPackage) attr.Value { return packageTable.value(element, &p) }
	m.AccessPackages = packageTable.values(all)
	m.ByName = mapOf(element, names.unique, object)
	m.ByCatalogAndName = mapOf(types.MapType{ElemType: element}, names.inCatalog,
		func(named map[string]graph.AccessPackage) attr.Value {
			return mapOf(element, named, object)
		})
	m.Ambiguous = mapOf(types.ListType{ElemType: element}, names.ambiguous,
		func(twins []graph.AccessPackage) attr.Value { return packageTable.values(twins) })
}

// comparePackages orders by what people look for.
func comparePackages(a, b graph.AccessPackage) int {
	return cmp.Or(
		display.Compare(a.CatalogName, b.CatalogName),
		cmp.Compare(a.CatalogID, b.CatalogID),
		display.Compare(a.DisplayName, b.DisplayName),
		cmp.Compare(a.ID, b.ID),
	)
}
