package ruleset

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/private"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// Create takes over what is there. When it fails it stores nothing: Terraform would call the resource tainted, remove its rules and
// create them again. What it did is adopted by the next apply, or imported where nothing is to be adopted.
func (r *setResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	defer r.data.NameIDs(&resp.Diagnostics)
	ctx, cancel := r.data.WithTimeout(ctx, req.Plan, timeouts.Value.Create, &resp.Diagnostics)
	defer cancel()
	rules := readRules(ctx, req.Plan, nil, &resp.Diagnostics)
	rules.owner = private.NewOwner()
	if resp.Diagnostics.HasError() {
		return
	}
	var changes []*change
	prepared := false
	defer func() { rules.settle(r.data, changes, prepared) }()
	if err := rules.prepareCreate(ctx, r.data); err != nil {
		resp.Diagnostics.Append(rules.diagnose(err))
		return
	}
	prepared = true
	changes = rules.apply(ctx, r.data, nil)
	if failures := failed(changes); len(failures) > 0 {
		prepared = false // it takes nothing over
		resp.Diagnostics.Append(rules.failure(changes, rules.doneByCreate(r.data, changes)))
		return
	}
	recent := recentChanges{}.with(changes, r.data.Client.Clock().Now().UTC())
	resp.Diagnostics.Append(recent.write(ctx, resp.Private)...)
	resp.Diagnostics.Append(private.Finish(ctx, resp.Private, rules.owner)...)
	r.data.Ledger.Exists(rules.plan(rules.owner))
	resp.State.Raw = req.Plan.Raw
	r.writeIDs(ctx, &resp.State, resp.Identity, rules.accessPackageID, &resp.Diagnostics)
}

// prepareCreate finds out what is there. Where nothing is to be added, the catalog is checked here; else adding does that.
func (p *packageRules) prepareCreate(ctx context.Context, data *construct.Data) error {
	if _, err := p.claim(ctx, data); err != nil {
		return err
	}
	if err := p.survey(ctx, data, false); err != nil {
		return err
	}
	if err := p.refuseForeign(ctx, data); err != nil {
		return err
	}
	if len(p.additions()) > 0 {
		return nil
	}
	return data.Client.CheckCatalog(ctx, p.accessPackageID, p.catalogID)
}

// Update makes the difference between state and plan. New timeouts alone concern nobody but the provider. Where another address has had some
// of the rules, the service is looked at, and what is missing added.
func (r *setResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	defer r.data.NameIDs(&resp.Diagnostics)
	ctx, cancel := r.data.WithTimeout(ctx, req.Plan, timeouts.Value.Update, &resp.Diagnostics)
	defer cancel()
	rules := readRules(ctx, req.Plan, req.State, &resp.Diagnostics)
	rules.owner = private.KnownOwner(ctx, req.Private, resp.Private, &resp.Diagnostics)
	before, _ := guid.Read(ctx, req.State, construct.CatalogAttribute, &resp.Diagnostics)
	heldTwice := construct.IsHeldTwice(ctx, req.State, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	var changes []*change
	prepared := false
	defer func() { rules.settle(r.data, changes, prepared) }()
	if err := rules.prepareUpdate(ctx, r.data, before, heldTwice); err != nil {
		resp.Diagnostics.Append(rules.diagnose(err))
		return
	}
	prepared = true
	changes = rules.apply(ctx, r.data, nil)
	if len(changes) > 0 {
		now := r.data.Client.Clock().Now().UTC()
		recent := readRecent(ctx, req.Private, now, &resp.Diagnostics).with(changes, now)
		resp.Diagnostics.Append(recent.write(ctx, resp.Private)...)
	}
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

func (p *packageRules) prepareUpdate(ctx context.Context, data *construct.Data, catalogBefore string, doubtful bool) error {
	if p.catalogID != catalogBefore {
		if err := data.Client.CheckCatalog(ctx, p.accessPackageID, p.catalogID); err != nil {
			return err
		}
	}
	removed, err := p.claim(ctx, data)
	if err != nil {
		return err
	}
	if err := p.survey(ctx, data, doubtful || removed); err != nil {
		return err
	}
	return p.refuseForeign(ctx, data)
}

// Delete removes the rules in the state. Those of a kind that is not managed stay, and so do those that other resources have. Of a resource
// that is replaced, the private state is that of the new object: where that is of the same access package, it finds out itself what to remove.
func (r *setResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	defer r.data.NameIDs(&resp.Diagnostics)
	ctx, cancel := r.data.WithTimeout(ctx, req.State, timeouts.Value.Delete, &resp.Diagnostics)
	defer cancel()
	rules := readRules(ctx, req.State, req.State, &resp.Diagnostics)
	rules.owner = private.ReadOwner(ctx, req.Private, &resp.Diagnostics)
	stays := private.ReadStays(ctx, req.Private, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	replaced := private.ReadMakes(ctx, req.Private, &resp.Diagnostics) == rules.accessPackageID ||
		r.data.PlannedAlone(ctx, req.Private, &resp.Diagnostics) && construct.IsHeldTwice(ctx, req.State, &resp.Diagnostics)
	for _, each := range rules.kinds {
		if replaced {
			stays = with(stays, each.kind.Set, each.have)
		}
		each.want = nil
	}
	changes := rules.apply(ctx, r.data, stays)
	if failures := failed(changes); len(failures) > 0 {
		then := "Destroy again to do the rest."
		if len(failures) < len(changes) {
			then = "The others are removed. " + then
		}
		resp.Diagnostics.Append(rules.failure(changes, then))
		return
	}
	r.data.Ledger.Gone(rules.owner)
}

func with(stays map[string][]string, set string, targets []string) map[string][]string {
	if stays == nil {
		stays = map[string][]string{}
	}
	stays[set] = targets
	return stays
}
