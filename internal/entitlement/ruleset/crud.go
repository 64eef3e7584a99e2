package ruleset

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-validators/resourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/holding"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/lookup"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// engine plans and applies the set, which is a holding of many rules.
func (r *setResource) engine() holding.Engine {
	return holding.Engine{
		Data:  r.data,
		Words: holding.Words{Type: "elm_" + construct.SetType, Twice: "Each would remove what the other adds."},
	}
}

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

// ValidateConfig catches an access package that excludes itself as soon as the IDs are known.
func (r *setResource) ValidateConfig(
	ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse,
) {
	for _, list := range read(ctx, req.Config, &resp.Diagnostics).Lists {
		accessPackage, _ := guid.Read(ctx, req.Config, construct.PackageAttribute, &resp.Diagnostics)
		if list.Kind.BetweenPackages && accessPackage != "" && slices.Contains(list.Targets, accessPackage) {
			resp.Diagnostics.AddAttributeError(path.Root(list.Attribute), "Access package excludes itself", fmt.Sprintf(
				"`%s` has %s, which is the `%s`. An access package can't exclude itself.",
				list.Attribute,
				accessPackage,
				construct.PackageAttribute,
			))
		}
	}
}

// ModifyPlan makes the ID known while planning if the access package is, names what the update removes, compares the
// rules with other resources, and looks up what the plan names if the provider is to.
func (r *setResource) ModifyPlan(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	op := r.engine().Begin(resp.Private, &resp.Diagnostics)
	defer op.End()
	var before, after *holding.Holding
	if !req.State.Raw.IsNull() {
		before = op.Stored(func(diags *diag.Diagnostics) *holding.Holding { return read(ctx, req.State, diags) })
	}
	if !req.Plan.Raw.IsNull() {
		after = read(ctx, req.Plan, &resp.Diagnostics)
		holding.PlanComputed(ctx, req, resp)
		planRemoved(ctx, before, after, resp)
		if after.AccessPackage != "" {
			resp.Diagnostics.Append(guid.Write(ctx, &resp.Plan, construct.IDAttribute, after.AccessPackage)...)
		}
	}
	op.Plan(ctx, before, after, !resp.Plan.Raw.Equal(req.State.Raw))
	if after != nil {
		resp.Diagnostics.Append(lookup.Check(ctx, r.data, req, r.names)...)
	}
}

// planRemoved names what the apply removes. A value that isn't unknown is that of a resource which doesn't change, and
// stays as it is.
func planRemoved(ctx context.Context, before, after *holding.Holding, resp *resource.ModifyPlanResponse) {
	for _, k := range kind.All {
		planned := k.SetType().Null()
		at := path.Root(removedAttribute(k))
		resp.Diagnostics.Append(resp.Plan.GetAttribute(ctx, at, &planned)...)
		list := after.List(k)
		if !planned.IsUnknown() || before != nil && after.AccessPackage == "" ||
			before.List(k) != nil && list != nil && !list.Complete {
			continue // what it removes depends on IDs that aren't known yet
		}
		var targets []string
		for _, key := range holding.Removed(before, after) {
			if key.Kind == k && before.AccessPackage == after.AccessPackage {
				targets = append(targets, key.Target)
			}
		}
		removed := k.SetType().Null()
		if len(targets) > 0 {
			removed = k.SetType().Value(targets)
		}
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, at, removed)...)
	}
}

// Create adds the rules, or adopts those that exist, and leaves others in place.
func (r *setResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	op := r.engine().Begin(resp.Private, &resp.Diagnostics)
	defer op.End()
	ctx, cancel := r.data.WithTimeout(ctx, req.Plan, timeouts.Value.Create, &resp.Diagnostics)
	defer cancel()
	if h := read(ctx, req.Plan, &resp.Diagnostics); !resp.Diagnostics.HasError() && op.Create(ctx, h) {
		resp.State.Raw = req.Plan.Raw
		op.NoteTimeouts(ctx, req.Plan)
		write(ctx, &resp.State, resp.Identity, h, &resp.Diagnostics)
	}
}

