// Package ledger is what a run knows of each rule: which resources have it in the state, which are to have it, which give it up, and which
// are about to make or remove it. A provider is asked about one resource at a time, in any order; the ledger is what lets a rule stay in
// place when one resource gives it up and another one keeps or takes it.
//
// It lives for one walk of a run, or for several where the host configures a provider only once. It knows nothing of Terraform or
// Microsoft Graph.
package ledger

import (
	"context"
	"crypto/rand"
	"slices"
	"sync"
	"time"
)

// Rule is one separation of duties rule: whoever has the target must not have the access package.
type Rule struct {
	Kind          string // tells groups from access packages
	AccessPackage string // GUID, lower case
	Target        string // GUID, lower case; empty for all rules of the kind that the access package has
}

func (r Rule) whole() Rule {
	r.Target = ""
	return r
}

// Owner tells the resources of a run apart: it is drawn when a resource is made, and stays with it whatever its address is. The empty
// owner is a resource that is yet to be made.
type Owner string

// Ledger is safe for concurrent use. The zero value is not ready: see [New].
type Ledger struct {
	pause func(context.Context, time.Duration) error

	mu       sync.Mutex
	walk     string // see Walk
	rules    map[Rule]*entry
	plans    map[Owner]Plan
	ahead    int           // how many configurations were validated, by a configured provider, and not planned
	even     int           // how often there was none
	planning bool          // something was refreshed, as only the walk of a plan does
	applying bool          // something was claimed or is to go, as only in the walk of an apply
	settled  *sync.Once    // see settle
	changed  chan struct{} // closed, and replaced, whenever a claim or a removal has ended
}

// entry is what is known of one rule, or, without a target, of all rules of a kind.
type entry struct {
	seen     bool   // a state has had it
	in       owners // states that had it when they were last seen, and have not given it up
	keeps    owners // resources that are to have it after the run
	unseen   owners // of these, who have it in a state that was not refreshed
	declared owners // resources whose configuration names it
	parts    int    // without a target: how many single rules of it are declared
	going    bool   // without a target: one of them is to go in this apply
	gone     owners // that gave it up
	given    owners // of these, who knew of nobody who keeps it
	left     bool   // somebody was to remove it and left it to another one
	claim    claim
	removal  bool // a request that removes it is under way
	removed  bool // such a request has ended, and nobody has claimed the rule since
}

// New makes a ledger; pause waits for a time or until the context ends.
func New(pause func(context.Context, time.Duration) error) *Ledger {
	l := &Ledger{pause: pause, changed: make(chan struct{})}
	l.Forget()
	return l
}

// Forget begins a new walk.
func (l *Ledger) Forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rules, l.plans = map[Rule]*entry{}, map[Owner]Plan{}
	l.ahead, l.even = 0, 0
	l.planning, l.applying, l.settled, l.walk = false, false, new(sync.Once), rand.Text()
}

// Walk tells this walk from others: what a plan has noted says whether it was made in the same one.
func (l *Ledger) Walk() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.walk
}

// entry is called with the lock held.
func (l *Ledger) entry(r Rule) *entry {
	e := l.rules[r]
	if e == nil {
		e = new(entry)
		l.rules[r] = e
	}
	return e
}

// owners are few: more than one is the exception.
type owners []Owner

func (o *owners) add(owner Owner) {
	if !slices.Contains(*o, owner) {
		*o = append(*o, owner)
	}
}

func (o *owners) remove(owner Owner) {
	*o = slices.DeleteFunc(*o, func(other Owner) bool { return other == owner })
}

// besides reports whether there is another one.
func (o owners) besides(owner Owner) bool {
	return slices.ContainsFunc(o, func(other Owner) bool { return other != owner })
}
