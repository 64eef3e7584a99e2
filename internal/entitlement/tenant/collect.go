package tenant

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// foundRule is a rule as it was listed.
type foundRule struct {
	kind          *kind.Kind
	accessPackage graph.AccessPackage
	target        graph.Object
}

// collectRules lists each access package once for each kind. The order does not depend on which list came first.
func collectRules(ctx context.Context, client *graph.Client, catalogID string, kinds []*kind.Kind) ([]foundRule, error) {
	var mu sync.Mutex
	rules := []foundRule{}
	err := eachPackage(ctx, client, catalogID, func(ctx context.Context, accessPackage graph.AccessPackage) error {
		var found []foundRule
		for _, k := range kinds {
			targets, err := k.References(client).List(ctx, accessPackage.ID, graph.ListOptions{})
			if err != nil {
				return err
			}
			for _, target := range targets.All() {
				found = append(found, foundRule{k, accessPackage, target})
			}
		}
		mu.Lock()
		defer mu.Unlock()
		rules = append(rules, found...)
		return nil
	})
	slices.SortFunc(rules, foundRule.compare)
	return rules, err
}

// compare orders by access package, kind and target.
func (r foundRule) compare(other foundRule) int {
	return cmp.Or(
		cmp.Compare(r.accessPackage.ID, other.accessPackage.ID),
		cmp.Compare(r.kind.RuleKind, other.kind.RuleKind),
		cmp.Compare(r.target.ID, other.target.ID),
	)
}

func (r foundRule) importID() string {
	return kind.Key{AccessPackage: r.accessPackage.ID, Target: r.target.ID}.ID()
}

func (r foundRule) model() ruleModel {
	return ruleModel{
		Kind:                     types.StringValue(r.kind.RuleKind),
		CatalogID:                types.StringValue(r.accessPackage.CatalogID),
		AccessPackageID:          types.StringValue(r.accessPackage.ID),
		AccessPackageDisplayName: kind.NameOrNull(r.accessPackage.DisplayName),
		TargetID:                 types.StringValue(r.target.ID),
		TargetDisplayName:        kind.NameOrNull(r.target.DisplayName),
		ImportID:                 types.StringValue(r.importID()),
		JustMade:                 types.BoolValue(r.target.JustMade),
	}
}
