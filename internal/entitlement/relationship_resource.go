package entitlement

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

var (
	_ resource.ResourceWithConfigure      = (*relationshipResource)(nil)
	_ resource.ResourceWithIdentity       = (*relationshipResource)(nil)
	_ resource.ResourceWithImportState    = (*relationshipResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*relationshipResource)(nil)
	_ resource.ResourceWithMoveState      = (*relationshipResource)(nil)
	_ resource.ResourceWithValidateConfig = (*relationshipResource)(nil)
)

// relationshipResource is the only implementation of the single-link resources.
type relationshipResource struct {
	*relationship

	data *ProviderData
}

// linksOf gives the client's links of this kind.
func (r *relationshipResource) linksOf() *graph.References { return r.links(r.data.Client) }

func (r *relationshipResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + r.typeName
}

func (r *relationshipResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.data = providerData(req.ProviderData, &resp.Diagnostics)
}

func (r *relationshipResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: r.description,
		Attributes: map[string]schema.Attribute{
			idAttribute: schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: fmt.Sprintf("`<%s>/<%s>`: the two GUIDs that make the rule.", packageAttribute, r.target),
			},
			catalogAttribute: schema.StringAttribute{
				CustomType: guid.Type{},
				Required:   true,
				MarkdownDescription: "The id of the catalog that holds the access package. " +
					"Changing this checks that the access package is there now; the rule itself stays.",
				PlanModifiers: []planmodifier.String{guid.KeepSpelling()},
			},
			packageAttribute: schema.StringAttribute{
				CustomType:          guid.Type{},
				Required:            true,
				MarkdownDescription: "The id of the access package that the rule protects. Changing this creates a new rule.",
				PlanModifiers:       []planmodifier.String{guid.KeepSpelling(), stringplanmodifier.RequiresReplace()},
			},
			r.target: schema.StringAttribute{
				CustomType:          guid.Type{Collection: r.collection},
				Required:            true,
				MarkdownDescription: r.targetDescription,
				PlanModifiers:       []planmodifier.String{guid.KeepSpelling(), stringplanmodifier.RequiresReplace()},
			},
		},
		Blocks: map[string]schema.Block{timeoutsBlock: resourceTimeoutsBlock(ctx)},
	}
}

func (r *relationshipResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			packageAttribute: identityschema.StringAttribute{
				RequiredForImport: true,
				Description:       "The id of the access package that the rule protects.",
			},
			r.target: identityschema.StringAttribute{
				RequiredForImport: true,
				Description:       fmt.Sprintf("The id of the incompatible %s.", r.noun),
			},
		},
	}
}

// ValidateConfig catches an access package that excludes itself, and a rule that is declared twice, by itself or as a part of a set, as soon
// as the ids are known.
func (r *relationshipResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	k, ok := r.key(ctx, req.Config, &resp.Diagnostics)
	if !ok {
		return
	}
	if r.betweenPackages && k.accessPackage == k.target {
		resp.Diagnostics.AddAttributeError(path.Root(r.target), "Access package excludes itself", fmt.Sprintf(
			"`%s` and `%s` are both %s: an access package cannot be incompatible with itself.", packageAttribute, r.target, k.target))
		return
	}
	if r.data == nil {
		return
	}
	switch r.data.declarations.declare(r.rule(k)) {
	case twice:
		resp.Diagnostics.AddAttributeError(path.Root(r.target), "Rule declared twice", fmt.Sprintf(
			"Another %s in this configuration makes %s %s incompatible with access package %s. "+
				"Two resources for one rule would fight over it: keep one of them.", "elm_"+r.typeName, r.noun, k.target, k.accessPackage))
	case partAndWhole:
		resp.Diagnostics.Append(r.partAndWholeError(path.Root(r.target), k.accessPackage))
	}
}

// ModifyPlan makes the id known while planning, whenever the ids that it consists of are, and looks them up where that is wanted.
func (r *relationshipResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	if k, ok := r.key(ctx, resp.Plan, &resp.Diagnostics); ok {
		resp.Diagnostics.Append(writeText(ctx, &resp.Plan, idAttribute, k.id())...)
	}
	resp.Diagnostics.Append(r.data.checkReferences(ctx, req, r.names)...)
}
