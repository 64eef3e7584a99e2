package holding

import (
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/lookup"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// ValidateConfig catches the ID of the access package among its targets as soon as the IDs are known.
func (r *Resource) ValidateConfig(
	ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse,
) {
	h := r.Reads(ctx, req.Config, &resp.Diagnostics)
	verb := "is"
	if h.All {
		verb = "contains"
	}
	for _, list := range h.Lists {
		if h.AccessPackage == "" || !slices.Contains(list.Targets, h.AccessPackage) {
			continue
		}
		title, why := "Access package excludes itself", "An access package can't exclude itself."
		if !list.Kind.BetweenPackages {
			title, why = "Same ID for two objects", "Copy the ID of the group again."
		}
		resp.Diagnostics.AddAttributeError(path.Root(list.Attribute), title, fmt.Sprintf(
			"`%s` %s %s, which is also the `%s`. %s",
			list.Attribute, verb, h.AccessPackage, construct.PackageAttribute, why,
		))
	}
}

// ModifyPlan plans what is computed, compares the rules with other resources, and looks up what the plan names if
// `check_references` or `warn_conflicts` is set.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	op := r.begin(resp.Private, &resp.Diagnostics)
	defer op.end()
	var before, after *Holding
	if !req.State.Raw.IsNull() {
		before = op.stored(ctx, req.State)
	}
	if !req.Plan.Raw.IsNull() {
		after = r.Reads(ctx, req.Plan, &resp.Diagnostics)
		planComputed(ctx, before, after, req, resp)
	}
	op.plan(ctx, before, after, !resp.Plan.Raw.Equal(req.State.Raw))
	if after != nil && !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(lookup.Check(ctx, r.data, before.names(), after.names())...)
	}
}

// Create makes the rules, or adopts those that exist, and leaves others in place.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	op := r.begin(resp.Private, &resp.Diagnostics)
	defer op.end()
	ctx, cancel := r.data.WithTimeout(ctx, req.Plan, timeouts.Value.Create, &resp.Diagnostics)
	defer cancel()
	h := r.Reads(ctx, req.Plan, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() && op.create(ctx, h) {
		resp.State.Raw = req.Plan.Raw
		op.noteTimeouts(ctx, req.Plan)
		WriteIDs(ctx, &resp.State, resp.Identity, h, &resp.Diagnostics)
	}
}

// Update makes the difference between state and plan. After a failure the state has what is in force.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	op := r.begin(resp.Private, &resp.Diagnostics)
	defer op.end()
	ctx, cancel := r.data.WithTimeout(ctx, req.Plan, timeouts.Value.Update, &resp.Diagnostics)
	defer cancel()
	before := op.stored(ctx, req.State)
	after := r.Reads(ctx, req.Plan, &resp.Diagnostics)
	// check the catalog only if the configuration names it
	after.Catalog, _ = guid.Read(ctx, req.Config, construct.CatalogAttribute, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	updated := op.update(ctx, before, after)
	if updated.Holding == nil || !after.All && !updated.Complete {
		return
	}
	resp.State.Raw = req.Plan.Raw
	op.noteTimeouts(ctx, req.Plan)
	if !updated.Complete {
		updated.writeLists(ctx, &resp.State, &resp.Diagnostics, req.Plan, req.State)
		for _, k := range kind.All { // what was planned and failed isn't removed
			writeRemoved(ctx, &resp.State, k, updated.Removed, &resp.Diagnostics)
		}
	}
	WriteIDs(ctx, &resp.State, resp.Identity, updated.Holding, &resp.Diagnostics)
}

// Read refreshes from the lists of the access package, which all its rules share.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	op := r.begin(resp.Private, &resp.Diagnostics)
	defer op.end()
	ctx, cancel := r.data.WithTimeout(ctx, req.State, timeouts.Value.Read, &resp.Diagnostics)
	defer cancel()
	h := op.stored(ctx, req.State)
	if resp.Diagnostics.HasError() {
		return
	}
	// even if it is gone: Terraform compares the identity first
	h.writeIdentity(ctx, resp.Identity, &resp.Diagnostics)
	found := op.refresh(ctx, h)
	switch {
	case found.Gone:
		resp.State.RemoveResource(ctx)
	case found.Holding != nil:
		if found.All {
			found.writeLists(ctx, &resp.State, &resp.Diagnostics, req.State)
			found.forgetRemoved(ctx, &resp.State, h, &resp.Diagnostics)
		}
		writeManagedElsewhere(ctx, &resp.State, found.Elsewhere, &resp.Diagnostics)
		op.dropEmptyTimeouts(ctx, &resp.State)
		WriteIDs(ctx, &resp.State, resp.Identity, found.Holding, &resp.Diagnostics)
	}
}

// Delete removes the rules in the state, except those that other resources manage. Rules of a list that isn't managed
// stay.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	op := r.begin(resp.Private, &resp.Diagnostics)
	defer op.end()
	ctx, cancel := r.data.WithTimeout(ctx, req.State, timeouts.Value.Delete, &resp.Diagnostics)
	defer cancel()
	h := op.stored(ctx, req.State)
	elsewhere := isManagedElsewhere(ctx, req.State, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		op.delete(ctx, h, elsewhere)
	}
}
