package ledger

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"
)

// This file is the walk of an apply. A create or an update claims its rules first; a resource that removes rules asks
// for each.

var (
	// ErrWeakens refuses a removal, because a create or an update of the same access package has failed.
	ErrWeakens = errors.New("another change to the rules of the access package failed in this apply")

	// ErrTwice refuses a claim, because another new resource has made the rule in this apply.
	ErrTwice = errors.New("another new resource of this configuration has made the rule in this apply")
)

// Owns reports whether a resource of this configuration certainly has or had the rule, and whether it may have had it:
// a create knows nothing of the plan, so a rule may have moved when this apply removes any rule of the same kind and
// access package. It waits until the operations that Terraform starts first have begun.
func (l *Ledger) Owns(ctx context.Context, r Rule) (certainly, maybe bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for end := l.gate.began.Add(settle); !l.entry(r).own && ctx.Err() == nil && time.Now().Before(end); {
		l.await(ctx, time.Until(end))
	}
	e := l.entry(r)
	return e.own, e.own || e.removed || l.entry(r.whole()).leaving
}

// Claim is a create or an update that is under way. Its rules stay: removals wait for its end.
type Claim struct {
	ledger        *Ledger
	accessPackage string
	owner         Owner
	open          map[Rule]bool // rules that are not in place as far as anyone knows
	again         map[Rule]bool // rules that this walk has removed
	made          bool
	isNew         bool
	ended         bool
}

// Claim begins a create or an update, after the removals of its rules that are under way. Always end the claim.
func (l *Ledger) Claim(
	ctx context.Context, owner Owner, isNew bool, accessPackage string, rules []Rule,
) (*Claim, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.applying = true
	l.resource(owner).planned = true
	l.gate.keeperArrived()
	c := &Claim{
		ledger:        l,
		accessPackage: accessPackage,
		owner:         owner,
		isNew:         isNew,
		open:          map[Rule]bool{},
		again:         map[Rule]bool{},
	}
	// in one order, so that two never wait for each other
	for _, r := range slices.SortedFunc(slices.Values(rules), compare) {
		if err := c.take(ctx, r); err != nil {
			return c, err
		}
	}
	return c, nil
}

func compare(a, b Rule) int {
	return strings.Compare(a.Kind+a.AccessPackage+a.Target, b.Kind+b.AccessPackage+b.Target)
}

// take is called with the lock held.
func (c *Claim) take(ctx context.Context, r Rule) error {
	l := c.ledger
	e := l.entry(r)
	for ; e.removing || e.claimed; e = l.entry(r) {
		if err := ctx.Err(); err != nil {
			return err
		}
		l.await(ctx, longestStep)
	}
	if e.maker != "" && e.maker != c.owner && c.isNew {
		return ErrTwice
	}
	e.claimed = true
	c.open[r], c.again[r] = true, e.removed
	return nil
}

// Again reports whether this run has removed the rule: it has to be made again, whatever a list shows.
func (c *Claim) Again(r Rule) bool { return c.again[r] }

