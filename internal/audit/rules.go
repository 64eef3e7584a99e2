package audit

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// Rule is a rule as Microsoft Graph lists it.
type Rule struct {
	Kind          Kind
	AccessPackage graph.AccessPackage
	Target        graph.Object
}

// ImportID is the ID by which the rule is imported. It is unique among all rules.
func (r Rule) ImportID() string { return importID(r.AccessPackage.ID, r.Target.ID) }

func importID(accessPackage, target string) string { return accessPackage + "/" + target }

// compare orders by access package, kind and target.
func (r Rule) compare(other Rule) int {
	return cmp.Or(
		cmp.Compare(r.AccessPackage.ID, other.AccessPackage.ID),
		cmp.Compare(r.Kind, other.Kind),
		cmp.Compare(r.Target.ID, other.Target.ID),
	)
}

// Rules lists the rules of a catalog, or of the tenant if catalogID is empty. Each access package costs one list per kind. The order
// doesn't depend on which answer came first.
func Rules(ctx context.Context, client *graph.Client, catalogID string, kinds ...Kind) ([]Rule, error) {
	if len(kinds) == 0 {
		kinds = Kinds
	}
	var mu sync.Mutex
	rules := []Rule{}
	err := eachPackage(ctx, client, catalogID, func(ctx context.Context, accessPackage graph.AccessPackage) error {
		found, err := rulesOf(ctx, client, accessPackage, kinds)
		mu.Lock()
		defer mu.Unlock()
		rules = append(rules, found...)
		return err
	})
	slices.SortFunc(rules, Rule.compare)
	return rules, err
}

func rulesOf(ctx context.Context, client *graph.Client, accessPackage graph.AccessPackage, kinds []Kind) ([]Rule, error) {
	var found []Rule
	for _, kind := range kinds {
		targets, err := kind.references(client).List(ctx, accessPackage.ID, graph.ListOptions{})
		if err != nil {
			return nil, err
		}
		for _, target := range targets.All() {
			found = append(found, Rule{kind, accessPackage, target})
		}
	}
	return found, nil
}
