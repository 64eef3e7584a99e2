package ruleset

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// change is one rule that is added or removed, and what became of it.
type change struct {
	kind   *kindRules
	target string // GUID, lower case
	remove bool
	err    error // nil when it is done
}

// errNotTried is for changes that would have failed for a reason that is known already.
var errNotTried = errors.New("not tried any more")

// concurrentChanges is how many changes one resource has under way. Microsoft Graph throttles much sooner than a connection is full.
const concurrentChanges = 10

// apply adds, and then removes: a rule that replaces another is there before the other goes. A failure ends nothing but its own change,
// unless it concerns the access package as a whole.
func (p *packageRules) apply(ctx context.Context, data *kind.Data) []*change {
	var hopeless atomic.Bool
	additions, removals := p.additions(), p.removals()
	for _, changes := range [][]*change{additions, removals} {
		var group errgroup.Group
		group.SetLimit(concurrentChanges)
		for _, c := range changes {
			group.Go(func() error {
				switch {
				case hopeless.Load():
					c.err = errNotTried
				case ctx.Err() != nil:
					c.err = fmt.Errorf("%w: %w", errNotTried, ctx.Err())
				default:
					c.err = p.carryOut(ctx, data, c)
				}
				if kind.PackageError(c.err, p.accessPackageID) != nil {
					hopeless.Store(true)
				}
				return nil // the group must not end the others
			})
		}
		_ = group.Wait()
	}
	return append(additions, removals...)
}

func (p *packageRules) carryOut(ctx context.Context, data *kind.Data, c *change) error {
	if c.remove {
		return c.kind.kind.Remove(ctx, data, kind.Key{AccessPackage: p.accessPackageID, Target: c.target})
	}
	_, err := c.kind.kind.Add(ctx, data, graph.Reference{CatalogID: p.catalogID, AccessPackageID: p.accessPackageID, TargetID: c.target})
	return err
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
