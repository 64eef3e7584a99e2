package ruleset

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// change is one rule that is added or removed, and what became of it.
type change struct {
	kind   *kindRules
	target string // GUID, lower case
	remove bool
	err    error // nil when it is done
}

var (
	// errNotTried is for changes that would have failed for a reason that is known already.
	errNotTried = errors.New("not tried any more")

	// errNotAdded is for removals after additions of which one failed: nothing is weakened then.
	errNotAdded = errors.New("left in place, because not every rule could be added")
)

// vanguard is how many changes go first. What has been handed to the client is sent, so a thousand changes that nobody may make must not be
// handed to it before some have been tried.
const vanguard = 10

// apply adds, and then removes: a rule that replaces another is there before the other goes, and when one could not be added, none is
// removed. A failure ends nothing but its own change, unless every other one would fail as well. Stays are rules, by set, that other resources
// have.
func (p *packageRules) apply(ctx context.Context, data *construct.Data, stays map[string][]string) []*change {
	additions, removals := p.additions(), p.removals()
	p.carryOut(ctx, data, additions, nil)
	if len(failed(additions)) == 0 {
		p.carryOut(ctx, data, removals, stays)
		return append(additions, removals...)
	}
	for _, c := range removals {
		c.err = errNotAdded
	}
	return append(additions, removals...)
}

// carryOut makes several changes at a time, and ends early when the rest would fail as well.
func (p *packageRules) carryOut(ctx context.Context, data *construct.Data, changes []*change, stays map[string][]string) {
	var hopeless atomic.Bool
	ahead := min(len(changes), vanguard)
	p.carryOutSome(ctx, data, changes[:ahead], stays, &hopeless)
	p.carryOutSome(ctx, data, changes[ahead:], stays, &hopeless)
}

func (p *packageRules) carryOutSome(ctx context.Context, data *construct.Data, changes []*change, stays map[string][]string, hopeless *atomic.Bool) {
	var group errgroup.Group
	group.SetLimit(construct.FanOut)
	for _, c := range changes {
		group.Go(func() error {
			switch {
			case hopeless.Load():
				c.err = errNotTried
			case ctx.Err() != nil:
				c.err = fmt.Errorf("%w: %w", errNotTried, ctx.Err())
			case c.remove:
				there := slices.Contains(stays[c.kind.kind.Set], c.target)
				c.err = c.kind.kind.Remove(ctx, data, p.owner, kind.Key{AccessPackage: p.accessPackageID, Target: c.target}, there)
			default:
				reference := graph.Reference{CatalogID: p.catalogID, AccessPackageID: p.accessPackageID, TargetID: c.target}
				_, c.err = c.kind.kind.References(data.Client).Add(ctx, reference) // the claims are made, and what is there has been looked at
			}
			if construct.PackageError(c.err, p.accessPackageID) != nil || wire.IsHopeless(c.err) {
				hopeless.Store(true)
			}
			return nil // the group must not end the others
		})
	}
	_ = group.Wait()
}

// succeeded gives the targets of one kind that were added and removed.
func succeeded(changes []*change, k *kind.Kind) (added, removed []string) {
	for _, c := range changes {
		switch {
		case c.err != nil || c.kind.kind != k:
		case c.remove:
			removed = append(removed, c.target)
		default:
			added = append(added, c.target)
		}
	}
	return added, removed
}

func failed(changes []*change) []*change {
	var failures []*change
	for _, c := range changes {
		if c.err != nil {
			failures = append(failures, c)
		}
	}
	return failures
}
