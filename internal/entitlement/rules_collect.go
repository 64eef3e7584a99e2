package entitlement

import (
	"cmp"
	"context"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/sync/errgroup"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// concurrentLists bounds the lists that are asked for at a time. Six parallel reads of entitlement management have been throttled.
const concurrentLists = 4

// collectRules lists each access package once for each kind, while the access packages still come in. All of it succeeds or fails:
// an incomplete answer would look like a tenant with fewer rules.
func collectRules(ctx context.Context, client *graph.Client, catalogID string) ([]ruleModel, error) {
	lists, ctx := errgroup.WithContext(ctx)
	lists.SetLimit(concurrentLists)
	var mu sync.Mutex
	rules := []ruleModel{}
	var failure error
	for accessPackage, err := range client.AccessPackages(ctx, catalogID) {
		if err != nil {
			failure = err
			break
		}
		for _, relationship := range relationships {
			lists.Go(func() error {
				targets, err := relationship.links(client).List(ctx, accessPackage.ID, graph.ListOptions{})
				if graph.IsGone(err) {
					return nil // deleted since the access packages were listed
				}
				if err != nil {
					return err
				}
				mu.Lock()
				defer mu.Unlock()
				for _, target := range targets.All() {
					rules = append(rules, newRuleModel(relationship.ruleKind, accessPackage, target))
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

func newRuleModel(kind string, accessPackage graph.AccessPackage, target graph.Object) ruleModel {
	return ruleModel{
		Kind:                     types.StringValue(kind),
		CatalogID:                types.StringValue(accessPackage.CatalogID),
		AccessPackageID:          types.StringValue(accessPackage.ID),
		AccessPackageDisplayName: nameOrNull(accessPackage.DisplayName),
		TargetID:                 types.StringValue(target.ID),
		TargetDisplayName:        nameOrNull(target.DisplayName),
		ImportID:                 types.StringValue(key{accessPackage.ID, target.ID}.id()),
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
