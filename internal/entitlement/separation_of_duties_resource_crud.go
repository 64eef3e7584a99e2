package entitlement

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// Create takes over what is there. When it fails it stores nothing: Terraform would call the resource tainted, remove its rules and
// create them again. What it did is adopted by the next apply.
func (r *separationOfDutiesResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	ctx, cancel := r.data.withTimeout(ctx, req.Plan, timeouts.Value.Create, &resp.Diagnostics)
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
func (p *packageRules) prepareCreate(ctx context.Context, data *ProviderData) error {
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

// Read lists the rules of the kinds that are managed. Only a 404 on the access package means that it is gone.
func (r *separationOfDutiesResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	ctx, cancel := r.data.withTimeout(ctx, req.State, timeouts.Value.Read, &resp.Diagnostics)
	defer cancel()
	id, _ := readGUID(ctx, req.State, packageAttribute, &resp.Diagnostics)
	recent := readRecent(ctx, req.Private, r.data.Client.Clock().Now(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	r.writeIDs(ctx, &resp.State, resp.Identity, id, &resp.Diagnostics)
	unseen, err := r.refresh(ctx, id, recent, resp)
	switch {
	case graph.IsGone(err):
		tflog.Info(ctx, "Access package is gone", map[string]any{"id": id})
		resp.State.RemoveResource(ctx)
	case err != nil:
		resp.Diagnostics.Append(diagnose(err, linkPermission))
	default:
		latest := readLatest(ctx, req.Private, &resp.Diagnostics)
		for _, kind := range relationships {
			resp.Diagnostics.Append(r.data.warnOneWay(ctx, kind, kind.set, id, latest.Added[kind.set])...)
		}
		resp.Diagnostics.Append(unseen.write(ctx, resp.Private)...)
	}
}

// refresh gives the changes that the lists do not show yet.
func (r *separationOfDutiesResource) refresh(ctx context.Context, id string, recent recentChanges, resp *resource.ReadResponse) (recentChanges, error) {
	unseen := recentChanges{At: recent.At, Removed: map[string][]string{}}
	for _, kind := range relationships {
		set := kind.readSet(ctx, resp.State, &resp.Diagnostics)
		if set.IsNull() {
			continue
		}
		ids, stillListed, err := kind.current(ctx, r.data, id, recent)
		if err != nil {
			return recent, err
		}
		unseen.set(kind.set, nil, stillListed)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(kind.set), kind.setType().Value(ids, set))...)
	}
	return unseen, r.data.readCatalog(ctx, &resp.State, id, &resp.Diagnostics)
}

// current gives the targets that the access package has. It waits for those that were added moments ago and are not listed yet, and
// leaves out those that were removed moments ago and are listed still: neither is drift.
func (r *relationship) current(ctx context.Context, data *ProviderData, accessPackageID string, recent recentChanges) (ids, stillListed []string, err error) {
	listed, err := r.links(data.Client).List(ctx, accessPackageID, graph.ListOptions{
		Expect: recent.Added[r.set], Until: recent.At.Add(graph.VisibilityWindow),
	})
	if err != nil {
		return nil, nil, err
	}
	for _, object := range listed.All() {
		if slices.Contains(recent.Removed[r.set], object.ID) {
			stillListed = append(stillListed, object.ID)
		} else {
			ids = append(ids, object.ID)
		}
	}
	return ids, stillListed, nil
}

// Update makes the difference between state and plan. New timeouts alone concern nobody but the provider.
func (r *separationOfDutiesResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	ctx, cancel := r.data.withTimeout(ctx, req.Plan, timeouts.Value.Update, &resp.Diagnostics)
	defer cancel()
	rules := readRules(ctx, req.Plan, req.State, &resp.Diagnostics)
	before, _ := readGUID(ctx, req.State, catalogAttribute, &resp.Diagnostics)
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
		for _, kind := range rules.kinds {
			left := kind.setType().Value(kind.left(ctx, r.data, rules.accessPackageID, changes), kind.planned, kind.before)
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(kind.set), left)...)
		}
		resp.Diagnostics.Append(rules.failure(changes, "The state holds the rules that are there now. Apply again to do the rest."))
	}
}

func (p *packageRules) prepareUpdate(ctx context.Context, data *ProviderData, catalogBefore string) error {
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
func (r *separationOfDutiesResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	ctx, cancel := r.data.withTimeout(ctx, req.State, timeouts.Value.Delete, &resp.Diagnostics)
	defer cancel()
	rules := readRules(ctx, req.State, req.State, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	for _, kind := range rules.kinds {
		kind.want = nil
	}
	changes := rules.apply(ctx, r.data)
	if failures := failed(changes); len(failures) > 0 {
		resp.Diagnostics.Append(rules.failure(changes, "The others are removed. Destroy again to do the rest."))
	}
}
