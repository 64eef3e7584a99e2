package audit

import (
	"context"
	"slices"
	"sync"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// Pair names a rule, which need not exist: an access package and what it excludes or would exclude.
type Pair struct {
	AccessPackageID string
	Kind            Kind
	TargetID        string
}

// UnknownObjectError says that an object that a caller named doesn't exist.
type UnknownObjectError struct {
	Noun, ID string
	Err      error
}

func (e *UnknownObjectError) Error() string { return e.Err.Error() }

// Unwrap gives Microsoft Graph's answer.
func (e *UnknownObjectError) Unwrap() error { return e.Err }

// pairs makes rules of pairs, with the names of both objects as far as they can be read.
func pairs(ctx context.Context, client *graph.Client, named []Pair) ([]Rule, error) {
	own, others, groups := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, pair := range named {
		own[pair.AccessPackageID] = true
		if pair.Kind == AccessPackage {
			others[pair.TargetID] = true
		} else {
			groups[pair.TargetID] = true
		}
	}
	packages, err := readPackages(ctx, client, own, others)
	if err != nil {
		return nil, err
	}
	states, err := client.Groups(ctx, sorted(groups))
	if err != nil && !wire.IsRefusal(err) { // the names are nice to have
		return nil, err
	}
	rules := make([]Rule, 0, len(named))
	for _, pair := range named {
		name := packages[pair.TargetID].DisplayName
		if pair.Kind == Group {
			name = states[pair.TargetID].DisplayName
		}
		rules = append(
			rules, Rule{pair.Kind, packages[pair.AccessPackageID], graph.Object{ID: pair.TargetID, DisplayName: name}},
		)
	}
	slices.SortFunc(rules, Rule.compare)
	return slices.Compact(rules), nil
}

// readPackages reads the access packages of the rules. The incompatible ones may be out of reach.
func readPackages(
	ctx context.Context, client *graph.Client, own, others map[string]bool,
) (map[string]graph.AccessPackage, error) {
	var mu sync.Mutex
	found := map[string]graph.AccessPackage{}
	all := slices.Concat(sorted(own), sorted(others))
	slices.Sort(all)
	return found, inParallel(ctx, slices.Compact(all), func(ctx context.Context, id string) error {
		p, err := client.AccessPackage(ctx, id)
		switch {
		case graph.IsGone(err):
			return &UnknownObjectError{"access package", id, err}
		case wire.IsForbidden(err) && !own[id]:
			return nil
		case err != nil:
			return err
		}
		mu.Lock()
		defer mu.Unlock()
		found[id] = p
		return nil
	})
}
