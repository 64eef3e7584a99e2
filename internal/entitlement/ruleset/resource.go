// Package ruleset has the resource for all rules of an access package, and the data source that reads them.
package ruleset

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/lookup"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

const description = "Manages all separation of duties rules of one access package: which groups and which other access " +
	"packages are incompatible with it. Rules that others add show as a difference in the next plan, and applying removes them. In the " +
	"Microsoft Entra admin center this is *Separation of duties* of the access package.\n\n" +
	"A set that is left out is not managed: its rules are neither read nor changed. An empty set means that there are to be none. When a " +
	"set is left out that was there before, its rules stay in the service.\n\n" +
	"Creating the resource, or adding a set that was left out, takes over the rules that are there: those in the set are adopted, **the others " +
	"are removed**. The plan lists both. With `adopt_existing = false` in the provider it is an error instead; import the resource to see all " +
	"rules in a plan first. " +
	"After an import both sets are managed: a set that the configuration leaves out is given up by the next apply, without a request. " +
	"Destroying the resource removes the rules in its sets, but those that another resource of the configuration has.\n\n" +
	"Rules are added before others are removed, several at a time. When one cannot be added, none is removed, and the error names each. " +
	"After a failed update the state holds what the service holds. A failed create stores nothing; the next apply adopts what it added, and " +
	"where `adopt_existing` is `false` it has to be imported.\n\n" +
	"For one access package and kind, use this resource or the single-rule resources `elm_access_package_incompatible_group` and " +
	"`elm_access_package_incompatible_access_package`, not both: a plan that has both is refused.\n\n" +
	construct.WritingProse + "\n\n" +
	"**From `msgraph_resource_collection`.** A `moved` block from a `msgraph_resource_collection` whose `url` ends in " +
	"`accessPackages/<guid>/incompatibleGroups/$ref` or `…/incompatibleAccessPackages/$ref` is all that a migration needs. " +
	"It fills the set of that kind. A second collection of the same access package cannot be moved to the same address: " +
	"take it out of the state with a `removed` block, and add its set here."

// NewResource makes the resource elm_access_package_separation_of_duties.
//
// See https://learn.microsoft.com/entra/id-governance/entitlement-management-access-package-incompatible.
func NewResource() resource.Resource { return &setResource{} }

var (
	_ resource.ResourceWithConfigValidators = (*setResource)(nil)
	_ resource.ResourceWithConfigure        = (*setResource)(nil)
	_ resource.ResourceWithIdentity         = (*setResource)(nil)
	_ resource.ResourceWithImportState      = (*setResource)(nil)
	_ resource.ResourceWithModifyPlan       = (*setResource)(nil)
	_ resource.ResourceWithMoveState        = (*setResource)(nil)
	_ resource.ResourceWithValidateConfig   = (*setResource)(nil)
)

type setResource struct {
	data *construct.Data
}

// Metadata names the resource.
func (r *setResource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + construct.SetType
}

// Configure takes what the provider prepared.
func (r *setResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.data = construct.Configured(req.ProviderData, &resp.Diagnostics)
}

// Schema has a set for each kind of rule.
func (r *setResource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: description,
		Attributes: map[string]schema.Attribute{
			construct.IDAttribute: schema.StringAttribute{
				Computed:            true,
				MarkdownDescription: "The id of the access package.",
			},
			construct.CatalogAttribute: schema.StringAttribute{
				CustomType: guid.Type{},
				Required:   true,
				MarkdownDescription: "The id of the catalog that holds the access package. " +
					"Changing this checks that the access package is there now; the rules themselves stay.",
				PlanModifiers: []planmodifier.String{guid.KeepSpelling()},
			},
			construct.PackageAttribute: schema.StringAttribute{
				CustomType:          guid.Type{},
				Required:            true,
				MarkdownDescription: "The id of the access package that the rules protect. Changing this creates new rules there, and removes those here.",
				PlanModifiers:       []planmodifier.String{guid.KeepSpelling(), stringplanmodifier.RequiresReplace()},
			},
			construct.HeldTwiceAttribute: construct.HeldTwice("one of the rules"),
		},
		Blocks: map[string]schema.Block{construct.TimeoutsBlock: construct.ResourceTimeouts(ctx)},
	}
	for _, each := range kind.All {
		resp.Schema.Attributes[each.Set] = schema.SetAttribute{
			CustomType: each.SetType(),
			Optional:   true,
			MarkdownDescription: each.SetDescription + fmt.Sprintf(
				" Rules with other %ss are removed. Empty: there are none. Left out: they are not managed.", each.Noun),
			PlanModifiers: []planmodifier.Set{guid.KeepSetSpelling()},
		}
	}
}

// names is all that the resource names, as far as it is known.
func (r *setResource) names(ctx context.Context, from guid.Reader, diags *diag.Diagnostics) lookup.Names {
	var n lookup.Names
	n.CatalogID, _ = guid.Read(ctx, from, construct.CatalogAttribute, diags)
	n.AccessPackageID, _ = guid.Read(ctx, from, construct.PackageAttribute, diags)
	for _, each := range kind.All {
		ids, _ := each.ReadSet(ctx, from, diags).GUIDs()
		for _, id := range ids {
			n.Targets = append(n.Targets, lookup.Target{Kind: each, Attribute: each.Set, ID: id})
		}
	}
	return n
}

// IdentitySchema is the access package.
func (r *setResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = identityschema.Schema{
		Attributes: map[string]identityschema.Attribute{
			construct.PackageAttribute: identityschema.StringAttribute{
				RequiredForImport: true,
				Description:       "The id of the access package that the rules protect.",
			},
		},
	}
}

// writeIDs tells which access package it is.
func (r *setResource) writeIDs(ctx context.Context, state, identity guid.Writer, accessPackageID string, diags *diag.Diagnostics) {
	diags.Append(state.SetAttribute(ctx, path.Root(construct.PackageAttribute), accessPackageID)...)
	diags.Append(state.SetAttribute(ctx, path.Root(construct.IDAttribute), accessPackageID)...)
	diags.Append(identity.SetAttribute(ctx, path.Root(construct.PackageAttribute), accessPackageID)...)
}
