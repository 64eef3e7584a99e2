package tenant

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/sync/errgroup"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// collectRules lists each access package once for each kind, while the access packages still come in. All of it succeeds or fails:
// an incomplete answer would look like a tenant with fewer rules.
func collectRules(ctx context.Context, client *graph.Client, catalogID string) ([]ruleModel, error) {
	lists, ctx := errgroup.WithContext(ctx)
	lists.SetLimit(kind.ConcurrentLists)
	var mu sync.Mutex
	rules := []ruleModel{}
	var failure error
	for accessPackage, err := range client.AccessPackages(ctx, catalogID) {
		if err != nil {
			failure = err
			break
		}
		for _, k := range kind.All {
			lists.Go(func() error {
				targets, err := k.References(client).List(ctx, accessPackage.ID, graph.ListOptions{})
				if graph.IsGone(err) {
					return nil // deleted since the access packages were listed
				}
				if err != nil {
					return err
				}
				mu.Lock()
				defer mu.Unlock()
				for _, target := range targets.All() {
					rules = append(rules, newRuleModel(k.RuleKind, accessPackage, target))
				}
				return nil
			})
		}
	}
	if err := lists.Wait(); err != nil {
		return nil, err // before failure, which may only be the context that this error ended
	}
	slices.SortFunc(rules, compareRules)
	return rules, failure
}

func newRuleModel(each string, accessPackage graph.AccessPackage, target graph.Object) ruleModel {
	return ruleModel{
		Kind:                     types.StringValue(each),
		CatalogID:                types.StringValue(accessPackage.CatalogID),
		AccessPackageID:          types.StringValue(accessPackage.ID),
		AccessPackageDisplayName: kind.NameOrNull(accessPackage.DisplayName),
		TargetID:                 types.StringValue(target.ID),
		TargetDisplayName:        kind.NameOrNull(target.DisplayName),
		ImportID:                 types.StringValue(kind.Key{AccessPackage: accessPackage.ID, Target: target.ID}.ID()),
	}
}

// compareRules orders by access package, kind and target, so that an answer does not depend on which list came first.
func compareRules(a, b ruleModel) int {
	return cmp.Or(
		cmp.Compare(a.AccessPackageID.ValueString(), b.AccessPackageID.ValueString()),
		cmp.Compare(a.Kind.ValueString(), b.Kind.ValueString()),
		cmp.Compare(a.TargetID.ValueString(), b.TargetID.ValueString()),
	)
}
