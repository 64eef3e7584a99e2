package ruleset

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/construct"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// packageRules is what an access package has, and what it is to have, of every kind that is managed.
type packageRules struct {
	owner           ledger.Owner
	catalogID       string
	accessPackageID string
	exists          bool // the state has the resource already
	kinds           []*kindRules
}

// kindRules are the rules of one kind: GUIDs of targets, lower case.
type kindRules struct {
	kind     *kind.Kind
	planned  guid.SetValue
	before   guid.SetValue // in the state; null when the kind was not managed
	want     []string
	complete bool     // want is all that is planned: no id is unknown yet
	have     []string // from the state, or from the service when it was not managed
	adopted  bool     // have is from the service, so that no plan has shown it
}

// readRules reads what is planned. The state is nil for a create.
func readRules(ctx context.Context, plan, state guid.Reader, diags *diag.Diagnostics) *packageRules {
	rules := &packageRules{exists: state != nil}
	rules.catalogID, _ = guid.Read(ctx, plan, construct.CatalogAttribute, diags)
	rules.accessPackageID, _ = guid.Read(ctx, plan, construct.PackageAttribute, diags)
	for _, k := range kind.All {
		each := &kindRules{kind: k, planned: k.ReadSet(ctx, plan, diags), before: k.SetType().Null()}
		if each.planned.IsNull() {
			continue
		}
		if state != nil {
			each.before = k.ReadSet(ctx, state, diags)
		}
		each.want, each.complete = each.planned.GUIDs()
		each.have, _ = each.before.GUIDs()
		each.adopted = each.before.IsNull()
		rules.kinds = append(rules.kinds, each)
	}
	return rules
}

// of gives the rules of one kind; nil when it is not managed.
func (p *packageRules) of(k *kind.Kind) *kindRules {
	for _, each := range p.kinds {
		if each.kind == k {
			return each
		}
	}
	return nil
}

// rules names them in the ledger.
func (k *kindRules) rules(accessPackageID string, targets []string) []ledger.Rule {
	rules := make([]ledger.Rule, 0, len(targets))
	for _, target := range targets {
		rules = append(rules, k.kind.Rule(kind.Key{AccessPackage: accessPackageID, Target: target}))
	}
	return rules
}

// plan is what the ledger is to know of them.
func (p *packageRules) plan(owner ledger.Owner) ledger.Plan {
	plan := ledger.Plan{Owner: owner}
	for _, each := range p.kinds {
		plan.Declares = append(plan.Declares, each.kind.Rule(kind.Key{AccessPackage: p.accessPackageID}))
		plan.Keeps = append(plan.Keeps, each.rules(p.accessPackageID, each.want)...)
		plan.Has = append(plan.Has, each.rules(p.accessPackageID, without(each.have, without(each.have, each.want)))...)
	}
	return plan
}

// claim keeps all wanted rules in place against resources of the same run that give them up. It comes before anything is listed, so that
// a rule that is listed then stays. It reports whether this run has removed one of them. Always end it with settle.
func (p *packageRules) claim(ctx context.Context, data *construct.Data) (removed bool, err error) {
	for _, each := range p.kinds {
		for _, rule := range each.rules(p.accessPackageID, each.want) {
			gone, err := data.Ledger.Claim(ctx, p.owner, rule)
			if err != nil {
				return removed, err
			}
			removed = removed || gone
		}
	}
	return removed, nil
}

// settle ends all claims: those rules are in place that were there, or that were added.
func (p *packageRules) settle(data *construct.Data, changes []*change, prepared bool) {
	missing := map[ledger.Rule]bool{}
	for _, c := range changes {
		if c.err != nil && !c.remove {
			missing[c.kind.kind.Rule(kind.Key{AccessPackage: p.accessPackageID, Target: c.target})] = true
		}
	}
	for _, each := range p.kinds {
		for _, rule := range each.rules(p.accessPackageID, each.want) {
			if prepared && !missing[rule] {
				data.Ledger.Made(p.owner, rule)
			} else {
				data.Ledger.Failed(p.owner, rule)
			}
		}
	}
}

// survey lists what is there of kinds that were not managed before, and of all kinds when the state may be wrong.
func (p *packageRules) survey(ctx context.Context, data *construct.Data, doubtful bool) error {
	for _, each := range p.kinds {
		if !each.adopted && !doubtful {
			continue
		}
		newPackage := graph.ListOptions{Fresh: doubtful, Until: data.Client.Clock().Now().Add(graph.VisibilityWindow)}
		listed, err := each.kind.References(data.Client).List(ctx, p.accessPackageID, newPackage)
		if err != nil {
			return err
		}
		if !each.adopted { // what the plan has not shown is not removed
			each.have = slices.DeleteFunc(each.have, func(id string) bool { return !listed.Has(id) })
			continue
		}
		for _, object := range listed.All() {
			each.have = append(each.have, object.ID)
		}
		slices.Sort(each.have)
	}
	return nil
}

// additions are the rules that are wanted and that the state doesn't hold. They are added even if a list shows them: it may be out of date.
func (p *packageRules) additions() []*change {
	var changes []*change
	for _, each := range p.kinds {
		inState, _ := each.before.GUIDs()
		if !each.adopted {
			inState = each.have
		}
		for _, target := range without(each.want, inState) {
			changes = append(changes, &change{kind: each, target: target})
		}
	}
	return changes
}

// removals are the rules that are there and not wanted.
func (p *packageRules) removals() []*change {
	var changes []*change
	for _, each := range p.kinds {
		for _, target := range without(each.have, each.want) {
			changes = append(changes, &change{kind: each, target: target, remove: true})
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
func (k *kindRules) left(ctx context.Context, data *construct.Data, accessPackageID string, changes []*change) []string {
	ids := k.have
	if listed, err := k.kind.References(data.Client).List(ctx, accessPackageID, graph.ListOptions{Fresh: true}); err == nil {
		ids = nil
		for _, object := range listed.All() {
			ids = append(ids, object.ID)
		}
	}
	added, removed := succeeded(changes, k.kind)
	ids = append(without(ids, added), added...)
	return without(ids, removed)
}
