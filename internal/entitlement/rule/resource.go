// Package rule has the resources for single rules, one for each kind, and their list resources.
package rule

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/holding"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

var (
	_ resource.ResourceWithConfigure      = (*ruleResource)(nil)
	_ resource.ResourceWithIdentity       = (*ruleResource)(nil)
	_ resource.ResourceWithImportState    = (*ruleResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*ruleResource)(nil)
	_ resource.ResourceWithMoveState      = (*ruleResource)(nil)
	_ resource.ResourceWithValidateConfig = (*ruleResource)(nil)
)

// ruleResource is the only implementation of the resources for single rules. A rule is a holding of one.
type ruleResource struct {
	holding.Resource

	kind *kind.Kind
}

// NewResource makes the resource for the rules of one kind.
func NewResource(k *kind.Kind) resource.Resource {
	r := &ruleResource{kind: k}
	r.Reads = r.read
	r.Words = holding.Words{
		Type: "elm_" + k.TypeName, Twice: "Destroying one of them would remove the rule of the other.",
	}
	return r
}

// read gives the rule as far as it is known.
func (r *ruleResource) read(ctx context.Context, from guid.Reader, diags *diag.Diagnostics) *holding.Holding {
	var h holding.Holding
	h.Catalog, _ = guid.Read(ctx, from, construct.CatalogAttribute, diags)
	h.AccessPackage, _ = guid.Read(ctx, from, construct.PackageAttribute, diags)
	list := holding.List{Kind: r.kind, Attribute: r.kind.Target}
	if target, ok := guid.Read(ctx, from, r.kind.Target, diags); ok {
		list.Targets, list.Complete = []string{target}, true
	}
	h.Lists = []holding.List{list}
	return &h
}

func (r *ruleResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: r.kind.Description,
		Attributes:          holding.BaseAttributes("the rule protects", "the rule", "the rule"),
		Blocks:              map[string]schema.Block{construct.TimeoutsBlock: construct.ResourceTimeouts(ctx)},
	}
	resp.Schema.Attributes[construct.IDAttribute] = schema.StringAttribute{
		Computed: true,
		MarkdownDescription: fmt.Sprintf("`<%s>/<%s>`, which is also the import ID.",
			construct.PackageAttribute, r.kind.Target),
	}
	resp.Schema.Attributes[r.kind.Target] = schema.StringAttribute{
		CustomType:          guid.Type{Collection: r.kind.Collection},
		Required:            true,
		MarkdownDescription: r.kind.TargetDescription,
		PlanModifiers:       []planmodifier.String{guid.KeepSpelling(), stringplanmodifier.RequiresReplace()},
	}
}

func (r *ruleResource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			construct.PackageAttribute: identityschema.StringAttribute{
				RequiredForImport: true,
				Description:       "The ID of the access package that the rule protects.",
			},
			r.kind.Target: identityschema.StringAttribute{
				RequiredForImport: true,
				Description:       fmt.Sprintf("The ID of the incompatible %s.", r.kind.Noun),
			},
		},
	}
}
