package holding

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// ManagedElsewhere tells the plan that another resource also manages the rule. Terraform calls Update only for a
// resource that changes, so this attribute makes the resource that keeps the rule change.
const ManagedElsewhere = "managed_elsewhere"

// BaseAttributes are those of every resource for rules, in its words: "the rules protect", "the rules", "one of the
// rules".
func BaseAttributes(protect, rules, oneOfThem string) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		construct.CatalogAttribute: schema.StringAttribute{
			CustomType: guid.Type{},
			Optional:   true,
			Computed:   true,
			MarkdownDescription: fmt.Sprintf("The ID of the catalog that holds the access package. The provider looks it up "+
				"if you omit it, and checks it otherwise. Changing this leaves %s in place.", rules),
			PlanModifiers: []planmodifier.String{guid.KeepSpelling()},
		},
		construct.PackageAttribute: schema.StringAttribute{
			CustomType: guid.Type{},
			Required:   true,
			MarkdownDescription: fmt.Sprintf("The ID of the access package that %s. Changing this forces a new resource to "+
				"be created.", protect),
			PlanModifiers: []planmodifier.String{guid.KeepSpelling(), stringplanmodifier.RequiresReplace()},
		},
		ManagedElsewhere: schema.BoolAttribute{
			Computed: true,
			MarkdownDescription: fmt.Sprintf("`true` if another resource in the state also manages %s, otherwise null. The "+
				"plan then shows an update, so that destroying the other resource leaves the rule in place.", oneOfThem),
		},
	}
}

// writeManagedElsewhere writes the attribute, unless it is right already.
func writeManagedElsewhere(ctx context.Context, to guid.Writer, elsewhere bool, diags *diag.Diagnostics) {
	var present types.Bool
	diags.Append(to.GetAttribute(ctx, path.Root(ManagedElsewhere), &present)...)
	wanted := types.BoolNull()
	if elsewhere {
		wanted = types.BoolValue(true)
	}
	if !present.Equal(wanted) {
		diags.Append(to.SetAttribute(ctx, path.Root(ManagedElsewhere), wanted)...)
	}
}

// isManagedElsewhere reads it.
func isManagedElsewhere(ctx context.Context, from guid.Reader, diags *diag.Diagnostics) bool {
	var elsewhere types.Bool
	diags.Append(from.GetAttribute(ctx, path.Root(ManagedElsewhere), &elsewhere)...)
	return elsewhere.ValueBool()
}

// planComputed plans what the provider computes: the ID as soon as its parts are known, that nothing is managed
// elsewhere once the update is done, and what the update removes.
func planComputed(
	ctx context.Context, before, after *Holding, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	diags := &resp.Diagnostics
	writeManagedElsewhere(ctx, &resp.Plan, false, diags)
	if before != nil && before.AccessPackage == after.AccessPackage {
		keepCatalog(ctx, req, resp)
	}
	if after.All {
		planRemoved(ctx, before, after, resp)
	}
	if id := after.ID(); id != "" {
		diags.Append(guid.Write(ctx, &resp.Plan, construct.IDAttribute, id)...)
	}
}

// keepCatalog plans the catalog of the state if the configuration omits it.
func keepCatalog(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	diags := &resp.Diagnostics
	given := guid.Value{}
	diags.Append(req.Config.GetAttribute(ctx, path.Root(construct.CatalogAttribute), &given)...)
	if _, known := guid.Read(ctx, resp.Plan, construct.CatalogAttribute, diags); known || !given.IsNull() {
		return
	}
	if catalog, found := guid.Read(ctx, req.State, construct.CatalogAttribute, diags); found {
		diags.Append(resp.Plan.SetAttribute(ctx, path.Root(construct.CatalogAttribute), catalog)...)
	}
}

// planRemoved names what the apply removes. A value that isn't unknown is that of a resource which doesn't change, and
// stays as it is.
func planRemoved(ctx context.Context, before, after *Holding, resp *resource.ModifyPlanResponse) {
	for _, k := range kind.All {
		planned := k.SetType().Null()
		at := path.Root(k.Removed())
		resp.Diagnostics.Append(resp.Plan.GetAttribute(ctx, at, &planned)...)
		list := after.List(k)
		if !planned.IsUnknown() || before != nil && after.AccessPackage == "" ||
			before.List(k) != nil && list != nil && !list.Complete {
			continue // what it removes depends on IDs that aren't known yet
		}
		var removed []kind.Key
		if before != nil && before.AccessPackage == after.AccessPackage {
			removed = removedRules(before, after)
		}
		writeRemoved(ctx, &resp.Plan, k, removed, &resp.Diagnostics)
	}
}

// writeRemoved names the rules of a kind that an apply removes.
func writeRemoved(ctx context.Context, to guid.Writer, k *kind.Kind, keys []kind.Key, diags *diag.Diagnostics) {
	var targets []string
	for _, key := range keys {
		if key.Kind == k {
			targets = append(targets, key.Target)
		}
	}
	removed := k.SetType().Null()
	if len(targets) > 0 {
		removed = k.SetType().Value(targets)
	}
	diags.Append(to.SetAttribute(ctx, path.Root(k.Removed()), removed)...)
}

// forgetRemoved drops what the last apply removed once someone else has changed the rules. Otherwise, a plan that
// removes the same rules again would hide the attribute as unchanged.
func (h *Holding) forgetRemoved(ctx context.Context, to guid.Writer, before *Holding, diags *diag.Diagnostics) {
	if len(except(h.Keys(), before.Keys()))+len(except(before.Keys(), h.Keys())) == 0 {
		return
	}
	for _, k := range kind.All {
		writeRemoved(ctx, to, k, nil, diags)
	}
}

// WriteIDs completes a state and an identity with what the provider computes.
func WriteIDs(
	ctx context.Context, state *tfsdk.State, identity *tfsdk.ResourceIdentity, h *Holding, diags *diag.Diagnostics,
) {
	diags.Append(guid.Write(ctx, state, construct.IDAttribute, h.ID())...)
	if _, known := guid.Read(ctx, state, construct.CatalogAttribute, diags); !known && h.Catalog != "" {
		diags.Append(state.SetAttribute(ctx, path.Root(construct.CatalogAttribute), h.Catalog)...)
	}
	h.writeIdentity(ctx, identity, diags)
}

func (h *Holding) writeIdentity(ctx context.Context, to *tfsdk.ResourceIdentity, diags *diag.Diagnostics) {
	if h.All {
		diags.Append(guid.Write(ctx, to, construct.PackageAttribute, h.AccessPackage)...)
		return
	}
	for _, key := range h.Keys() {
		diags.Append(key.Kind.WriteKey(ctx, to, key)...)
	}
}

// writeLists writes what is in force, in the spelling of other objects.
func (h *Holding) writeLists(ctx context.Context, to *tfsdk.State, diags *diag.Diagnostics, spelled ...guid.Reader) {
	for _, list := range h.Lists {
		var sets []guid.SetValue
		for _, from := range spelled {
			sets = append(sets, list.Kind.ReadSet(ctx, from, diags))
		}
		diags.Append(to.SetAttribute(ctx, path.Root(list.Attribute), list.Kind.SetType().Value(list.Targets, sets...))...)
	}
}
