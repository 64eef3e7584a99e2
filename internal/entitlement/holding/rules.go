// Package holding is what the resources for rules have in common: the resource for one rule is a holding of one rule,
// the resource for a whole access package is a holding of many. One engine plans, creates, updates, destroys and
// refreshes both.
//
// # Only what the plan showed is removed
//
// A holding removes what its state has and its configuration doesn't. A create, and an update that begins to manage a
// list, remove nothing: rules that they find in addition stay, and the next plan shows them as removals. They can't do
// more. Terraform plans every create and update again during the apply and passes nothing of the first plan to the
// second, neither private state nor planned attributes. If the second plan named other rules than the first, because an
// administrator has added one since, Terraform would stop with "Provider produced inconsistent final plan"; if it named
// them again without a plan having shown them, a rule would be lost. The state that a plan has refreshed is the only
// list of rules that both plans agree on.
//
// # Only the answer to a write proves that a rule is there
//
// Lists of Microsoft Graph lag in both directions, so a create sends each rule, whether it is listed or not. A list
// says what is adopted, and what must not be.
//
// # A failure stops further removals
//
// Additions come before removals, and once one has failed, the ledger refuses all removals from the same access
// package. A create that fails stores nothing: Terraform would call the resource tainted, remove its rules and create
// them again.
package holding

import (
	"slices"

	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/kind"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/lookup"
	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// Holding is which rules a resource manages.
type Holding struct {
	AccessPackage string // GUID, lower case; empty while it isn't known
	Catalog       string // GUID, lower case; empty if it isn't known or was left out
	All           bool   // it manages all rules of its lists, not a single rule
	Lists         []List // that it manages
}

// List is the rules of one kind.
type List struct {
	Kind      *kind.Kind
	Attribute string   // that names the targets
	Targets   []string // GUIDs, lower case
	Complete  bool     // every target is known
}

// Keys are the rules that are known.
func (h *Holding) Keys() []kind.Key {
	if h == nil {
		return nil
	}
	var keys []kind.Key
	for _, list := range h.Lists {
		keys = append(keys, h.keys(list)...)
	}
	return keys
}

// ID is the resource's ID, and also its import ID. It is empty while a part of it is unknown.
func (h *Holding) ID() string {
	if h.All {
		return h.AccessPackage
	}
	if h.AccessPackage == "" || len(h.Lists[0].Targets) == 0 {
		return ""
	}
	return h.Keys()[0].ID()
}

// names are the objects that the holding names.
func (h *Holding) names() (n lookup.Names) {
	if h == nil {
		return n
	}
	n.CatalogID, n.AccessPackageID = h.Catalog, h.AccessPackage
	for _, list := range h.Lists {
		for _, id := range list.Targets {
			n.Targets = append(n.Targets, lookup.Target{Kind: list.Kind, Attribute: list.Attribute, ID: id})
		}
	}
	return n
}

func (h *Holding) keys(list List) []kind.Key {
	keys := make([]kind.Key, 0, len(list.Targets))
	for _, target := range list.Targets {
		keys = append(keys, kind.Key{Kind: list.Kind, AccessPackage: h.AccessPackage, Target: target})
	}
	return keys
}

// List gives the list of a kind, nil if it isn't managed.
func (h *Holding) List(k *kind.Kind) *List {
	if h == nil {
		return nil
	}
	if i := slices.IndexFunc(h.Lists, func(list List) bool { return list.Kind == k }); i >= 0 {
		return &h.Lists[i]
	}
	return nil
}

// known reports whether it is known what the holding declares.
func (h *Holding) known() bool {
	return h.AccessPackage != "" && (h.All || h.Lists[0].Complete)
}

// replaces reports whether the holding takes the place of another one instead of changing it.
func (h *Holding) replaces(before *Holding) bool {
	return !h.known() || h.AccessPackage != before.AccessPackage || !h.All && !slices.Equal(h.Keys(), before.Keys())
}

// begins gives the lists that the state doesn't manage yet.
func (h *Holding) begins(before *Holding) []List {
	return slices.DeleteFunc(slices.Clone(h.Lists), func(list List) bool { return before.List(list.Kind) != nil })
}

// declares is what the ledger compares with the declarations of other resources.
func (h *Holding) declares() []ledger.Rule {
	if !h.All {
		return rules(h.Keys())
	}
	var declared []ledger.Rule
	for _, list := range h.Lists {
		declared = append(declared, kind.Key{Kind: list.Kind, AccessPackage: h.AccessPackage}.Rule())
	}
	return declared
}

// claims are the rules that a create or an update claims: what it declares too, so that a second new resource for the
// same list is found.
func (h *Holding) claims() []ledger.Rule {
	if h.All {
		return append(rules(h.Keys()), h.declares()...)
	}
	return rules(h.Keys())
}

func rules(keys []kind.Key) []ledger.Rule {
	all := make([]ledger.Rule, 0, len(keys))
	for _, key := range keys {
		all = append(all, key.Rule())
	}
	return all
}

// except gives the keys that are not among the others.
func except(keys, others []kind.Key) []kind.Key {
	there := make(map[kind.Key]bool, len(others))
	for _, key := range others {
		there[key] = true
	}
	return slices.DeleteFunc(slices.Clone(keys), func(key kind.Key) bool { return there[key] })
}

// removedRules are the rules that an update removes: the state has them, the plan doesn't, and the plan still manages
// their list.
func removedRules(before, after *Holding) []kind.Key {
	if before == nil || after == nil {
		return nil
	}
	managed := slices.DeleteFunc(before.Keys(), func(key kind.Key) bool { return after.List(key.Kind) == nil })
	return except(managed, after.Keys())
}

func toSet(texts []string) map[string]bool {
	set := make(map[string]bool, len(texts))
	for _, text := range texts {
		set[text] = true
	}
	return set
}
