package audit

import (
	"context"
	"slices"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

// Pair names a rule, which need not exist: an access package and what it excludes or would exclude.
type Pair struct {
	AccessPackageID string
	Kind            evidence.Kind
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
func pairs(ctx context.Context, client *graph.Client, named []Pair) ([]evidence.Rule, error) {
	rules := make([]evidence.Rule, 0, len(named))
	for _, p := range named {
		rules = append(rules, newRule(p.Kind, graph.AccessPackage{ID: p.AccessPackageID}, graph.Object{ID: p.TargetID}))
	}
	own, others, groups := objectsOf(rules)
	packages, err := readPackages(ctx, client, own, others)
	if err != nil {
		return nil, err
	}
	states, err := client.Groups(ctx, sorted(groups))
	if err != nil && !wire.IsRefusal(err) { // the names are nice to have
		return nil, err
	}
	for i, pair := range named {
		name := packages[pair.TargetID].DisplayName
		if pair.Kind == evidence.KindGroup {
			name = states[pair.TargetID].DisplayName
		}
		target := graph.Object{ID: pair.TargetID, DisplayName: name}
		rules[i] = newRule(pair.Kind, packages[pair.AccessPackageID], target)
	}
	slices.SortFunc(rules, compareRules)
	return slices.CompactFunc(rules, func(a, b evidence.Rule) bool { return compareRules(a, b) == 0 }), nil
}

// readPackages reads the access packages of the rules. The incompatible ones may be out of reach.
func readPackages(
	ctx context.Context, client *graph.Client, own, others map[string]bool,
) (map[string]graph.AccessPackage, error) {
	var all notes
	found := map[string]graph.AccessPackage{}
	return found, inParallel(ctx, slices.Concat(sorted(own), sorted(others)), func(ctx context.Context, id string) error {
		p, err := client.AccessPackage(ctx, id)
		switch {
		case graph.IsGone(err):
			return &UnknownObjectError{"access package", id, err}
		case wire.IsForbidden(err) && !own[id]:
			return nil
		case err != nil:
			return err
		}
		all.note(func() { found[id] = p })
		return nil
	})
}
