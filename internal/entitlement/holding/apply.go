package holding

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// create makes the rules and reports whether all of them are in place. If it fails it stores nothing.
func (o *operation) create(ctx context.Context, h *Holding) bool {
	r := record{Owner: ledger.NewOwner()}
	claim, err := o.Ledger.Claim(ctx, r.Owner, true, h.AccessPackage, h.claims())
	defer claim.End()
	var changes changes
	var there []kind.Key
	if err == nil {
		there, err = o.prepare(ctx, nil, h, true)
	}
	if err == nil {
		changes = o.add(ctx, h, h.Keys())
		changes.markExisting(there)
		err = o.adopt(ctx, h, changes)
	}
	if err != nil || len(changes.failed()) > 0 {
		o.diags.Append(withEnd(o.notCreated(ctx, h, changes, err), lost(claim)))
		return false
	}
	claim.Made(h.claims()...)
	o.noteAdded(&r, changes)
	r.Tenant = o.signedIn(ctx)
	r.save(ctx, o.store, o.diags)
	return true
}

// notCreated words the failure of a create: that of the whole holding, or those of changes.
func (o *operation) notCreated(ctx context.Context, h *Holding, changes changes, err error) diag.Diagnostic {
	cause := err
	if err == nil {
		cause = changes.failed()[0].err
	}
	switch {
	case o.swapped(ctx, h, cause):
		return h.wrongOrder()
	case err != nil:
		return o.diagnose(err, h, explain.MayManage)
	}
	return o.failure(h, changes, o.afterCreate(h, changes))
}

// swapped reports that the IDs of a rule about a group are in the wrong order: the target is an access package, and
// what should be the access package isn't one.
func (o *operation) swapped(ctx context.Context, h *Holding, err error) bool {
	if h.All || h.Lists[0].Kind.BetweenPackages || !graph.IsAccessPackageGone(err) {
		return false
	}
	_, err = o.Client.AccessPackage(ctx, h.Keys()[0].Target)
	return err == nil
}

// prepare checks the catalog, which additions don't check. With `adopt_existing = false` it also fails if rules exist
// that no resource of this configuration manages. It returns existing rules that may have moved here from another
// resource.
func (o *operation) prepare(ctx context.Context, before, after *Holding, adds bool) (there []kind.Key, err error) {
	if before == nil || adds {
		if err := o.awaitPackage(ctx, after); err != nil {
			return nil, err
		}
	}
	if before != nil && before.Catalog != after.Catalog && after.Catalog != "" ||
		len(after.Keys()) == 0 && before == nil && after.Catalog != "" {
		if err := o.Client.CheckCatalog(ctx, after.AccessPackage, after.Catalog); err != nil {
			return nil, err
		}
	}
	if adds || before != nil && before.Catalog == "" {
		if err := o.findCatalog(ctx, after); err != nil {
			return nil, err
		}
	}
	if o.AdoptExisting {
		return nil, nil
	}
	var foreign []kind.Key
	for _, list := range after.begins(before) {
		existing, err := o.existing(ctx, after, list, o.Client.Clock().Now().Add(graph.VisibilityWindow))
		if err != nil {
			return nil, err
		}
		for _, key := range existing {
			if _, maybe := o.Ledger.Owns(ctx, key.Rule()); maybe {
				there = append(there, key)
			} else {
				foreign = append(foreign, key)
			}
		}
	}
	if len(foreign) > 0 {
		return nil, &existsError{foreign, before != nil}
	}
	return there, nil
}

// adopt warns about rules that existed already. With `adopt_existing = false` it fails for those that appeared after
// prepare had read the list.
func (o *operation) adopt(ctx context.Context, h *Holding, changes changes) error {
	var adopted, foreign []kind.Key
	for _, c := range changes {
		if !c.existed {
			continue
		}
		certainly, maybe := o.Ledger.Owns(ctx, c.Rule())
		if certainly {
			continue
		}
		adopted = append(adopted, c.Key)
		if !o.AdoptExisting && !maybe {
			foreign = append(foreign, c.Key)
		}
	}
	if len(foreign) > 0 {
		return &existsError{foreign, false}
	}
	if len(adopted) > 0 && len(changes.failed()) == 0 {
		o.warnAdopted(h, adopted)
	}
	return nil
}

// noteAdded notes what lists may not show yet, and what no refresh has checked.
func (o *operation) noteAdded(r *record, changes changes) {
	added, removed := changes.succeeded()
	r.Written = r.Written.with(o.Client.Clock().Now(), added, removed)
	r.Unchecked = append(
		r.Unchecked,
		ids(slices.DeleteFunc(added, func(key kind.Key) bool { return !key.Kind.BetweenPackages }))...)
	r.Plan = nil
}

// updated is what an update has done.
type updated struct {
	*Holding // what is in force now; nil if nothing was changed

	Complete bool       // it is what the plan said
	Removed  []kind.Key // rules
}

// update adds what the plan has and the state hasn't, makes again what this run has removed, and then removes what the
// plan showed.
func (o *operation) update(ctx context.Context, before, after *Holding) updated {
	r := load(ctx, o.store, o.diags)
	if !before.valid(o) || !o.isTenant(ctx, &r) {
		o.Ledger.Fail(after.AccessPackage)
		return updated{}
	}
	claim, err := o.Ledger.Claim(ctx, r.Owner, false, after.AccessPackage, after.claims())
	defer claim.End()
	missing := except(after.Keys(), before.Keys())
	for _, key := range before.Keys() {
		if claim.Again(key.Rule()) {
			missing = append(missing, key)
		}
	}
	if err == nil {
		_, err = o.prepare(ctx, before, after, len(missing) > 0)
	}
	if err != nil {
		o.diags.Append(o.diagnose(err, after, explain.MayManage))
		return updated{}
	}
	changes := o.add(ctx, after, missing)
	claim.Made(slices.Concat(after.declares(), rules(except(after.Keys(), changes.failed().keys())))...)
	claim.End()
	changes = append(changes, o.remove(ctx, r, removedRules(before, after), false)...)
	o.noteAdded(&r, changes)
	r.save(ctx, o.store, o.diags)
	if len(changes.failed()) == 0 {
		return updated{Holding: after, Complete: true}
	}
	_, removed := changes.succeeded()
	then := "The state has the rules that are in force now, and the next apply makes the other changes."
	if changes.unsure() {
		then = "A failed change may have taken effect. The next plan reads which rules are in force."
	}
	o.diags.Append(o.failure(after, changes, then))
	return updated{Holding: changes.result(before, after), Removed: removed}
}

// delete removes the rules of the state, except those that another resource manages and those that a new object at the
// same address makes.
func (o *operation) delete(ctx context.Context, h *Holding, elsewhere bool) {
	r := load(ctx, o.store, o.diags)
	if !h.valid(o) || !o.isTenant(ctx, &r) {
		return
	}
	if r.Tenant == "" && o.missing(ctx, h) {
		if o.packageMissing(ctx, r, h.AccessPackage) {
			o.warnPackageMissing(h)
		}
		return
	}
	changes := o.remove(ctx, r, h.Keys(), elsewhere)
	if failures := changes.failed(); len(failures) > 0 {
		then := "Run the same command again to finish."
		if len(failures) < len(changes) {
			then = "The other rules are removed. " + then
		}
		o.diags.Append(o.failure(h, changes, then))
	}
}
