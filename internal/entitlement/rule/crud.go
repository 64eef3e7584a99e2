package rule

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/holding"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/lookup"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// engine plans and applies the rule, which is a holding of one.
func (r *ruleResource) engine() holding.Engine {
	return holding.Engine{
		Data: r.data,
		Words: holding.Words{
			Type:  "elm_" + r.kind.TypeName,
			Twice: "Destroying one of them would remove the rule of the other.",
		},
	}
}

// holding reads the rule; nil for no object.
func (r *ruleResource) holding(ctx context.Context, from guid.Reader, diags *diag.Diagnostics) *holding.Holding {
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

// ValidateConfig catches an access package that excludes itself as soon as the IDs are known.
func (r *ruleResource) ValidateConfig(
	ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse,
) {
	key, ok := r.kind.Key(ctx, req.Config, &resp.Diagnostics)
	if ok && r.kind.BetweenPackages && key.AccessPackage == key.Target {
		resp.Diagnostics.AddAttributeError(path.Root(r.kind.Target), "Access package excludes itself", fmt.Sprintf(
			"`%s` and `%s` are both %s. An access package can't exclude itself.",
			construct.PackageAttribute,
			r.kind.Target,
			key.Target,
		))
	}
}

// ModifyPlan makes the ID known while planning if the IDs are known that it consists of, compares the rule with other
// resources, and looks up what the plan names if the provider is to.
func (r *ruleResource) ModifyPlan(
	ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
) {
	op := r.engine().Begin(resp.Private, &resp.Diagnostics)
	defer op.End()
	var before, after *holding.Holding
	if !req.State.Raw.IsNull() {
		before = op.Stored(func(diags *diag.Diagnostics) *holding.Holding { return r.holding(ctx, req.State, diags) })
	}
	if !req.Plan.Raw.IsNull() {
		after = r.holding(ctx, req.Plan, &resp.Diagnostics)
		holding.PlanComputed(ctx, req, resp)
		if key, known := r.kind.Key(ctx, resp.Plan, &resp.Diagnostics); known {
			resp.Diagnostics.Append(guid.Write(ctx, &resp.Plan, construct.IDAttribute, key.ID())...)
		}
	}
	op.Plan(ctx, before, after, !resp.Plan.Raw.Equal(req.State.Raw))
	if after != nil {
		resp.Diagnostics.Append(lookup.Check(ctx, r.data, req, r.names)...)
	}
}

// Create makes the rule, or adopts the one that exists.
func (r *ruleResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	op := r.engine().Begin(resp.Private, &resp.Diagnostics)
	defer op.End()
	ctx, cancel := r.data.WithTimeout(ctx, req.Plan, timeouts.Value.Create, &resp.Diagnostics)
	defer cancel()
	if h := r.holding(ctx, req.Plan, &resp.Diagnostics); !resp.Diagnostics.HasError() && op.Create(ctx, h) {
		resp.State.Raw = req.Plan.Raw
		op.NoteTimeouts(ctx, req.Plan)
		r.write(ctx, &resp.State, resp.Identity, h, &resp.Diagnostics)
	}
}

// Update happens for a new catalog, which is only checked, for new timeouts, and for a rule that another address of the
// state has too.
func (r *ruleResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	op := r.engine().Begin(resp.Private, &resp.Diagnostics)
	defer op.End()
	ctx, cancel := r.data.WithTimeout(ctx, req.Plan, timeouts.Value.Update, &resp.Diagnostics)
	defer cancel()
	before := op.Stored(func(diags *diag.Diagnostics) *holding.Holding { return r.holding(ctx, req.State, diags) })
	after := r.holding(ctx, req.Plan, &resp.Diagnostics)
	// only one that is given is checked
	after.Catalog, _ = guid.Read(ctx, req.Config, construct.CatalogAttribute, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if updated := op.Update(ctx, before, after); updated.Complete {
		resp.State.Raw = req.Plan.Raw
		op.NoteTimeouts(ctx, req.Plan)
		r.write(ctx, &resp.State, resp.Identity, after, &resp.Diagnostics)
	}
}

// Read refreshes from the access package's list, which all its rules share.
func (r *ruleResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	op := r.engine().Begin(resp.Private, &resp.Diagnostics)
	defer op.End()
	ctx, cancel := r.data.WithTimeout(ctx, req.State, timeouts.Value.Read, &resp.Diagnostics)
	defer cancel()
	h := op.Stored(func(diags *diag.Diagnostics) *holding.Holding { return r.holding(ctx, req.State, diags) })
	if resp.Diagnostics.HasError() {
		return
	}
	key, _ := r.kind.Key(ctx, req.State, &resp.Diagnostics)
	// even if it is gone: Terraform compares the identity first
	resp.Diagnostics.Append(r.kind.WriteKey(ctx, resp.Identity, key)...)
	found := op.Refresh(ctx, h)
	switch {
	case found.Gone:
		resp.State.RemoveResource(ctx)
	case found.Holding != nil:
		holding.WriteManagedElsewhere(ctx, &resp.State, found.Elsewhere, &resp.Diagnostics)
		op.DropEmptyTimeouts(ctx, &resp.State)
		r.write(ctx, &resp.State, resp.Identity, found.Holding, &resp.Diagnostics)
	}
}

// Delete removes the rule, unless another resource manages it.
func (r *ruleResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	op := r.engine().Begin(resp.Private, &resp.Diagnostics)
	defer op.End()
	ctx, cancel := r.data.WithTimeout(ctx, req.State, timeouts.Value.Delete, &resp.Diagnostics)
	defer cancel()
	h := op.Stored(func(diags *diag.Diagnostics) *holding.Holding { return r.holding(ctx, req.State, diags) })
	elsewhere := holding.IsManagedElsewhere(ctx, req.State, &resp.Diagnostics)
	if !resp.Diagnostics.HasError() {
		op.Delete(ctx, h, elsewhere)
	}
}

// write completes a state and an identity with what is computed.
func (r *ruleResource) write(
	ctx context.Context,
	state *tfsdk.State,
	identity *tfsdk.ResourceIdentity,
	h *holding.Holding,
	diags *diag.Diagnostics,
) {
	key := h.Keys()[0]
	diags.Append(guid.Write(ctx, state, construct.IDAttribute, key.ID())...)
	holding.WriteCatalog(ctx, state, h, diags)
	diags.Append(r.kind.WriteKey(ctx, identity, key)...)
}
