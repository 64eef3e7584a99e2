// Package audit reads the separation of duties of a tenant, or of one catalog, and draws conclusions: the rules, the
// people who are in conflict with them, the gaps in them, and their changes. It knows nothing of Terraform: results
// are plain values, and errors are those of Microsoft Graph.
//
// Each list is read once and everything else is concluded in memory, so that an audit costs one request per page of
// what it looks at. Unread parts are named in the result or are an error. A result is never just shorter.
package audit

import (
	"cmp"
	"context"
	"slices"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
)

func referencesOf(client *graph.Client, kind evidence.Kind) *graph.References {
	if kind == evidence.KindGroup {
		return client.IncompatibleGroups()
	}
	return client.IncompatibleAccessPackages()
}

// newRule makes a rule of what Microsoft Graph lists.
func newRule(kind evidence.Kind, accessPackage graph.AccessPackage, target graph.Object) evidence.Rule {
	return evidence.Rule{
		ImportID:      importID(accessPackage.ID, target.ID),
		Kind:          kind,
		Catalog:       object(accessPackage.CatalogID, accessPackage.CatalogName),
		AccessPackage: object(accessPackage.ID, accessPackage.DisplayName),
		Target:        object(target.ID, target.DisplayName),
		Pending:       target.JustMade,
	}
}

func importID(accessPackage, target string) string { return accessPackage + "/" + target }

func object(id, name string) evidence.Object { return evidence.Object{ID: id, Name: nameOrNil(name)} }

// compareRules orders as people look for rules: by catalog, access package, kind and target, each by name.
func compareRules(a, b evidence.Rule) int {
	return cmp.Or(
		compareObjects(a.Catalog, b.Catalog),
		compareObjects(a.AccessPackage, b.AccessPackage),
		cmp.Compare(a.Kind, b.Kind),
		compareObjects(a.Target, b.Target),
	)
}

func compareObjects(a, b evidence.Object) int {
	return cmp.Or(display.Compare(a.DisplayName(), b.DisplayName()), cmp.Compare(a.ID, b.ID))
}

// Rules lists the rules of a catalog, or of the tenant if catalogID is empty. Each access package costs one list per
// kind. The order doesn't depend on which answer came first.
func Rules(
	ctx context.Context, client *graph.Client, catalogID string, kinds ...evidence.Kind,
) ([]evidence.Rule, error) {
	_, rules, err := packagesAndRules(ctx, client, catalogID, kinds)
	return rules, err
}

// packagesAndRules also gives the access packages that have no rules.
func packagesAndRules(
	ctx context.Context, client *graph.Client, catalogID string, kinds []evidence.Kind,
) ([]graph.AccessPackage, []evidence.Rule, error) {
	if len(kinds) == 0 {
		kinds = evidence.Kinds
	}
	var all notes
	packages, rules := []graph.AccessPackage{}, []evidence.Rule{}
	err := eachPackage(ctx, ofCatalog(client, catalogID), func(ctx context.Context, p graph.AccessPackage) error {
		found, err := rulesOf(ctx, client, p, kinds)
		if err != nil {
			return err
		}
		all.note(func() { packages, rules = append(packages, p), append(rules, found...) })
		return nil
	})
	slices.SortFunc(rules, compareRules)
	return packages, rules, err
}

func rulesOf(
	ctx context.Context, client *graph.Client, accessPackage graph.AccessPackage, kinds []evidence.Kind,
) ([]evidence.Rule, error) {
	var found []evidence.Rule
	for _, kind := range kinds {
		targets, err := referencesOf(client, kind).List(ctx, accessPackage.ID, graph.ListOptions{})
		if err != nil {
			return nil, err
		}
		for _, target := range targets.All() {
			found = append(found, newRule(kind, accessPackage, target))
		}
	}
	return found, nil
}

// RulesOf lists the rules of one access package, and the rules of others about it.
func RulesOf(ctx context.Context, client *graph.Client, accessPackageID string) ([]evidence.Rule, error) {
	own, err := client.AccessPackage(ctx, accessPackageID)
	if err != nil {
		return nil, err
	}
	rules, err := rulesOf(ctx, client, own, evidence.Kinds)
	if err != nil {
		return nil, err
	}
	declaring, err := client.AccessPackagesIncompatibleWith(ctx, accessPackageID)
	if err != nil {
		return nil, err
	}
	var all notes
	byID := map[string]graph.Object{}
	for _, other := range declaring.All() {
		byID[other.ID] = other
	}
	err = inParallel(ctx, sorted(byID), func(ctx context.Context, id string) error {
		other, err := client.AccessPackage(ctx, id) // for its catalog
		if wire.IsForbidden(err) {
			other, err = graph.AccessPackage{ID: id, DisplayName: byID[id].DisplayName}, nil
		}
		if graph.IsGone(err) {
			return nil // deleted since it was listed
		}
		rule := newRule(evidence.KindAccessPackage, other, graph.Object{ID: own.ID, DisplayName: own.DisplayName})
		all.note(func() { rules = append(rules, rule) })
		return err
	})
	slices.SortFunc(rules, compareRules)
	return rules, err
}
