package ledger

import (
	"crypto/rand"
	"slices"
	"sync"
)

// Rule is one separation of duties rule. Without a target it stands for all rules of the kind that the access package
// has.
type Rule struct {
	Kind          string // tells rules about groups from rules about access packages
	AccessPackage string // GUID, lower case
	Target        string // GUID, lower case
}

func (r Rule) whole() Rule {
	r.Target = ""
	return r
}

// Owner identifies a resource, whatever its address is. It is drawn when the resource is created and kept in private
// state.
type Owner string

// NewOwner draws an owner.
func NewOwner() Owner { return Owner(rand.Text()) }

// Ledger is safe for concurrent use. Use [New].
type Ledger struct {
	mu        sync.Mutex
	reused    bool   // the host keeps the provider for several walks
	walk      string // identifies this walk in notes of a plan
	rules     map[Rule]*entry
	resources map[Owner]*resource
	weakened  map[string]bool // access packages of which a create or an update has failed
	keptLate  []keptLate
	planning  bool // something was refreshed, which only the walk of a plan does
	applying  bool // something was created, updated or destroyed
	gate      gate
	changed   chan struct{} // closed and replaced whenever a waiting caller has to look again
}

// entry is what the ledger knows of one rule or, without a target, of all rules of a kind.
type entry struct {
	own      bool   // a state of this configuration has, or had, the rule
	holders  owners // resources whose state has the rule, until they release it
	keepers  owners // resources that manage the rule after the run
	unread   owners // keepers that were planned without a refresh of their state, which has the rule
	declared owners // resources whose configuration names it
	parts    int    // without a target: how many single rules of it are declared
	leaving  bool   // without a target: a resource is about to remove a rule of it
	released owners // resources that released the rule in this walk
	// resources that released the rule while no other resource was known to hold or keep it, so their notes don't
	// protect it
	releasedAlone owners
	replaces      [][]Rule // rules of removals whose new object at the same address makes this rule
	claimed       bool     // a create or update of it is under way
	maker         Owner    // the new resource that made the rule in this walk
	kept          bool     // the note of another removal says that a resource keeps the rule
	removing      bool     // the request that removes it is under way
	removed       bool     // the rule was removed in this walk, and not made since
}

// resource is what the ledger knows of one owner.
type resource struct {
	seen, planned bool
	plan          Plan
}

// Plan is what one resource manages after the run.
type Plan struct {
	New      bool   // the resource doesn't exist yet
	Declares []Rule // a single rule, or whole kinds without a target
	Keeps    []Rule // with targets
	Has      []Rule // with targets: of these, the ones that its state has already
}

// keptLate is a rule that a resource turned out to keep after the note of its removal was written.
type keptLate struct {
	rule  Rule
	notes int // that are still to tell of it
}

// New makes an empty ledger.
func New() *Ledger {
	l := &Ledger{changed: make(chan struct{})}
	l.Forget()
	return l
}

// Forget begins a new walk: Terraform is about to show the configuration again.
func (l *Ledger) Forget() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forget()
}

// nextWalk is called when a walk turns out to have begun in the process of an earlier one. It is called with the lock
// held.
func (l *Ledger) nextWalk() {
	l.reused = true
	l.forget()
}

func (l *Ledger) forget() {
	l.rules, l.resources, l.weakened = map[Rule]*entry{}, map[Owner]*resource{}, map[string]bool{}
	l.keptLate = nil
	l.planning, l.applying, l.gate, l.walk = false, false, gate{}, rand.Text()
	l.wake()
}

// Planning reports whether this is certainly the walk of a plan: an apply refreshes nothing.
func (l *Ledger) Planning() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.planning
}

// entry is called with the lock held, like all that follows.
func (l *Ledger) entry(r Rule) *entry {
	e := l.rules[r]
	if e == nil {
		e = new(entry)
		l.rules[r] = e
	}
	return e
}

func (l *Ledger) resource(owner Owner) *resource {
	r := l.resources[owner]
	if r == nil {
		r = new(resource)
		l.resources[owner] = r
	}
	return r
}

func (l *Ledger) wake() {
	close(l.changed)
	l.changed = make(chan struct{})
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

// except reports whether there is an owner other than this one.
func (o owners) except(owner Owner) bool {
	return slices.ContainsFunc(o, func(other Owner) bool { return other != owner })
}
