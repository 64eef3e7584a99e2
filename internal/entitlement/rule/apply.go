package rule

import (
	"context"
	"errors"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/private"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// createdKey is where private state remembers when a rule was made, until a refresh that may still wait for it has seen it listed.
const createdKey = "created"

// Create makes the rule and writes the state from the answer. When it fails it stores nothing: Terraform would call the resource tainted,
// delete the rule and create it again. What the service kept nevertheless is adopted by the next apply, or imported
// where nothing is to be adopted.
func (r *ruleResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	defer r.data.NameIDs(&resp.Diagnostics)
	ctx, cancel := r.data.WithTimeout(ctx, req.Plan, timeouts.Value.Create, &resp.Diagnostics)
	defer cancel()
	k, _ := r.kind.Key(ctx, req.Plan, &resp.Diagnostics)
	catalog, _ := guid.Read(ctx, req.Plan, construct.CatalogAttribute, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	owner := private.NewOwner()
	added, err := r.kind.Add(ctx, r.data, owner, graph.Reference{CatalogID: catalog, AccessPackageID: k.AccessPackage, TargetID: k.Target})
	switch {
	case errors.Is(err, kind.ErrExists):
		resp.Diagnostics.Append(r.existsError(k))
		return
	case err != nil:
		resp.Diagnostics.Append(r.notMade(err, k))
		return
	case added.Existed && !r.data.Ledger.IsOwn(r.kind.Rule(k)):
		resp.Diagnostics.Append(r.adoptedWarning(k))
	}
	k.Target = added.TargetID
	if !added.Existed {
		resp.Diagnostics.Append(private.Write(ctx, resp.Private, createdKey, r.data.Client.Clock().Now().UTC())...)
	}
	resp.Diagnostics.Append(private.Finish(ctx, resp.Private, owner)...)
	rules := []ledger.Rule{r.kind.Rule(k)}
	r.data.Ledger.Exists(ledger.Plan{Owner: owner, Declares: rules, Keeps: rules})
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(r.kind.WriteKey(ctx, &resp.State, k)...)
	resp.Diagnostics.Append(guid.Write(ctx, &resp.State, construct.IDAttribute, k.ID())...)
	resp.Diagnostics.Append(r.kind.WriteKey(ctx, resp.Identity, k)...)
}

// Update happens for a new catalog, which is only checked, for new timeouts, which concern nobody but the provider, and for a rule that
// another address gives up in this run.
func (r *ruleResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	defer r.data.NameIDs(&resp.Diagnostics)
	ctx, cancel := r.data.WithTimeout(ctx, req.Plan, timeouts.Value.Update, &resp.Diagnostics)
	defer cancel()
	k, _ := r.kind.Key(ctx, req.Plan, &resp.Diagnostics)
	catalog, _ := guid.Read(ctx, req.Plan, construct.CatalogAttribute, &resp.Diagnostics)
	before, _ := guid.Read(ctx, req.State, construct.CatalogAttribute, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	if catalog != before {
		if err := r.data.Client.CheckCatalog(ctx, k.AccessPackage, catalog); err != nil {
			resp.Diagnostics.Append(r.diagnose(err, k, construct.MayManage))
			return
		}
	}
	owner := private.KnownOwner(ctx, req.Private, resp.Private, &resp.Diagnostics)
	reference := graph.Reference{CatalogID: catalog, AccessPackageID: k.AccessPackage, TargetID: k.Target}
	again, err := r.kind.Confirm(ctx, r.data, owner, reference, construct.IsHeldTwice(ctx, req.State, &resp.Diagnostics))
	if err != nil {
		resp.Diagnostics.Append(r.diagnose(err, k, construct.MayManage))
		return
	}
	if again {
		resp.Diagnostics.Append(private.Write(ctx, resp.Private, createdKey, r.data.Client.Clock().Now().UTC())...)
	}
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(r.kind.WriteKey(ctx, resp.Identity, k)...)
}

// Delete removes the rule, unless another resource has it or takes it over. Of a resource that is replaced, the private state is that of the
// new object: where that is to have the same rule, there is nothing to remove.
func (r *ruleResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	defer r.data.NameIDs(&resp.Diagnostics)
	ctx, cancel := r.data.WithTimeout(ctx, req.State, timeouts.Value.Delete, &resp.Diagnostics)
	defer cancel()
	k, _ := r.kind.Key(ctx, req.State, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	stays := slices.Contains(private.ReadStays(ctx, req.Private, &resp.Diagnostics)[r.kind.Target], k.Target) ||
		private.ReadMakes(ctx, req.Private, &resp.Diagnostics) == k.ID() ||
		r.data.PlannedAlone(ctx, req.Private, &resp.Diagnostics) && construct.IsHeldTwice(ctx, req.State, &resp.Diagnostics)
	owner := private.ReadOwner(ctx, req.Private, &resp.Diagnostics)
	if err := r.kind.Remove(ctx, r.data, owner, k, stays); err != nil {
		resp.Diagnostics.Append(r.diagnose(err, k, construct.MayManage))
		return
	}
	r.data.Ledger.Gone(owner)
}
