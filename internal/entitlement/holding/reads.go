package holding

import (
	"context"
	"slices"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// list gives the rules of a kind that the access package has.
func (o *operation) list(
	ctx context.Context, k *kind.Kind, accessPackage string, options graph.ListOptions,
) ([]kind.Key, error) {
	targets, err := k.References(o.Client).List(ctx, accessPackage, options)
	if err != nil {
		return nil, err
	}
	keys := make([]kind.Key, 0, len(targets.All()))
	for _, object := range targets.All() {
		keys = append(keys, kind.Key{Kind: k, AccessPackage: accessPackage, Target: object.ID})
	}
	return keys, nil
}

// read waits for rules that the provider added moments ago, and leaves out those that it removed: neither is drift.
func (o *operation) read(ctx context.Context, h *Holding, recent written) (*Holding, error) {
	now := *h
	now.Lists = slices.Clone(h.Lists)
	removed := toSet(recent.Removed)
	added := toSet(recent.Added)
	for i, list := range now.Lists {
		var expected []string
		for _, key := range h.keys(list) {
			if added[key.ID()] {
				expected = append(expected, key.Target)
			}
		}
		listed, err := o.list(
			ctx, list.Kind, h.AccessPackage, graph.ListOptions{Expect: expected, Until: recent.until()},
		)
		if err != nil {
			return nil, err
		}
		wanted := toSet(list.Targets)
		now.Lists[i].Targets = nil
		for _, key := range listed {
			if !removed[key.ID()] && (h.All || wanted[key.Target]) {
				now.Lists[i].Targets = append(now.Lists[i].Targets, key.Target)
			}
		}
	}
	return &now, nil
}

// existing lists the rules that exist before a resource manages the list: all of them for a set, otherwise the one
// rule. If the access package isn't found, it looks again until the given time.
func (o *operation) existing(ctx context.Context, h *Holding, list List, until time.Time) ([]kind.Key, error) {
	if h.All {
		return o.list(ctx, list.Kind, h.AccessPackage, graph.ListOptions{Until: until})
	}
	key := h.Keys()[0]
	there, err := list.Kind.References(o.Client).WasThere(ctx, key.Reference(h.Catalog), until)
	if err != nil || !there {
		return nil, err
	}
	return []kind.Key{key}, nil
}

// findCatalog looks up a catalog that was left out, once for each access package.
func (o *operation) findCatalog(ctx context.Context, h *Holding) error {
	if h.Catalog != "" {
		return nil
	}
	accessPackage, err := o.Client.AccessPackage(ctx, h.AccessPackage)
	if err == nil {
		h.Catalog = accessPackage.CatalogID
	}
	return err
}

// awaitPackage waits for an access package that may have been created moments ago, unless an addition does.
func (o *operation) awaitPackage(ctx context.Context, h *Holding) error {
	if h.Catalog != "" && len(h.Keys()) > 0 {
		return nil
	}
	_, err := o.Client.AwaitAccessPackage(ctx, h.AccessPackage, o.Client.Clock().Now().Add(graph.VisibilityWindow))
	return err
}

// missing reports whether the access package doesn't exist.
func (o *operation) missing(ctx context.Context, h *Holding) bool {
	for _, list := range h.Lists {
		if _, err := o.list(ctx, list.Kind, h.AccessPackage, graph.ListOptions{}); graph.IsGone(err) {
			return true
		}
	}
	return false
}
