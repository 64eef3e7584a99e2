package holding

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// plan compares what a resource manages before and after the run, nil for nothing, with what other resources of the run
// do, and leaves in private state what the apply has to know. Changes says that the plan isn't empty.
func (o *operation) plan(ctx context.Context, before, after *Holding, changes bool) {
	r := load(ctx, o.store, o.diags)
	if before != nil && !before.valid(o) {
		return
	}
	replaced := before != nil && after != nil && after.replaces(before)
	if before != nil && r.Owner == "" { // of a state that was imported and not refreshed
		r.Owner = ledger.NewOwner()
	}
	if after != nil && after.known() {
		o.keep(ctx, &r, before, after, replaced, changes)
	}
	if before != nil && (after == nil || replaced) { // after keep, so that the note tells of what it has found
		o.release(ctx, &r, before, after == nil)
	}
	r.save(ctx, o.store, o.diags)
	if o.diags.HasError() && after != nil {
		o.Ledger.Fail(after.AccessPackage) // in an apply the resource isn't created or updated
	}
}

// release notes in the plan which rules stay, for the destroy to read.
func (o *operation) release(ctx context.Context, r *record, before *Holding, destroyed bool) {
	release := o.Ledger.Releases(ctx, r.Owner, rules(before.Keys()), destroyed)
	r.Plan = &release.Note
	if release.Unread {
		o.refuseUnread(before)
	}
	if len(release.Moves) > 0 {
		o.warnMoves(before.AccessPackage)
	}
	stays := slices.DeleteFunc(before.Keys(), func(key kind.Key) bool {
		return !slices.Contains(release.Stays, key.Rule()) || slices.Contains(release.Moves, key.Rule())
	})
	if len(stays) > 0 {
		o.diags.AddWarning("Rules stay on "+o.name(before.AccessPackage), fmt.Sprintf(
			"Another resource of this configuration manages these rules of access package %s, so destroying this one leaves "+
				"them in place:\n%s", before.AccessPackage, lines(stays),
		))
	}
}

// keep finds what contradicts the holding, and what another resource does with its rules.
func (o *operation) keep(ctx context.Context, r *record, before, after *Holding, replaced, changes bool) {
	plan := ledger.Plan{New: before == nil, Declares: after.declares(), Keeps: rules(after.Keys())}
	if before != nil && !replaced {
		r.Plan = nil
		plan.Has = rules(except(after.Keys(), except(after.Keys(), before.Keys())))
	}
	found := o.Ledger.Keeps(r.Owner, plan)
	for i, conflict := range found.Conflicts {
		o.declaredTwice(after, i, conflict)
	}
	if before == nil {
		if r.Plan == nil {
			r.Plan = &ledger.Note{}
		}
		r.Plan.Makes = rules(after.Keys()) // beside what the plan of the old object noted, if this one replaces it
	}
	switch {
	case o.diags.HasError() || len(found.Released) == 0:
	case before != nil && !replaced && !changes:
		o.refuseUnread(after)
	default:
		o.warnMoves(after.AccessPackage)
	}
	if replaced || o.diags.HasError() {
		return // a replacement is planned once more, as a new object
	}
	if before != nil {
		o.unmanage(ctx, r, before, after)
	}
	for _, list := range after.begins(before) {
		if after.All || !o.AdoptExisting {
			o.preview(ctx, before, after, list)
		}
	}
}

// unmanage says what it means that a list is left out which was managed before, unless other resources manage its rules
// from now on.
func (o *operation) unmanage(ctx context.Context, r *record, before, after *Holding) {
	for _, list := range before.Lists {
		if after.List(list.Kind) != nil {
			continue
		}
		alone := o.Ledger.Unmanages(ctx, r.Owner, rules(before.keys(list)))
		if len(alone) == 0 {
			continue
		}
		next := fmt.Sprintf("\n\nTo remove rules that no resource manages, set `%s = []`.", list.Attribute)
		if len(alone) < len(list.Targets) { // another resource manages the others, so that would be refused
			next = ""
		}
		keys := slices.DeleteFunc(
			before.keys(list), func(key kind.Key) bool { return !slices.Contains(alone, key.Rule()) },
		)
		o.diags.AddAttributeWarning(
			path.Root(list.Attribute),
			"List no longer managed on "+o.name(before.AccessPackage),
			fmt.Sprintf(
				"The configuration omits `%s`. The rules stay in Microsoft Graph. Terraform stops managing those that no other "+
					"resource of this configuration manages:\n%s%s",
				list.Attribute, lines(keys), next,
			),
		)
	}
}

// preview says what a list that the state doesn't manage yet finds in the access package. A failed read is a warning
// here.
func (o *operation) preview(ctx context.Context, before, h *Holding, list List) {
	ctx, cancel := o.EndAfter(ctx, construct.DefaultTimeout)
	defer cancel()
	listed, err := o.existing(ctx, h, list, time.Time{})
	at := path.Root(list.Attribute)
	name := o.name(h.AccessPackage)
	if graph.IsGone(err) {
		return // it is being created
	}
	if err != nil {
		var later *signin.ConfigError
		why := explain.Sentence(err.Error())
		if errors.As(err, &later) {
			why = "The provider's configuration isn't known yet."
		}
		then := fmt.Sprintf("This apply removes none; the next plan shows rules that aren't in `%s`.", list.Attribute)
		if !o.AdoptExisting {
			then = "If there are any, the apply fails, because `adopt_existing` is false."
		}
		o.diags.AddAttributeWarning(at, "Existing rules not checked on "+name, fmt.Sprintf(
			"The plan couldn't read the rules of access package %s. %s %s", h.AccessPackage, then, why))
		return
	}
	foreign := slices.DeleteFunc(
		slices.Clone(listed), func(key kind.Key) bool { own, _ := o.Ledger.Owns(ctx, key.Rule()); return own },
	)
	extra := except(foreign, h.keys(list)) // a resource that is destroyed may have others, and removes them
	switch {
	case len(foreign) > 0 && !o.AdoptExisting:
		o.diags.AddAttributeWarning(
			at,
			"Apply may fail: rules exist on "+name,
			o.exist(h, &existsError{foreign, before != nil})+
				"\n\nThe apply fails, unless another resource of this configuration stops managing them in the same run.",
		)
	case h.All && len(extra) > 0:
		next := ""
		if before == nil {
			next = "\n\nTo review and remove them in one run, import the resource."
		}
		o.diags.AddAttributeWarning(at, fmt.Sprintf("Existing rules stay on %s", name), fmt.Sprintf(
			"Access package %s has rules that aren't in `%s`. This apply leaves them in place, unless it destroys a "+
				"resource that manages them. The next plan shows them as removals:\n%s%s",
			h.AccessPackage, list.Attribute, lines(extra), next,
		))
	}
}
