package entitlement

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
)

// packageRules is what an access package has, and what it is to have, of every kind that is managed.
type packageRules struct {
	catalogID       string
	accessPackageID string
	kinds           []*kindRules
}

// kindRules are the rules of one kind: GUIDs of targets, lower case.
type kindRules struct {
	*relationship

	planned guid.SetValue
	before  guid.SetValue // in the state; null when the kind was not managed
	want    []string
	have    []string // from the state, or from the service when it was not managed
	adopted bool     // have is from the service, so that no plan has shown it
}

// readRules reads what is planned. The state is nil for a create.
func readRules(ctx context.Context, plan, state attributeReader, diags *diag.Diagnostics) *packageRules {
	rules := &packageRules{}
	rules.catalogID, _ = readGUID(ctx, plan, catalogAttribute, diags)
	rules.accessPackageID, _ = readGUID(ctx, plan, packageAttribute, diags)
	for _, relationship := range relationships {
		kind := &kindRules{relationship: relationship, planned: relationship.readSet(ctx, plan, diags), before: relationship.setType().Null()}
		if kind.planned.IsNull() {
			continue
		}
		if state != nil {
			kind.before = relationship.readSet(ctx, state, diags)
		}
		kind.want, _ = kind.planned.GUIDs()
		kind.have, _ = kind.before.GUIDs()
		kind.adopted = kind.before.IsNull()
		rules.kinds = append(rules.kinds, kind)
	}
	return rules
}

// claim keeps all wanted rules in place against resources of the same run that give them up. It comes before anything is listed, so that
// a rule that is listed then stays.
func (p *packageRules) claim(ctx context.Context, data *ProviderData) error {
	for _, kind := range p.kinds {
		for _, target := range kind.want {
			if err := data.takeovers.take(ctx, kind.rule(key{p.accessPackageID, target})); err != nil {
				return err
			}
		}
	}
	return nil
}

// survey lists what is there of kinds that were not managed before.
func (p *packageRules) survey(ctx context.Context, data *ProviderData) error {
	for _, kind := range p.kinds {
		if !kind.adopted {
			continue
		}
		newPackage := graph.ListOptions{Until: data.Client.Clock().Now().Add(graph.VisibilityWindow)}
		listed, err := kind.links(data.Client).List(ctx, p.accessPackageID, newPackage)
		if err != nil {
			return err
		}
		for _, object := range listed.All() {
			kind.have = append(kind.have, object.ID)
		}
		slices.Sort(kind.have)
	}
	return nil
}

// additions are the rules that are wanted and not there.
func (p *packageRules) additions() []*change {
	var changes []*change
	for _, kind := range p.kinds {
		for _, target := range without(kind.want, kind.have) {
			changes = append(changes, &change{kind: kind, target: target})
		}
	}
	return changes
}

// removals are the rules that are there and not wanted.
func (p *packageRules) removals() []*change {
	var changes []*change
	for _, kind := range p.kinds {
		for _, target := range without(kind.have, kind.want) {
			changes = append(changes, &change{kind: kind, target: target, remove: true})
		}
	}
	return changes
}

// without gives the ids that are not among the others.
func without(ids, others []string) []string {
	there := make(map[string]bool, len(others))
	for _, id := range others {
		there[id] = true
	}
	var left []string
	for _, id := range ids {
		if !there[id] {
			left = append(left, id)
		}
	}
	return left
}

// left are the rules that the service holds after changes of which some failed. If it cannot be asked, they follow from what succeeded,
// and they do in any case where the list lags behind.
func (k *kindRules) left(ctx context.Context, data *ProviderData, accessPackageID string, changes []*change) []string {
	ids := k.have
	if listed, err := k.links(data.Client).List(ctx, accessPackageID, graph.ListOptions{Fresh: true}); err == nil {
		ids = nil
		for _, object := range listed.All() {
			ids = append(ids, object.ID)
		}
	}
	added, removed := done(changes, k.relationship)
	ids = append(without(ids, added), added...)
	return without(ids, removed)
}
