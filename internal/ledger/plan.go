package ledger

import (
	"context"
	"slices"
)

// This file is the walk of a plan. Terraform may plan the resource that releases a rule before the one that keeps it,
// or after it. The second one finds the other, and its plan carries the knowledge into the apply.

// Conflict says what contradicts a declaration.
type Conflict int

// The conflicts that there are.
const (
	NoConflict   Conflict = iota
	MaybeTwice            // two new resources, or one new resource that is planned again in another walk, declare the same
	Twice                 // another resource declares the same
	PartAndWhole          // one resource declares a single rule, another one all rules of that kind and access package
)

// Findings are what the ledger knows about a plan.
type Findings struct {
	Conflicts []Conflict // one for each rule that the plan declares
	Released  []Rule     // rules that another resource releases without knowing that this one keeps them
}

// Note is what the plan of a resource that releases rules tells its apply.
type Note struct {
	Walk  string `json:"walk,omitempty"`  // in which the plan was made
	Stays []Rule `json:"stays,omitempty"` // rules that another resource holds or keeps
	Makes []Rule `json:"makes,omitempty"` // rules that the new object at the same address makes
	// rules of removals that were planned too early to know that another resource keeps them
	Others []Rule `json:"others,omitempty"`
}

// notesPerRule is how many notes tell of a rule whose own note can't. The apply begins with removals, in any order, and
// has to learn of the rule before its removal is let through.
const notesPerRule = 10

// others gives the rules kept late that a note tells of. It is called with the lock held.
func (l *Ledger) others() (all []Rule) {
	for i, other := range l.keptLate {
		if len(l.entry(other.rule).keepers) > 0 {
			all = append(all, other.rule)
			l.keptLate[i].notes--
		}
	}
	l.keptLate = slices.DeleteFunc(l.keptLate, func(other keptLate) bool { return other.notes == 0 })
	return all
}

// Holds notes that the refreshed state of a resource has the rules. It reports whether another resource holds one of
// them too, or has released one. It gives the owner back, or a new one if the resource has none yet, or if two
// addresses share one private state, as after a state was merged or copied: a rule of which only one address is
// destroyed has to stay.
func (l *Ledger) Holds(owner Owner, rules []Rule) (self Owner, elsewhere bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if owner == "" {
		owner = NewOwner()
	}
	orphan := slices.ContainsFunc(rules, func(r Rule) bool { return slices.Contains(l.entry(r).released, owner) })
	if l.applying || l.reused && (orphan || l.resource(owner).planned) { // an apply refreshes nothing
		l.nextWalk()
		orphan = false
	}
	l.planning = true
	l.gate.keeperArrived()
	twin := l.resource(owner).seen
	if twin || orphan {
		owner, elsewhere = NewOwner(), true
	}
	l.resource(owner).seen = true
	for _, r := range rules {
		e := l.entry(r)
		e.own = true
		if !orphan { // otherwise it may be the resource that was planned to be destroyed before it was refreshed
			e.holders.add(owner)
		}
		elsewhere = elsewhere || e.holders.except(owner) || e.releasedAlone.except(owner)
	}
	return owner, elsewhere
}

// Keeps notes what a resource manages after the run, instead of what it was to manage before. A new resource has no
// owner yet.
func (l *Ledger) Keeps(owner Owner, p Plan) Findings {
	l.mu.Lock()
	defer l.mu.Unlock()
	if owner == "" {
		owner = NewOwner()
	}
	self := l.resource(owner)
	l.withdraw(owner)
	self.plan, self.planned = p, true
	var found Findings
	for _, r := range p.Declares {
		found.Conflicts = append(found.Conflicts, l.declare(owner, r, p.New))
	}
	for _, r := range p.Has {
		if e := l.entry(r); !slices.Contains(e.holders, owner) {
			e.unread.add(owner)
		}
	}
	for _, r := range p.Keeps {
		e := l.entry(r)
		e.keepers.add(owner)
		if e.releasedAlone.except(owner) {
			l.keptLate = append(l.keptLate, keptLate{r, notesPerRule})
		}
		if e.releasedAlone.except(owner) || !p.New && slices.Contains(e.released, owner) {
			found.Released = append(found.Released, r)
		}
	}
	l.gate.keeperArrived()
	l.wake()
	return found
}

