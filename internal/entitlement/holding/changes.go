package holding

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/hashicorp/terraform-plugin-log/tflog"
	"golang.org/x/sync/errgroup"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// change is one rule that is added or removed.
type change struct {
	kind.Key

	remove  bool
	existed bool  // it was there before it was added
	err     error // nil when it is done
}

type changes []*change

func (all changes) failed() changes {
	return slices.DeleteFunc(slices.Clone(all), func(c *change) bool { return c.err == nil })
}

// unsure reports whether a change may have taken effect although it failed.
func (all changes) unsure() bool {
	return slices.ContainsFunc(
		all, func(c *change) bool { return c.err != nil && !c.untried() && graph.IsUnsure(c.err) },
	)
}

// markExisting notes what a list showed before it was added: a service may not refuse to add a rule that exists.
func (all changes) markExisting(there []kind.Key) {
	for _, c := range all {
		c.existed = c.existed || c.err == nil && slices.Contains(there, c.Key)
	}
}

func (all changes) keys() []kind.Key {
	keys := make([]kind.Key, 0, len(all))
	for _, c := range all {
		keys = append(keys, c.Key)
	}
	return keys
}

func (all changes) succeeded() (added, removed []kind.Key) {
	for _, c := range all {
		switch {
		case c.err != nil:
		case c.remove:
			removed = append(removed, c.Key)
		default:
			added = append(added, c.Key)
		}
	}
	return added, removed
}

// result is what is in force after an update of which some changes failed: what the state had, corrected by what
// succeeded, and without rules that this run has removed and failed to make again.
func (all changes) result(before, after *Holding) *Holding {
	added, removed := all.succeeded()
	for _, c := range all.failed() {
		if !c.remove {
			removed = append(removed, c.Key)
		}
	}
	now := *after
	now.Lists = slices.Clone(after.Lists)
	for i, list := range now.Lists {
		had := List{Kind: list.Kind}
		if was := before.List(list.Kind); was != nil {
			had = *was
		}
		keys := append(except(before.keys(had), added), added...)
		now.Lists[i].Targets = nil
		for _, key := range except(keys, removed) {
			if key.Kind == list.Kind {
				now.Lists[i].Targets = append(now.Lists[i].Targets, key.Target)
			}
		}
	}
	return &now
}

// errNotTried is for changes that would fail for a reason that is known already.
var errNotTried = errors.New("not tried, because the same failure would follow")

// firstBatch is how many changes go first. The client sends everything that it gets, so a thousand changes that all
// would be refused must not be handed to it before some have been tried.
const firstBatch = 10

// add makes rules. Only the answer to a request proves that a rule is there, so none is left out because a list shows
// it.
func (o *operation) add(ctx context.Context, h *Holding, keys []kind.Key) changes {
	var all changes
	for _, key := range keys {
		all = append(all, &change{Key: key})
	}
	o.carryOut(ctx, all, func(c *change) error {
		var err error
		c.existed, err = c.Kind.References(o.Client).Add(ctx, c.Reference(h.Catalog))
		return err
	})
	return all
}

// remove ends rules, after the creates and updates of the run.
func (o *operation) remove(ctx context.Context, r record, keys []kind.Key, elsewhere bool) changes {
	if len(keys) == 0 {
		return nil
	}
	var all changes
	for _, key := range keys {
		all = append(all, &change{Key: key, remove: true})
	}
	removal, err := o.Ledger.Remove(ctx, r.Owner, rules(keys), r.note(), elsewhere)
	defer removal.End()
	if err != nil {
		for _, c := range all {
			c.err = fmt.Errorf("waiting for other resources of this run: %w", err)
		}
		return all
	}
	o.carryOut(ctx, all, func(c *change) error {
		remove, err := removal.Ask(ctx, c.Rule())
		if err != nil || !remove {
			if err == nil {
				tflog.Info(ctx, "Another resource manages the rule; it stays", map[string]any{"id": c.ID()})
			}
			return err
		}
		err = c.Kind.References(o.Client).Remove(ctx, c.AccessPackage, c.Target)
		removal.Removed(c.Rule(), err == nil || graph.IsUnsure(err))
		return err
	})
	return all
}

// carryOut makes several changes at a time, and ends early when the rest would fail as well.
func (o *operation) carryOut(ctx context.Context, all changes, do func(*change) error) {
	var hopeless atomic.Bool
	ahead := min(len(all), firstBatch)
	for _, batch := range []changes{all[:ahead], all[ahead:]} {
		var group errgroup.Group
		group.SetLimit(graph.FanOut)
		for _, c := range batch {
			group.Go(func() error {
				switch {
				case hopeless.Load():
					c.err = errNotTried
				case ctx.Err() != nil:
					c.err = fmt.Errorf("not tried: %w", ctx.Err())
				default:
					c.err = do(c)
				}
				if construct.PackageError(c.err, c.AccessPackage) != nil || wire.IsHopeless(c.err) {
					hopeless.Store(true)
				}
				return nil // a failure ends only its own change
			})
		}
		_ = group.Wait()
	}
}

// untried reports a change that sent no request.
func (c *change) untried() bool {
	return errors.Is(c.err, errNotTried) || errors.Is(c.err, ledger.ErrWeakens)
}
