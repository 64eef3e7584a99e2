// Package ruleset has the resource for all rules of an access package, and the data source that reads them.
package ruleset

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/holding"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/lookup"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

const description = "Manages all separation of duties rules of one access package: the groups and the other access packages that it excludes. The next plan shows " +
	"rules that others add as a difference, and applying removes them. In the Microsoft Entra admin center this is *Separation of duties* of the access package.\n\n" +
	"~> **Note** Destroying the resource removes all rules in its lists, also those that others have added, except rules that another resource of the configuration manages.\n\n" +
	"Omitting a list isn't the same as an empty list. The resource doesn't manage a list that you omit: it neither reads nor changes its rules. An empty list " +
	"means that there are no rules. If you omit a list that was managed before, its rules stay.\n\n" +
	"Creating the resource, or adding a list, never removes a rule. It adopts the existing rules that are in the list and leaves the others in place. " +
	"**The next plan shows the others as removals**, and `removed_group_ids` and `removed_access_package_ids` name them. To review and remove them in one run, " +
	"import the resource. With `adopt_existing = false` in the provider, existing rules are an error.\n\n" +
	"The provider adds rules before it removes others, several at a time. If it can't add one, it removes none, and the error names each. After a failed update " +
	"the state has the rules that are in force. A failed create stores nothing, and the next apply adopts what it added.\n\n" +
	"For one access package and list, use either this resource or the resources for single rules, `elm_access_package_incompatible_group` and " +
	"`elm_access_package_incompatible_access_package`. A plan that has both is an error.\n\n" +
	construct.WritingProse + "\n\n" +
	"**Migrating from `msgraph_resource_collection`.** Write a `moved` block from a `msgraph_resource_collection` whose `url` ends in " +
	"`accessPackages/<guid>/incompatibleGroups/$ref` or `…/incompatibleAccessPackages/$ref`. It fills that list. A second collection of the same access package can't move to " +
	"the same address: take it out of the state with a `removed` block, and add its list here."

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
				MarkdownDescription: "The ID of the access package.",
			},
			construct.CatalogAttribute: schema.StringAttribute{
				CustomType: guid.Type{},
				Optional:   true,
				Computed:   true,
				MarkdownDescription: "The ID of the catalog that holds the access package. If you omit it, the provider looks it up. If you set it, the provider " +
					"checks that the access package is in that catalog. Changing this leaves the rules in place.",
				PlanModifiers: []planmodifier.String{guid.KeepSpelling()},
			},
			construct.PackageAttribute: schema.StringAttribute{
				CustomType:          guid.Type{},
				Required:            true,
				MarkdownDescription: "The ID of the access package that the rules protect. Changing this forces a new resource to be created.",
				PlanModifiers:       []planmodifier.String{guid.KeepSpelling(), stringplanmodifier.RequiresReplace()},
			},
			holding.ManagedElsewhere: holding.ManagedElsewhereAttribute("one of the rules"),
		},
		Blocks: map[string]schema.Block{construct.TimeoutsBlock: construct.ResourceTimeouts(ctx)},
	}
	for _, each := range kind.All {
		resp.Schema.Attributes[each.Set] = schema.SetAttribute{
			CustomType: each.SetType(),
			Optional:   true,
			MarkdownDescription: each.SetDescription + fmt.Sprintf(
				" The next apply removes rules about other %ss, after the plan has shown them. An empty list means that there are none.", each.Noun),
			PlanModifiers: []planmodifier.Set{guid.KeepSetSpelling()},
		}
		resp.Schema.Attributes[removedAttribute(each)] = schema.SetAttribute{
			CustomType: each.SetType(),
			Computed:   true,
			MarkdownDescription: fmt.Sprintf("The IDs of the rules that the apply removes because they aren't in `%s`. Afterwards the value stays until the resource changes "+
				"again. Null if there are none.", each.Set),
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
				Description:       "The ID of the access package that the rules protect.",
			},
		},
	}
}

// removedAttribute names the rules of a kind that an apply removes: removed_group_ids for incompatible_group_ids.
func removedAttribute(k *kind.Kind) string {
	return strings.Replace(k.Set, "incompatible_", "removed_", 1)
}
