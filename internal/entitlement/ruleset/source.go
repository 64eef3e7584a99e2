package ruleset

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/datasource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/sync/errgroup"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

var _ datasource.DataSourceWithConfigure = (*setSource)(nil)

// setSource reads all that separation of duties says about one access package.
type setSource struct{ construct.Source }

// NewDataSource makes the data source elm_access_package_separation_of_duties.
func NewDataSource() datasource.DataSource { return &setSource{} }

type sourceModel struct {
	AccessPackageID            guid.Value     `tfsdk:"access_package_id"`
	DisplayName                types.String   `tfsdk:"display_name"`
	CatalogID                  types.String   `tfsdk:"catalog_id"`
	IncompatibleGroups         []objectModel  `tfsdk:"incompatible_groups"`
	IncompatibleAccessPackages []objectModel  `tfsdk:"incompatible_access_packages"`
	IncompatibleWith           []objectModel  `tfsdk:"incompatible_with"`
	Timeouts                   timeouts.Value `tfsdk:"timeouts"`
}

// objectModel is a group or an access package by id and name.
type objectModel struct {
	ID          types.String `tfsdk:"id"`
	DisplayName types.String `tfsdk:"display_name"`
}

func (d *setSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_access_package_separation_of_duties"
}

func (d *setSource) Schema(ctx context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the separation of duties of an access package: the groups and access packages that it is incompatible with, and " +
			"the access packages that name it as incompatible. The admin center shows both on the page *Separation of duties*.\n\n" +
			construct.ReadingProse,
		Attributes: map[string]schema.Attribute{
			construct.PackageAttribute: schema.StringAttribute{
				CustomType:          guid.Type{},
				Required:            true,
				MarkdownDescription: "The id of the access package.",
			},
			"display_name": schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The name of the access package.",
			},
			construct.CatalogAttribute: schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The id of the catalog that holds the access package.",
			},
			"incompatible_groups": objectsAttribute(
				"The groups whose members must not have the access package, by id. The service may keep a group that was deleted; it has no name then."),
			"incompatible_access_packages": objectsAttribute("The access packages whose holders must not have this one, by id."),
			"incompatible_with": objectsAttribute(
				"The reverse: the access packages that holders of this one must not have, by id."),
		},
		Blocks: map[string]schema.Block{construct.TimeoutsBlock: construct.DataTimeouts(ctx)},
	}
}

func objectsAttribute(description string) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		Computed:            true,
		MarkdownDescription: description,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			construct.IDAttribute: schema.StringAttribute{Computed: true, MarkdownDescription: "The object's id."},
			"display_name":        schema.StringAttribute{Computed: true, MarkdownDescription: "The object's name, if the service tells it."},
		}},
	}
}

func (d *setSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	defer d.Data.NameIDs(&resp.Diagnostics)
	var model sourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	id := construct.Canonical(model.AccessPackageID, construct.PackageAttribute, &resp.Diagnostics)
	ctx, cancel := d.WithTimeout(ctx, model.Timeouts, &resp.Diagnostics)
	defer cancel()
	if resp.Diagnostics.HasError() {
		return
	}
	if err := d.fill(ctx, &model, id); err != nil {
		resp.Diagnostics.Append(explain.ReadError(err, explain.Subject{Attribute: construct.PackageAttribute, Noun: "access package", ID: id}, construct.MayRead))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model)...)
}

// fill asks the four questions at once.
func (d *setSource) fill(ctx context.Context, model *sourceModel, id string) error {
	client := d.Data.Client
	questions, ctx := errgroup.WithContext(ctx)
	questions.Go(func() error {
		accessPackage, err := client.AccessPackage(ctx, id)
		model.DisplayName = types.StringValue(accessPackage.DisplayName)
		model.CatalogID = types.StringValue(accessPackage.CatalogID)
		return err
	})
	for _, list := range []struct {
		read func() (*graph.Targets, error)
		into *[]objectModel
	}{
		{func() (*graph.Targets, error) { return client.IncompatibleGroups().List(ctx, id, graph.ListOptions{}) }, &model.IncompatibleGroups},
		{func() (*graph.Targets, error) {
			return client.IncompatibleAccessPackages().List(ctx, id, graph.ListOptions{})
		}, &model.IncompatibleAccessPackages},
		{func() (*graph.Targets, error) { return client.AccessPackagesIncompatibleWith(ctx, id) }, &model.IncompatibleWith},
	} {
		questions.Go(func() error {
			targets, err := list.read()
			if err == nil {
				*list.into = objectModels(targets.All())
			}
			return err
		})
	}
	return questions.Wait()
}

// objectModels sorts by id, because the service promises no order.
func objectModels(objects []graph.Object) []objectModel {
	sorted := slices.SortedFunc(slices.Values(objects), func(a, b graph.Object) int { return strings.Compare(a.ID, b.ID) })
	models := make([]objectModel, 0, len(sorted))
	for _, object := range sorted {
		models = append(models, objectModel{ID: types.StringValue(object.ID), DisplayName: construct.NameOrNull(object.DisplayName)})
	}
	return models
}
