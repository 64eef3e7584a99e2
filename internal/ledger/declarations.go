// Package ledger is what a run knows of each rule: who declares it, who takes it over, who gives it up. It knows nothing of Terraform or
// Microsoft Graph.
package ledger

import (
	"sync"
)

// Rule is one separation of duties rule: whoever has the target must not have the access package.
type Rule struct {
	Kind          string // tells groups from access packages
	AccessPackage string // GUID, lower case
	Target        string // GUID, lower case; empty for all rules of the kind that the access package has
}

func (r Rule) all() Rule {
	r.Target = ""
	return r
}

// Declarations notices a rule that one configuration declares twice. Two resources for one rule would fight: destroying either removes
// the rule that the other promises, and a resource that manages all rules of a kind removes those that another resource adds.
//
// Terraform validates each instance of a resource once in every walk with a configured provider, with all that is known by then, and in
// any order.
type Declarations struct {
	mu     sync.Mutex
	single map[Rule]bool // also holds all() of each, to find them by access package
	whole  map[Rule]bool
}

// Conflict tells what stands against a declaration.
type Conflict int

// What Declare and DeclareAll find.
const (
	None         Conflict = iota
	Twice                 // the same has been declared before
	PartAndWhole          // a resource declares a single rule, another one all rules of that kind and access package
)

// Declare notes one rule.
func (d *Declarations) Declare(r Rule) Conflict {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.single[r]:
		return Twice
	case d.whole[r.all()]:
		return PartAndWhole
	}
	if d.single == nil {
		d.single = map[Rule]bool{}
	}
	d.single[r], d.single[r.all()] = true, true
	return None
}

// DeclareAll notes that a resource declares all rules of the kind that the access package has.
func (d *Declarations) DeclareAll(r Rule) Conflict {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch r = r.all(); {
	case d.whole[r]:
		return Twice
	case d.single[r]:
		return PartAndWhole
	}
	if d.whole == nil {
		d.whole = map[Rule]bool{}
	}
	d.whole[r] = true
	return None
}

// Forget begins a new walk.
func (d *Declarations) Forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.single, d.whole = nil, nil
}
