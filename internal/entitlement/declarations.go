package entitlement

import "sync"

// rule is one separation of duties rule: whoever has the target must not have the access package.
type rule struct {
	typeName      string // tells groups from access packages
	accessPackage string // GUID, lower case
	target        string // GUID, lower case; empty for all rules of the kind that the access package has
}

func (r rule) all() rule {
	r.target = ""
	return r
}

// declarations notices a rule that one configuration declares twice. Two resources for one rule would fight: destroying either removes
// the rule that the other promises, and a resource that manages all rules of a kind removes those that another resource adds.
//
// Terraform validates each instance of a resource once in every walk with a configured provider, with all that is known by then, and in
// any order.
type declarations struct {
	mu     sync.Mutex
	single map[rule]bool // also holds all() of each, to find them by access package
	whole  map[rule]bool
}

// conflict tells what stands against a declaration.
type conflict int

const (
	noConflict   conflict = iota
	twice                 // the same has been declared before
	partAndWhole          // a resource declares a single rule, another one all rules of that kind and access package
)

// declare notes one rule.
func (d *declarations) declare(r rule) conflict {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case d.single[r]:
		return twice
	case d.whole[r.all()]:
		return partAndWhole
	}
	if d.single == nil {
		d.single = map[rule]bool{}
	}
	d.single[r], d.single[r.all()] = true, true
	return noConflict
}

// declareAll notes that a resource declares all rules of the kind that the access package has.
func (d *declarations) declareAll(r rule) conflict {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch r = r.all(); {
	case d.whole[r]:
		return twice
	case d.single[r]:
		return partAndWhole
	}
	if d.whole == nil {
		d.whole = map[rule]bool{}
	}
	d.whole[r] = true
	return noConflict
}

func (d *declarations) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.single, d.whole = nil, nil
}