// Update makes the difference between state and plan. After a failure the state has what is in force.
func (r *setResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	op := r.engine().Begin(resp.Private, &resp.Diagnostics)
	defer op.End()
	ctx, cancel := r.data.WithTimeout(ctx, req.Plan, timeouts.Value.Update, &resp.Diagnostics)
	defer cancel()
	before := op.Stored(func(diags *diag.Diagnostics) *holding.Holding { return read(ctx, req.State, diags) })
	after := read(ctx, req.Plan, &resp.Diagnostics)
	// only one that is given is checked
	after.Catalog, _ = guid.Read(ctx, req.Config, construct.CatalogAttribute, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	updated := op.Update(ctx, before, after)
	if updated.Holding == nil {
		return
	}
	resp.State.Raw = req.Plan.Raw
	op.NoteTimeouts(ctx, req.Plan)
	write(ctx, &resp.State, resp.Identity, updated.Holding, &resp.Diagnostics)
	if updated.Complete {
		return
	}
	for _, list := range updated.Lists {
		planned := list.Kind.ReadSet(ctx, req.Plan, &resp.Diagnostics)
		had := list.Kind.ReadSet(ctx, req.State, &resp.Diagnostics)
		resp.Diagnostics.Append(
			resp.State.SetAttribute(
				ctx, path.Root(list.Attribute), list.Kind.SetType().Value(list.Targets, planned, had),
			)...)
	}
}

// Read lists the rules of the lists that are managed.
func (r *setResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	op := r.engine().Begin(resp.Private, &resp.Diagnostics)
	defer op.End()
	ctx, cancel := r.data.WithTimeout(ctx, req.State, timeouts.Value.Read, &resp.Diagnostics)
	defer cancel()
	h := op.Stored(func(diags *diag.Diagnostics) *holding.Holding { return read(ctx, req.State, diags) })
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root(construct.PackageAttribute), h.AccessPackage)...)
	found := op.Refresh(ctx, h)
	switch {
	case found.Gone:
		resp.State.RemoveResource(ctx)
	case found.Holding != nil:
		for _, list := range found.Lists {
			was := list.Kind.ReadSet(ctx, req.State, &resp.Diagnostics)
			resp.Diagnostics.Append(
				resp.State.SetAttribute(
					ctx, path.Root(list.Attribute), list.Kind.SetType().Value(list.Targets, was),
				)...)
		}
		holding.WriteManagedElsewhere(ctx, &resp.State, found.Elsewhere, &resp.Diagnostics)
		op.DropEmptyTimeouts(ctx, &resp.State)
		write(ctx, &resp.State, resp.Identity, found.Holding, &resp.Diagnostics)
	}
}

// Delete removes the rules in the state. Those of a list that isn't managed stay, and so do those that other resources
// manage.
func (r *setResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	op := r.engine().Begin(resp.Private, &resp.Diagnostics)
	defer op.End()
	ctx, cancel := r.data.WithTimeout(ctx, req.State, timeouts.Value.Delete, &resp.Diagnostics)
	defer cancel()
	h := op.Stored(func(diags *diag.Diagnostics) *holding.Holding { return read(ctx, req.State, diags) })
	elsewhere := holding.IsManagedElsewhere(ctx, req.State, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		op.Delete(ctx, h, elsewhere)
	}
}

// write completes a state and an identity with what is computed.
func write(
	ctx context.Context,
	state *tfsdk.State,
	identity *tfsdk.ResourceIdentity,
	h *holding.Holding,
	diags *diag.Diagnostics,
) {
	diags.Append(guid.Write(ctx, state, construct.PackageAttribute, h.AccessPackage)...)
	diags.Append(guid.Write(ctx, state, construct.IDAttribute, h.AccessPackage)...)
	holding.WriteCatalog(ctx, state, h, diags)
	diags.Append(identity.SetAttribute(ctx, path.Root(construct.PackageAttribute), h.AccessPackage)...)
}
