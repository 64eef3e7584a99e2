// Package ruleset has the resource for all rules of an access package.
package ruleset

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/holding"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

const description = "Manages all separation of duties rules of one access package: the groups and the other access " +
	"packages that it excludes. The plan shows rules that others add, and the apply removes them.\n\n" +
	"Omitting a list isn't the same as an empty list. If you omit a list, the resource doesn't manage it, and its rules " +
	"stay.\n\nCreating the resource, or adding a list, adopts the existing rules in the list, and removes none. With " +
	"`adopt_existing = false` in the provider, existing rules are an error. To remove other rules with the first apply, " +
	"import the resource instead of creating it.\n\nDestroying the resource removes all rules in its lists, except " +
	"those that another resource of the configuration manages.\n\nThe provider adds rules before it removes others. " +
	"If it can't add one, it removes none.\n\nFor one list, use either this resource or the resources for single rules. " +
	"A plan with both is an error.\n\n" +
	construct.WritingProse + "\n\n**Migrating from `msgraph_resource_collection`.** Write a `moved` block. The `url` of " +
	"the collection selects the list. A second collection of the same access package can't move to the same address: " +
	"use a `removed` block for it, and add its list here."

// NewResource makes the resource elm_access_package_separation_of_duties.
//
// See https://learn.microsoft.com/entra/id-governance/entitlement-management-access-package-incompatible.
func NewResource() resource.Resource {
	return &setResource{holding.Resource{
		Reads: read,
		Words: holding.Words{Type: "elm_" + construct.SetType, Twice: "Each would remove what the other adds."},
	}}
}

var (
	_ resource.ResourceWithConfigValidators = (*setResource)(nil)
	_ resource.ResourceWithConfigure        = (*setResource)(nil)
	_ resource.ResourceWithIdentity         = (*setResource)(nil)
	_ resource.ResourceWithImportState      = (*setResource)(nil)
	_ resource.ResourceWithModifyPlan       = (*setResource)(nil)
	_ resource.ResourceWithMoveState        = (*setResource)(nil)
	_ resource.ResourceWithValidateConfig   = (*setResource)(nil)
)

// setResource is a holding of many rules.
type setResource struct{ holding.Resource }

// read gives the lists that an object manages.
func read(ctx context.Context, from guid.Reader, diags *diag.Diagnostics) *holding.Holding {
	h := holding.Holding{All: true}
	h.Catalog, _ = guid.Read(ctx, from, construct.CatalogAttribute, diags)
	h.AccessPackage, _ = guid.Read(ctx, from, construct.PackageAttribute, diags)
	for _, k := range kind.All {
		set := k.ReadSet(ctx, from, diags)
		if set.IsNull() {
			continue
		}
		targets, complete := set.GUIDs()
		h.Lists = append(h.Lists, holding.List{Kind: k, Attribute: k.Set, Targets: targets, Complete: complete})
	}
	return &h
}

// ConfigValidators refuse a resource that manages nothing.
func (r *setResource) ConfigValidators(context.Context) []resource.ConfigValidator {
	var sets []path.Expression
	for _, each := range kind.All {
		sets = append(sets, path.MatchRoot(each.Set))
	}
	return []resource.ConfigValidator{resourcevalidator.AtLeastOneOf(sets...)}
}

// Schema has a set for each kind of rule.
func (r *setResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: description,
		Attributes:          holding.BaseAttributes("the rules protect", "the rules", "one of the rules"),
		Blocks:              map[string]schema.Block{construct.TimeoutsBlock: construct.ResourceTimeouts(ctx)},
	}
	resp.Schema.Attributes[construct.IDAttribute] = schema.StringAttribute{
		Computed:            true,
		MarkdownDescription: "The ID of the access package.",
	}
	for _, each := range kind.All {
		resp.Schema.Attributes[each.Set] = schema.SetAttribute{
			CustomType: each.SetType(),
			Optional:   true,
			MarkdownDescription: each.SetDescription + fmt.Sprintf(
				" The apply removes rules about other %ss, after a plan has shown them.", each.Noun),
			PlanModifiers: []planmodifier.Set{guid.KeepSetSpelling()},
		}
		resp.Schema.Attributes[each.Removed()] = schema.SetAttribute{
			CustomType: each.SetType(),
			Computed:   true,
			MarkdownDescription: fmt.Sprintf("The IDs of the %ss whose rules the apply removes, because `%s` doesn't contain "+
				"them. Stays until the rules change again. Null for none.", each.Noun, each.Set),
		}
	}
}

// IdentitySchema is the access package.
func (r *setResource) IdentitySchema(
	_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse,
) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			construct.PackageAttribute: identityschema.StringAttribute{
				RequiredForImport: true,
				Description:       "The ID of the access package that the rules protect.",
			},
		},
	}
}
