package ledger

// This file is the walk of a plan. It may show the resource that gives a rule up before the one that keeps it, or after it. Whichever
// comes second is told, and carries the knowledge into the walk of the apply, where those that keep what they have are not shown.

// Conflict tells what stands against a declaration.
type Conflict int

// The conflicts that there are.
const (
	NoConflict   Conflict = iota
	Twice                 // another resource is to have the same
	PartAndWhole          // one resource is to have a single rule, another one all rules of that kind and access package
)

// Plan is what one resource is to have after the run.
type Plan struct {
	Owner      Owner
	Replaces   bool   // the second of two plans of a resource that is replaced: the one for the new object
	Declares   []Rule // a single rule, or whole kinds without a target
	Configured []Rule // the same as the configuration has it, which differs where changes of it are ignored
	Keeps      []Rule // with targets
}

// Findings are what the ledger knows against or about a plan.
type Findings struct {
	Conflicts []Conflict // of each rule that it declares
	Given     []Rule     // rules that somebody gave up before, knowing of nobody who keeps them
}

// See notes that a state has the rules, and reports whether another one has, or has had in this run, one of them too.
func (l *Ledger) See(owner Owner, rules []Rule) (shared bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.planning = true
	for _, r := range rules {
		e := l.entry(r)
		e.seen = true
		e.in.add(owner)
		shared = shared || e.in.besides(owner) || e.given
	}
	return shared
}

// Validated notes that a configuration with the rule was validated. Most hosts validate right before they plan; one that validates apart,
// with a provider that is configured once, may also plan the same twice: see [Ledger.Plan].
func (l *Ledger) Validated(r Rule) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked[r]++
}

// Plan notes what a resource is to have, instead of what it was to have before.
//
// A resource that is yet to be made is planned again in the walk of the apply. A host that does both with one provider has validated more
// often than it has planned: there, a second new resource for one rule cannot be told from the first one, and counts as the same.
func (l *Ledger) Plan(p Plan) Findings {
	l.mu.Lock()
	defer l.mu.Unlock()
	if p.Owner != "" {
		l.withdraw(p.Owner)
		l.plans[p.Owner] = p
	}
	var found Findings
	for i, r := range p.Declares {
		if !p.Replaces {
			l.asked[p.Configured[i]]--
		}
		apart := l.asked[p.Configured[i]] > 0
		found.Conflicts = append(found.Conflicts, l.declare(p.Owner, r, apart))
	}
	for _, r := range p.Keeps {
		e := l.entry(r)
		e.keeps.add(p.Owner)
		if e.given {
			found.Given = append(found.Given, r)
		}
	}
	return found
}

func (l *Ledger) declare(owner Owner, r Rule, apart bool) Conflict {
	e, whole := l.entry(r), l.entry(r.whole())
	again := owner == "" && len(e.declared) == 1 && e.declared[0] == "" && apart
	conflict := NoConflict
	switch {
	case len(e.declared) > 0 && !again:
		conflict = Twice
	case r.Target != "" && len(whole.declared) > 0, r.Target == "" && e.parts > 0:
		conflict = PartAndWhole
	}
	before := len(e.declared)
	e.declared.add(owner)
	if r.Target != "" {
		whole.parts += len(e.declared) - before
	}
	return conflict
}

// withdraw ends what an owner planned.
func (l *Ledger) withdraw(owner Owner) {
	for _, r := range l.plans[owner].Declares {
		e := l.entry(r)
		before := len(e.declared)
		e.declared.remove(owner)
		if r.Target != "" {
			l.entry(r.whole()).parts -= before - len(e.declared)
		}
	}
	for _, r := range l.plans[owner].Keeps {
		l.entry(r).keeps.remove(owner)
	}
	delete(l.plans, owner)
}

// GiveUp notes that a resource is to have the rules no longer, and gives those that stay because another one has or keeps them. Of several
// that give up the same rule, the last one is to remove it.
func (l *Ledger) GiveUp(owner Owner, rules []Rule) (stay []Rule) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range rules {
		e := l.entry(r)
		e.seen = true
		e.in.remove(owner)
		if e.in.besides(owner) || e.keeps.besides(owner) {
			stay = append(stay, r)
		} else {
			e.given = true
		}
	}
	return stay
}

// Planning reports whether this is certainly the walk of a plan: in an apply nothing is refreshed.
func (l *Ledger) Planning() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.planning
}

// IsOwn reports whether a resource of this configuration has or had the rule.
func (l *Ledger) IsOwn(r Rule) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.entry(r)
	return e.seen || e.left
}
