package ruleset

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/lookup"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/private"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// Read lists the rules of the kinds that are managed. Only a 404 on the access package means that it is gone.
func (r *setResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	defer r.data.NameIDs(&resp.Diagnostics)
	ctx, cancel := r.data.WithTimeout(ctx, req.State, timeouts.Value.Read, &resp.Diagnostics)
	defer cancel()
	id, _ := guid.Read(ctx, req.State, construct.PackageAttribute, &resp.Diagnostics)
	recent := readRecent(ctx, req.Private, r.data.Client.Clock().Now(), &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	r.writeIDs(ctx, &resp.State, resp.Identity, id, &resp.Diagnostics)
	unseen, err := r.refresh(ctx, id, recent, resp)
	switch {
	case graph.IsGone(err):
		tflog.Info(ctx, "Access package is gone", map[string]any{"id": id})
		resp.Diagnostics.Append(r.data.MissingPackage(ctx, id)...)
		resp.State.RemoveResource(ctx)
	case err != nil:
		resp.Diagnostics.Append(explain.Error(err, construct.MayRead))
	default:
		r.data.FoundPackage()
		looked := r.warnOneWay(ctx, id, req, resp)
		if looked || !recent.At.IsZero() { // else what is noted stays: a refresh that changes anything is drift to Terraform's exit code
			resp.Diagnostics.Append(unseen.write(ctx, resp.Private)...)
		}
		construct.WriteHeldTwice(ctx, &resp.State, r.see(ctx, req, resp), &resp.Diagnostics)
	}
}

// warnOneWay looks at rules that no refresh has looked at since they were made, but for those that somebody has removed since. It reports whether
// there were any.
func (r *setResource) warnOneWay(ctx context.Context, id string, req resource.ReadRequest, resp *resource.ReadResponse) (looked bool) {
	latest := readLatest(ctx, req.Private, &resp.Diagnostics)
	for _, each := range kind.All {
		added := latest.Added[each.Set]
		if len(added) == 0 || !lookup.WarnsOneWay(r.data, each) {
			continue
		}
		looked = true
		has, _ := each.ReadSet(ctx, resp.State, &resp.Diagnostics).GUIDs()
		added = slices.DeleteFunc(added, func(target string) bool { return !slices.Contains(has, target) })
		resp.Diagnostics.Append(lookup.WarnOneWay(ctx, r.data, each, each.Set, id, added)...)
	}
	return looked
}

// see notes which rules the state has now, and reports whether another address has one of them too.
func (r *setResource) see(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) bool {
	owner := private.KnownOwner(ctx, req.Private, resp.Private, &resp.Diagnostics)
	resp.Diagnostics.Append(private.Finish(ctx, resp.Private, owner)...) // a removal that failed has left what was planned
	has := readRules(ctx, resp.State, nil, &resp.Diagnostics)
	var rules []ledger.Rule
	for _, each := range has.kinds {
		rules = append(rules, each.rules(has.accessPackageID, each.want)...)
	}
	return r.data.Ledger.See(owner, rules)
}

// refresh gives the changes that the lists do not show yet.
func (r *setResource) refresh(ctx context.Context, id string, recent recentChanges, resp *resource.ReadResponse) (recentChanges, error) {
	unseen := recentChanges{At: recent.At, Removed: map[string][]string{}}
	for _, each := range kind.All {
		set := each.ReadSet(ctx, resp.State, &resp.Diagnostics)
		if set.IsNull() {
			continue
		}
		ids, stillListed, err := current(ctx, r.data, each, id, recent)
		if err != nil {
			return recent, err
		}
		unseen.set(each.Set, nil, stillListed)
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(each.Set), each.SetType().Value(ids, set))...)
	}
	return unseen, r.data.ReadCatalog(ctx, &resp.State, id, &resp.Diagnostics)
}

// current gives the targets that the access package has. It waits for those that were added moments ago and are not listed yet, and
// leaves out those that were removed moments ago and are listed still: neither is drift.
func current(ctx context.Context, data *construct.Data, each *kind.Kind, accessPackageID string, recent recentChanges) (ids, stillListed []string, err error) {
	listed, err := each.References(data.Client).List(ctx, accessPackageID, graph.ListOptions{
		Expect: recent.Added[each.Set], Until: recent.At.Add(graph.VisibilityWindow),
	})
	if err != nil {
		return nil, nil, err
	}
	for _, object := range listed.All() {
		if slices.Contains(recent.Removed[each.Set], object.ID) {
			stillListed = append(stillListed, object.ID)
		} else {
			ids = append(ids, object.ID)
		}
	}
	return ids, stillListed, nil
}
