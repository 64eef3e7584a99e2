package holding

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/lookup"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// refreshed is what a refresh has found.
type refreshed struct {
	*Holding // nil if nothing is left of it, or if it couldn't be read

	Gone      bool // remove it from the state
	Elsewhere bool // another address of the state has one of the rules too
}

// refresh reads the lists of the holding. Only a 404 on the access package, or for a single rule a complete list
// without it, means that it is gone.
func (o *operation) refresh(ctx context.Context, h *Holding) refreshed {
	r := load(ctx, o.store, o.diags)
	if !h.valid(o) || !o.isTenant(ctx, &r) {
		return refreshed{}
	}
	now, err := o.read(ctx, h, r.Written.recent(o.Client.Clock().Now()))
	if err == nil && (h.All || len(now.Keys()) > 0) {
		err = o.findCatalog(ctx, now)
		if err == nil && r.Imported { // it may have named a wrong one
			err = o.Client.CheckCatalog(ctx, now.AccessPackage, now.Catalog)
		}
	}
	switch {
	case graph.IsGone(err):
		tflog.Info(ctx, "Access package no longer exists", map[string]any{"id": h.AccessPackage})
		if r.Imported {
			return o.notImported(ctx, h)
		}
		return refreshed{Gone: o.packageMissing(ctx, r, h.AccessPackage)}
	case err != nil:
		if mismatch, ok := errors.AsType[*graph.CatalogMismatchError](err); ok {
			o.diags.AddError("Access package is in another catalog", fmt.Sprintf(
				"The import ID names catalog %s, but access package %s is in catalog %s. Correct the import ID.",
				mismatch.CatalogID, mismatch.AccessPackageID, mismatch.ActualCatalogID,
			))
			return refreshed{}
		}
		o.diags.Append(o.diagnose(err, h, explain.MayRead))
		return refreshed{}
	}
	o.FoundPackage()
	if !h.All && len(now.Keys()) == 0 {
		tflog.Info(ctx, "Separation of duties rule no longer exists", map[string]any{"id": h.Keys()[0].ID()})
		if r.Imported {
			return o.notImported(ctx, h)
		}
		return refreshed{Gone: true}
	}
	o.checkOpposites(ctx, &r, now)
	if r.Tenant == "" {
		r.Tenant = o.signedIn(ctx)
	}
	found := refreshed{Holding: now}
	r.Owner, found.Elsewhere = o.Ledger.Holds(r.Owner, rules(now.Keys()))
	r.Imported, r.Plan = false, nil // a removal that failed has left what was planned
	r.save(ctx, o.store, o.diags)
	return found
}

// checkOpposites warns once of new rules between access packages that work in one direction only.
func (o *operation) checkOpposites(ctx context.Context, r *record, now *Holding) {
	unchecked := toSet(r.Unchecked)
	for _, list := range now.Lists {
		if len(unchecked) == 0 || !lookup.WarnsOneWay(o.Data, list.Kind) {
			continue
		}
		var targets []string
		for _, key := range now.keys(list) {
			if unchecked[key.ID()] {
				targets = append(targets, key.Target)
			}
		}
		o.diags.Append(lookup.WarnOneWay(ctx, o.Data, list.Kind, list.Attribute, now.AccessPackage, targets)...)
		r.Unchecked = nil
	}
}

// notImported finds an import that named the two ends of a rule in the wrong order, which is the usual mistake, or a
// rule of another kind. If there is no such rule either, Terraform says that the one of the import doesn't exist.
func (o *operation) notImported(ctx context.Context, h *Holding) refreshed {
	if h.All {
		return o.setNotImported(h)
	}
	key := h.Keys()[0]
	exists := func(other kind.Key) bool {
		listed, err := o.list(ctx, other.Kind, other.AccessPackage, graph.ListOptions{})
		return err == nil && slices.Contains(listed, other)
	}
	opposite := kind.Key{Kind: key.Kind, AccessPackage: key.Target, Target: key.AccessPackage}
	if exists(opposite) {
		o.oppositeImported(key, opposite)
		return refreshed{}
	}
	for _, k := range kind.All {
		for _, other := range []kind.Key{
			{Kind: k, AccessPackage: key.AccessPackage, Target: key.Target},
			{Kind: k, AccessPackage: key.Target, Target: key.AccessPackage},
		} {
			if k != key.Kind && exists(other) {
				o.diags.AddError("Rule of another kind", fmt.Sprintf(
					"The import ID is that of another kind of rule: access package %s excludes %s %s. Import the rule as an "+
						"elm_%s with the ID %q.",
					other.AccessPackage, k.Noun, other.Target, k.TypeName, other.ID(),
				))
				return refreshed{}
			}
		}
	}
	return refreshed{Gone: true}
}

func (o *operation) oppositeImported(key, opposite kind.Key) {
	title, detail := "Only the opposite rule exists", fmt.Sprintf(
		"Access package %s doesn't exclude %s %s, but the opposite rule exists.",
		key.AccessPackage,
		key.Kind.Noun,
		key.Target,
	)
	if !key.Kind.BetweenPackages {
		title, detail = "IDs in the wrong order", fmt.Sprintf(
			"%s is a %s, and %s is the access package.", key.AccessPackage, key.Kind.Noun, key.Target,
		)
	}
	o.diags.AddError(title, fmt.Sprintf(
		"%s The import ID of a rule begins with the access package that has the rule. Import the existing "+
			"rule with the ID %q. In its resource, `%s` is %s.", detail, opposite.ID(), construct.PackageAttribute, key.Target,
	))
}

// setNotImported explains an import ID of two parts whose second one isn't an access package, such as that of a single
// rule.
func (o *operation) setNotImported(h *Holding) refreshed {
	if h.Catalog == "" {
		return refreshed{Gone: true}
	}
	o.diags.AddError("Access package not found", fmt.Sprintf(
		"No access package has the ID %s. The import ID of an %s is `<%s>` or `<%s>/<%s>`; that of a single rule isn't "+
			"valid here. Correct the import ID.",
		h.AccessPackage,
		o.Words.Type,
		construct.PackageAttribute,
		construct.CatalogAttribute,
		construct.PackageAttribute,
	))
	return refreshed{}
}
