package tenant

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// audit counts who is in conflict with many rules. It first reads each list that any rule needs, then compares in memory.
type audit struct {
	client *graph.Client
	stage  graph.Stage

	mu      sync.Mutex
	holders map[string]graph.Holders  // by access package
	members map[string]graph.Subjects // by group
	beyond  map[string]bool           // access packages that the caller may not read
	refused map[string]error          // groups whose members the caller may not read, with the answer
}

// counted is a rule with who is in conflict with it, or why that is not known.
type counted struct {
	rule      foundRule
	holders   *graph.Holders
	uncounted string // a sentence
}

func newAudit(client *graph.Client, stage graph.Stage) *audit {
	return &audit{
		client: client, stage: stage,
		holders: map[string]graph.Holders{}, members: map[string]graph.Subjects{}, beyond: map[string]bool{},
		refused: map[string]error{},
	}
}

// count looks at the rules of a catalog, or of the tenant, that are of the kinds named; of all kinds if none is.
func (a *audit) count(ctx context.Context, catalogID string, kinds []string, diags *diag.Diagnostics) []counted {
	wanted := slices.DeleteFunc(slices.Clone(kind.All), func(k *kind.Kind) bool { return len(kinds) > 0 && !slices.Contains(kinds, k.RuleKind) })
	rules, err := collectRules(ctx, a.client, catalogID, wanted)
	if err != nil {
		diags.Append(catalogError(err, catalogID))
		return nil
	}
	if a.readLists(ctx, rules, diags) {
		return a.compare(rules)
	}
	return nil
}

// readLists reads what the rules need, each list once, and reports whether it could.
func (a *audit) readLists(ctx context.Context, rules []foundRule, diags *diag.Diagnostics) bool {
	own, others, groups := map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, rule := range rules {
		own[rule.accessPackage.ID] = true
		if rule.kind.BetweenPackages {
			others[rule.target.ID] = true
		} else {
			groups[rule.target.ID] = true
		}
	}
	maps.DeleteFunc(others, func(id string, _ bool) bool { return own[id] })
	for _, lists := range []struct {
		of         map[string]bool
		read       func(context.Context, string) error
		permission explain.Permission
	}{
		{own, a.readHolders, kind.MayRead},
		{others, a.readOtherHolders, kind.MayRead},
		{groups, a.readMembers, kind.MayReadMembers},
	} {
		if err := inParallel(ctx, slices.Sorted(maps.Keys(lists.of)), lists.read); err != nil {
			diags.Append(explain.Error(err, lists.permission))
			return false
		}
	}
	if refused := slices.Sorted(maps.Keys(a.refused)); len(refused) > 0 && len(refused) == len(groups) {
		diags.Append(explain.Error(a.refused[refused[0]], kind.MayReadMembers))
		return false
	}
	a.warnOfUncounted(diags)
	return true
}

func (a *audit) readHolders(ctx context.Context, accessPackage string) error {
	holders, err := a.client.Holders(ctx, accessPackage, a.stage)
	if graph.IsGone(err) {
		return nil // deleted since its rules were listed
	}
	if err != nil {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.holders[accessPackage] = holders
	return nil
}

// readOtherHolders reads those of an access package that is only on the other side of rules. It may be in a catalog that the caller's role
// does not cover; the rules about all others can be counted all the same.
func (a *audit) readOtherHolders(ctx context.Context, accessPackage string) error {
	err := a.readHolders(ctx, accessPackage)
	if !wire.IsForbidden(err) {
		return err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.beyond[accessPackage] = true
	return nil
}

// readMembers keeps a refusal: unless all groups are refused it is about this one, such as one whose members are hidden from most callers.
//
// See https://learn.microsoft.com/graph/api/group-list-transitivemembers.
func (a *audit) readMembers(ctx context.Context, group string) error {
	members, err := a.client.Members(ctx, group)
	a.mu.Lock()
	defer a.mu.Unlock()
	switch {
	case err == nil:
		a.members[group] = members
	case wire.IsForbidden(err):
		a.refused[group] = err
	case !graph.IsGone(err):
		return err
	}
	return nil
}

// compare counts each rule. One whose own access package was deleted meanwhile is none any more.
func (a *audit) compare(rules []foundRule) []counted {
	all := make([]counted, 0, len(rules))
	for _, rule := range rules {
		holders, there := a.holders[rule.accessPackage.ID]
		if !there {
			continue
		}
		c := counted{rule: rule}
		others, known := a.holders[rule.target.ID]
		members, isGroup := a.members[rule.target.ID]
		switch {
		case rule.kind.BetweenPackages && known:
			holders = holders.And(others)
			c.holders = &holders
		case !rule.kind.BetweenPackages && isGroup:
			holders = holders.In(members)
			c.holders = &holders
		case a.beyond[rule.target.ID]:
			c.uncounted = fmt.Sprintf("The caller may not read the assignments of access package %s.", rule.target.ID)
		case a.refused[rule.target.ID] != nil:
			c.uncounted = fmt.Sprintf("The caller may not read the members of group %s.", rule.target.ID)
		case rule.target.JustMade:
			c.uncounted = fmt.Sprintf("The %s %s is not found yet.", rule.kind.Noun, rule.target.ID)
		default:
			c.uncounted = fmt.Sprintf("The %s %s is gone.", rule.kind.Noun, rule.target.ID)
		}
		all = append(all, c)
	}
	return all
}

func (a *audit) warnOfUncounted(diags *diag.Diagnostics) {
	if len(a.beyond) > 0 {
		diags.AddWarning("Some rules are not counted", "The caller may not read the assignments of these access packages, which rules of others name. The rules have "+
			"no counts and say why in `uncounted`. It takes the entitlement management role \"Catalog reader\" on their catalogs too, or the permission "+
			"EntitlementManagement.Read.All:\n"+bullets(maps.Keys(a.beyond)))
	}
	if len(a.refused) > 0 {
		diags.AddWarning("Some rules about groups are not counted", "The caller may not read the members of these groups, though those of others. The rules have no counts "+
			"and say why in `uncounted`. A group with hidden membership takes the permission Member.Read.Hidden besides:\n"+bullets(maps.Keys(a.refused)))
	}
}

func bullets(ids iter.Seq[string]) string {
	return "\n* " + strings.Join(slices.Sorted(ids), "\n* ")
}