func (l *Ledger) declare(owner Owner, r Rule, isNew bool) Conflict {
	e, whole := l.entry(r), l.entry(r.whole())
	conflict := NoConflict
	old := slices.ContainsFunc(
		e.declared, func(other Owner) bool { return other != owner && !l.resource(other).plan.New },
	)
	switch {
	case e.declared.except(owner) && isNew && !old:
		conflict = MaybeTwice
	case e.declared.except(owner):
		conflict = Twice
	case r.Target != "" && whole.declared.except(owner), r.Target == "" && e.parts > 0:
		conflict = PartAndWhole
	}
	before := len(e.declared)
	e.declared.add(owner)
	if r.Target != "" {
		whole.parts += len(e.declared) - before
	}
	return conflict
}

// withdraw ends what an owner has planned.
func (l *Ledger) withdraw(owner Owner) {
	plan := l.resource(owner).plan
	for _, r := range plan.Declares {
		l.undeclare(owner, r)
	}
	for _, r := range plan.Keeps {
		l.entry(r).keepers.remove(owner)
		l.entry(r).unread.remove(owner)
	}
	l.resource(owner).plan = Plan{}
}

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

// Release is what the ledger knows of rules that a resource is planned to release.
type Release struct {
	Note
	Moves  []Rule // of those that stay, the ones that a new resource makes
	Unread bool   // a resource that keeps one of them was planned without a refresh, so an apply may not ask it again
}

// Releases notes that a resource stops managing the rules after the run. Of several that release the same rule, the
// last one removes it. The plan of a resource that is destroyed waits for those that are created: what it knows
// protects a rule even if Terraform destroys first.
func (l *Ledger) Releases(ctx context.Context, owner Owner, rules []Rule, destroyed bool) Release {
	if destroyed {
		holds := func(r Rule) bool { return slices.Contains(l.entry(r).holders, owner) }
		unknown := func(r Rule) bool { return !l.entry(r).keepers.except(owner) && !l.entry(r).holders.except(owner) }
		l.mu.Lock()
		if l.applying && slices.ContainsFunc(rules, holds) { // an apply destroys nothing that it has made
			l.nextWalk()
		}
		longest := l.gate.began.Add(longestPlan * l.gate.settles())
		l.mu.Unlock()
		leave, _ := l.stepBack(
			ctx, longest, func() bool { return slices.ContainsFunc(rules, unknown) }, func() bool { return false },
		)
		defer leave()
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	release := Release{Note: Note{Walk: l.walk, Others: l.others()}}
	// another address with the same private state keeps them
	if destroyed && !l.applying && !l.reused && l.resource(owner).planned {
		release.Stays = rules
		return release
	}
	for _, r := range rules {
		e := l.entry(r)
		e.own = true
		e.holders.remove(owner)
		e.released.add(owner)
		if !e.holders.except(owner) && !e.keepers.except(owner) {
			e.releasedAlone.add(owner)
			continue
		}
		release.Stays = append(release.Stays, r)
		if !e.holders.except(owner) && l.resource(e.keepers[0]).plan.New {
			release.Moves = append(release.Moves, r)
		}
		release.Unread = release.Unread || !l.applying && len(e.unread) > 0
	}
	return release
}

// Unmanages notes that a resource no longer manages rules that stay in the service: another resource is free to manage
// or remove them. It gives those that no other resource manages after the run, as far as other plans have told. For
// these it waits as the plan of a resource that is destroyed does.
func (l *Ledger) Unmanages(ctx context.Context, owner Owner, rules []Rule) (alone []Rule) {
	l.mu.Lock()
	for _, r := range rules {
		e := l.entry(r)
		e.own = true
		e.holders.remove(owner)
		e.released.add(owner)
	}
	longest := l.gate.began.Add(longestPlan * l.gate.settles())
	l.mu.Unlock()
	unknown := func(r Rule) bool {
		return !l.entry(r).keepers.except(owner) && !l.entry(r.whole()).declared.except(owner)
	}
	leave, _ := l.stepBack(
		ctx, longest, func() bool { return false }, func() bool { return !slices.ContainsFunc(rules, unknown) },
	)
	defer leave()
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(rules), func(r Rule) bool { return !unknown(r) })
}
