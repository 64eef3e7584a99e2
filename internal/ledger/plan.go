package ledger

import (
	"context"
	"slices"
)

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
	Owner    Owner
	Declares []Rule // a single rule, or whole kinds without a target
	Keeps    []Rule // with targets
	Has      []Rule // with targets: of these, what its state has already
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
	if _, planned := l.plans[owner]; planned { // a host that does not begin a new walk with a new provider refreshes again
		l.forgetNew()
	}
	for _, r := range rules {
		e := l.entry(r)
		e.seen = true
		if !slices.Contains(e.gone, owner) { // some hosts plan what is to go before they refresh it
			e.in.add(owner)
		}
		shared = shared || e.in.besides(owner) || e.given.besides(owner)
	}
	return shared
}

// forgetNew ends what was planned for resources that were yet to be made, in a walk that is over.
func (l *Ledger) forgetNew() {
	for r, e := range l.rules {
		e.keeps.remove("")
		l.undeclare("", r)
	}
}

// LeaveOut notes that the owner no longer looks after rules that stay as they are: they are nobody's, and free to be taken.
func (l *Ledger) LeaveOut(owner Owner, rules []Rule) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range rules {
		e := l.entry(r)
		e.seen = true
		e.in.remove(owner)
		e.gone.add(owner)
	}
}

// Validated counts a configuration that was validated. Most hosts validate right before they plan; one that validates everything first, with
// a provider that is configured once, may also plan the same twice: see [Ledger.Plan].
func (l *Ledger) Validated() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ahead++
}

// Planned counts a configuration that was planned.
func (l *Ledger) Planned() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ahead--; l.ahead <= 0 {
		l.even++
	}
}

// Plan notes what a resource is to have, instead of what it was to have before.
//
// A resource that is yet to be made is planned again in the walk of the apply. A host that does both with one provider has validated more
// often than it plans: there, a second resource for one rule cannot be told from the first one, and is not in its way.
func (l *Ledger) Plan(ctx context.Context, p Plan) Findings {
	again := l.again(p) && l.validatesApart(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	if p.Owner != "" {
		l.withdraw(p.Owner)
		l.plans[p.Owner] = p
	}
	var found Findings
	for _, r := range p.Declares {
		found.Conflicts = append(found.Conflicts, l.declare(p.Owner, r, again))
	}
	for _, r := range p.Has {
		if e := l.entry(r); !slices.Contains(e.in, p.Owner) {
			e.unseen.add(p.Owner)
		}
	}
	for _, r := range p.Keeps {
		e := l.entry(r)
		e.keeps.add(p.Owner)
		if e.given.besides(p.Owner) {
			found.Given = append(found.Given, r)
		}
	}
	return found
}

// again reports whether a resource with one of the rules of a new one has been planned before.
func (l *Ledger) again(p Plan) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return p.Owner == "" && slices.ContainsFunc(p.Declares, func(r Rule) bool { return len(l.entry(r).declared) > 0 })
}

// validatesApart reports whether the host has validated what it does not plan now. Other hosts have that only for the moment between the one
// and the other, so that now and then there is nothing of the sort, however many resources they are at.
func (l *Ledger) validatesApart(ctx context.Context) bool {
	const looks = 10
	before, ahead := l.evenness()
	for look := 0; ahead > 0 && look < looks; look++ {
		if l.pause(ctx, settlingTime/looks) != nil {
			return false
		}
		var even int
		if even, ahead = l.evenness(); even > before {
			return false
		}
	}
	return ahead > 0
}

func (l *Ledger) evenness() (even, ahead int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.even, l.ahead
}

func (l *Ledger) declare(owner Owner, r Rule, again bool) Conflict {
	e, whole := l.entry(r), l.entry(r.whole())
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
		l.undeclare(owner, r)
	}
	for _, r := range l.plans[owner].Keeps {
		l.entry(r).keeps.remove(owner)
		l.entry(r).unseen.remove(owner)
	}
	delete(l.plans, owner)
}

// undeclare is called with the lock held.
func (l *Ledger) undeclare(owner Owner, r Rule) {
	e := l.entry(r)
	if !slices.Contains(e.declared, owner) {
		return
	}
	e.declared.remove(owner)
	if r.Target != "" {
		l.entry(r.whole()).parts--
	}
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
		e.gone.add(owner)
		if e.in.besides(owner) || e.keeps.besides(owner) {
			stay = append(stay, r)
		} else {
			e.given.add(owner)
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

// KeptUnseen reports that one of the rules is kept by a resource whose state was not refreshed, in the walk of a plan: that resource may not be
// asked again, and what this plan notes may be thrown away.
func (l *Ledger) KeptUnseen(ctx context.Context, rules []Rule) bool {
	l.settle(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	return !l.applying && slices.ContainsFunc(rules, func(r Rule) bool { return len(l.entry(r).unseen) > 0 })
}

// IsOwn reports whether a resource of this configuration has or had the rule.
func (l *Ledger) IsOwn(r Rule) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.entry(r)
	return e.seen || e.left
}
