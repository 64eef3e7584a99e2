package entitlement

import (
	"context"
	"encoding/json"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// createdKey is where private state remembers when a link was made, until a refresh has seen it listed.
const createdKey = "created"

// Create links and writes the state from the answer. When it fails it stores nothing: Terraform would call the resource tainted,
// delete the rule and create it again. What the service kept nevertheless is adopted by the next apply.
func (r *relationshipResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	ctx, cancel := r.data.withTimeout(ctx, req.Plan, timeouts.Value.Create, &resp.Diagnostics)
	defer cancel()
	k, _ := r.key(ctx, req.Plan, &resp.Diagnostics)
	catalog, _ := readGUID(ctx, req.Plan, catalogAttribute, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	added, err := r.add(ctx, r.data, graph.Reference{CatalogID: catalog, AccessPackageID: k.accessPackage, TargetID: k.target})
	switch {
	case err != nil:
		resp.Diagnostics.Append(r.diagnose(err, k))
		return
	case added.Existed && !r.data.AdoptExisting:
		resp.Diagnostics.Append(r.existsError(k))
		return
	case added.Existed:
		resp.Diagnostics.Append(r.adoptedWarning(k))
	}
	k.target = added.TargetID
	created, err := json.Marshal(r.data.Client.Clock().Now().UTC())
	if err == nil && !added.Existed {
		resp.Diagnostics.Append(resp.Private.SetKey(ctx, createdKey, created)...)
	}
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(r.writeKey(ctx, &resp.State, k)...)
	resp.Diagnostics.Append(writeText(ctx, &resp.State, idAttribute, k.id())...)
	resp.Diagnostics.Append(r.writeKey(ctx, resp.Identity, k)...)
}

// Read refreshes from the package's list, which all links of the package share. Only a 404 on the package, or a complete list
// without the link, means that it is gone.
func (r *relationshipResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	ctx, cancel := r.data.withTimeout(ctx, req.State, timeouts.Value.Read, &resp.Diagnostics)
	defer cancel()
	k, _ := r.key(ctx, req.State, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.writeKey(ctx, resp.Identity, k)...) // also for a link that is gone: Terraform compares it first
	linked, err := r.isLinked(ctx, req, k, &resp.Diagnostics)
	switch {
	case graph.IsGone(err) || err == nil && !linked:
		tflog.Info(ctx, "Separation of duties rule is gone", map[string]any{"id": k.id()})
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resp.Diagnostics.Append(r.diagnose(err, k))
		return
	}
	if created, _ := req.Private.GetKey(ctx, createdKey); len(created) > 0 {
		resp.Diagnostics.Append(r.data.warnOneWay(ctx, r.relationship, r.target, k.accessPackage, []string{k.target})...)
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, createdKey, nil)...)
	resp.Diagnostics.Append(writeText(ctx, &resp.State, idAttribute, k.id())...)
	if err := r.data.readCatalog(ctx, &resp.State, k.accessPackage, &resp.Diagnostics); err != nil {
		resp.Diagnostics.Append(r.diagnose(err, k))
	}
}

// isLinked waits for a link that was made moments ago and is not listed yet.
func (r *relationshipResource) isLinked(ctx context.Context, req resource.ReadRequest, k key, diags *diag.Diagnostics) (bool, error) {
	stored, more := req.Private.GetKey(ctx, createdKey)
	diags.Append(more...)
	var created time.Time
	_ = json.Unmarshal(stored, &created) // stays long ago for a link that this state did not make or that was seen before
	targets, err := r.linksOf().List(ctx, k.accessPackage, graph.ListOptions{
		Expect: []string{k.target}, Until: visibleUntil(created, r.data.Client.Clock().Now()),
	})
	return err == nil && targets.Has(k.target), err
}

// visibleUntil tells from when on a list shows what was changed at the given time.
func visibleUntil(changed, now time.Time) time.Time {
	if changed.After(now) { // the clocks of two machines may differ
		changed = now
	}
	return changed.Add(graph.VisibilityWindow)
}

// readCatalog looks up the catalog where the state has none: after an import that does not name it, and after a move.
func (d *ProviderData) readCatalog(ctx context.Context, state *tfsdk.State, accessPackageID string, diags *diag.Diagnostics) error {
	if _, known := readGUID(ctx, state, catalogAttribute, diags); known {
		return nil
	}
	accessPackage, err := d.Client.AccessPackage(ctx, accessPackageID)
	if err == nil {
		diags.Append(state.SetAttribute(ctx, path.Root(catalogAttribute), accessPackage.CatalogID)...)
	}
	return err
}

// Update happens for a new catalog, which is only checked, and for new timeouts, which concern nobody but the provider.
func (r *relationshipResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	ctx, cancel := r.data.withTimeout(ctx, req.Plan, timeouts.Value.Update, &resp.Diagnostics)
	defer cancel()
	k, _ := r.key(ctx, req.Plan, &resp.Diagnostics)
	catalog, _ := readGUID(ctx, req.Plan, catalogAttribute, &resp.Diagnostics)
	before, _ := readGUID(ctx, req.State, catalogAttribute, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if catalog != before {
		if err := r.data.Client.CheckCatalog(ctx, k.accessPackage, catalog); err != nil {
			resp.Diagnostics.Append(r.diagnose(err, k))
			return
		}
	}
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(r.writeKey(ctx, resp.Identity, k)...)
}

// Delete unlinks, unless another resource of the same run took the rule over.
func (r *relationshipResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	ctx, cancel := r.data.withTimeout(ctx, req.State, timeouts.Value.Delete, &resp.Diagnostics)
	defer cancel()
	k, _ := r.key(ctx, req.State, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if err := r.remove(ctx, r.data, k); err != nil {
		resp.Diagnostics.Append(r.diagnose(err, k))
	}
}
