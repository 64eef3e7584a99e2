package ruleset

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
)

// Create takes over what is there. When it fails it stores nothing: Terraform would call the resource tainted, remove its rules and
// create them again. What it did is adopted by the next apply.
func (r *setResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	ctx, cancel := r.data.WithTimeout(ctx, req.Plan, timeouts.Value.Create, &resp.Diagnostics)
	defer cancel()
	rules := readRules(ctx, req.Plan, nil, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := rules.prepareCreate(ctx, r.data); err != nil {
		resp.Diagnostics.Append(rules.diagnose(err))
		return
	}
	if !r.data.AdoptExisting && rules.found() {
		resp.Diagnostics.Append(rules.existError())
		return
	}
	changes := rules.apply(ctx, r.data)
	if failures := failed(changes); len(failures) > 0 {
		resp.Diagnostics.Append(rules.failure(changes, rules.doneByCreate(changes)))
		return
	}
	resp.Diagnostics.Append(rules.takenOverWarnings()...)
	recent := recentChanges{}.with(changes, r.data.Client.Clock().Now().UTC())
	resp.Diagnostics.Append(recent.write(ctx, resp.Private)...)
	resp.State.Raw = req.Plan.Raw
	r.writeIDs(ctx, &resp.State, resp.Identity, rules.accessPackageID, &resp.Diagnostics)
}

// prepareCreate finds out what is there. Where nothing is to be added, the catalog is checked here; else adding does that.
func (p *packageRules) prepareCreate(ctx context.Context, data *kind.Data) error {
	if err := p.claim(ctx, data); err != nil {
		return err
	}
	if err := p.survey(ctx, data); err != nil {
		return err
	}
	if len(p.additions()) > 0 {
		return nil
	}
	return data.Client.CheckCatalog(ctx, p.accessPackageID, p.catalogID)
}

// Update makes the difference between state and plan. New timeouts alone concern nobody but the provider.
func (r *setResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	ctx, cancel := r.data.WithTimeout(ctx, req.Plan, timeouts.Value.Update, &resp.Diagnostics)
	defer cancel()
	rules := readRules(ctx, req.Plan, req.State, &resp.Diagnostics)
	before, _ := kind.ReadGUID(ctx, req.State, kind.CatalogAttribute, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := rules.prepareUpdate(ctx, r.data, before); err != nil {
		resp.Diagnostics.Append(rules.diagnose(err))
		return
	}
	changes := rules.apply(ctx, r.data)
	if len(changes) > 0 {
		now := r.data.Client.Clock().Now().UTC()
		recent := readRecent(ctx, req.Private, now, &resp.Diagnostics).with(changes, now)
		resp.Diagnostics.Append(recent.write(ctx, resp.Private)...)
	}
	resp.Diagnostics.Append(rules.takenOverWarnings()...)
	resp.State.Raw = req.Plan.Raw
	r.writeIDs(ctx, &resp.State, resp.Identity, rules.accessPackageID, &resp.Diagnostics)
	if failures := failed(changes); len(failures) > 0 {
		for _, each := range rules.kinds {
			left := each.kind.SetType().Value(each.left(ctx, r.data, rules.accessPackageID, changes), each.planned, each.before)
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(each.kind.Set), left)...)
		}
		resp.Diagnostics.Append(rules.failure(changes, "The state holds the rules that are there now. Apply again to do the rest."))
	}
}

func (p *packageRules) prepareUpdate(ctx context.Context, data *kind.Data, catalogBefore string) error {
	if p.catalogID != catalogBefore {
		if err := data.Client.CheckCatalog(ctx, p.accessPackageID, p.catalogID); err != nil {
			return err
		}
	}
	if err := p.claim(ctx, data); err != nil {
		return err
	}
	return p.survey(ctx, data)
}

// Delete removes the rules in the state. Those of a kind that is not managed stay.
func (r *setResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	ctx, cancel := r.data.WithTimeout(ctx, req.State, timeouts.Value.Delete, &resp.Diagnostics)
	defer cancel()
	rules := readRules(ctx, req.State, req.State, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	for _, each := range rules.kinds {
		each.want = nil
	}
	changes := rules.apply(ctx, r.data)
	if failures := failed(changes); len(failures) > 0 {
		resp.Diagnostics.Append(rules.failure(changes, "The others are removed. Destroy again to do the rest."))
	}
}