// Lost gives the rules that this run has removed because a rule of the claim was planned to replace them, and that
// nothing has made again.
func (c *Claim) Lost() []Rule {
	l := c.ledger
	l.mu.Lock()
	defer l.mu.Unlock()
	lost := map[Rule]bool{}
	for r := range c.again {
		for _, r := range slices.Concat(l.entry(r).replaces...) {
			if l.entry(r).removed {
				lost[r] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(lost), compare)
}

// Made notes that rules of the claim are in place. Without any it says that the change succeeded which the claim is
// for.
func (c *Claim) Made(rules ...Rule) {
	l := c.ledger
	l.mu.Lock()
	defer l.mu.Unlock()
	c.made = true
	for _, r := range rules {
		delete(c.open, r)
		e := l.entry(r)
		e.own, e.removed = true, false
		e.holders.add(c.owner)
		if c.isNew {
			e.maker = c.owner
			for _, keeper := range slices.Clone(e.keepers) { // what was planned before the resource had an owner
				if l.resource(keeper).plan.New {
					l.withdraw(keeper)
				}
			}
		}
	}
}

// End ends the claim. If rules are left of which nothing says that they were made, the change has failed: no rule of
// the access package is removed any more.
func (c *Claim) End() {
	l := c.ledger
	l.mu.Lock()
	defer l.mu.Unlock()
	if c.ended {
		return
	}
	c.ended = true
	if len(c.open) > 0 || !c.made {
		l.weakened[c.accessPackage] = true
	}
	for r := range c.again { // those that it took
		l.entry(r).claimed = false
	}
	l.gate.moved = time.Now()
	l.wake()
}

// Fail notes that a change to an access package failed before there was a claim.
func (l *Ledger) Fail(accessPackage string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.weakened[accessPackage] = true
	l.wake()
}

// Removal is a resource that removes rules, or is destroyed.
type Removal struct {
	ledger *Ledger
	owner  Owner
	stays  []Rule
	leave  func()
}

// Remove begins a removal, after the creates and updates that are under way or still arriving. Note is what the plan
// has found. An object that a replacement has left behind, and one that is tainted, is planned in the apply or not at
// all, without the rest of the state; then elsewhere, the finding of the last refresh, says whether another resource
// has the rules. Always end the removal.
func (l *Ledger) Remove(ctx context.Context, owner Owner, rules []Rule, note Note, elsewhere bool) (*Removal, error) {
	l.mu.Lock()
	l.applying = true
	stays := slices.Concat(note.Stays, note.Makes)
	if elsewhere && (note.Walk == "" || note.Walk == l.walk) {
		stays = rules
	}
	for _, r := range rules {
		l.entry(r.whole()).leaving = true
	}
	for _, r := range note.Others {
		l.entry(r).kept = true
	}
	for _, r := range note.Makes {
		e := l.entry(r)
		e.replaces = append(e.replaces, rules)
	}
	l.wake()
	l.mu.Unlock()
	sends := func() bool {
		return slices.ContainsFunc(rules, func(r Rule) bool { return !slices.Contains(stays, r) && !l.entry(r).kept })
	}
	leave, err := l.stepBack(ctx, time.Now().Add(longestStep), sends, func() bool {
		return !slices.ContainsFunc(
			rules, func(r Rule) bool { return !l.weakened[r.AccessPackage] && !l.entry(r).madeFor(owner) },
		)
	})
	return &Removal{ledger: l, owner: owner, stays: stays, leave: leave}, err
}

// madeFor reports whether another resource has made or confirmed the rule, so that nothing has to be waited for.
func (e *entry) madeFor(owner Owner) bool { return !e.claimed && e.holders.except(owner) }

// Ask reports whether the resource removes a rule. It doesn't if another resource holds, keeps or claims the rule.
// After true, always call [Removal.Removed] when the request has ended.
func (m *Removal) Ask(ctx context.Context, r Rule) (remove bool, err error) {
	l := m.ledger
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.entry(r)
	for ; e.removing || e.claimed; e = l.entry(r) {
		if err := ctx.Err(); err != nil {
			return false, err
		}
		l.await(ctx, longestStep)
	}
	stays := e.kept || slices.Contains(m.stays, r) || e.holders.except(m.owner) || e.keepers.except(m.owner)
	if l.weakened[r.AccessPackage] && !e.madeFor(m.owner) {
		return false, ErrWeakens
	}
	e.own = true
	l.drop(m.owner, r)
	if !stays {
		e.removing = true
	}
	return !stays, nil
}

// Removed notes that the request which removes a rule has ended, in any way.
func (m *Removal) Removed(r Rule) {
	l := m.ledger
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.entry(r)
	e.removing, e.removed, e.releasedAlone, e.maker = false, true, nil, ""
	l.wake()
}

// End ends the removal.
func (m *Removal) End() { m.leave() }

// drop ends what the owner has of one rule. It is called with the lock held.
func (l *Ledger) drop(owner Owner, r Rule) {
	e := l.entry(r)
	e.holders.remove(owner)
	e.keepers.remove(owner)
	if e.maker == owner {
		e.maker = ""
	}
	l.undeclare(owner, r)
	l.entry(r.whole()).declared.remove(owner)
}
