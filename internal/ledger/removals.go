package ledger

import (
	"context"
	"slices"
	"time"
)

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
		l.entry(r).own, l.entry(r.whole()).leaving = true, true
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
	l.drop(m.owner, r)
	if !stays {
		e.removing = true
	}
	return !stays, nil
}

// Removed notes that the request which removes a rule has ended, and whether the rule may be gone.
func (m *Removal) Removed(r Rule, maybe bool) {
	l := m.ledger
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.entry(r)
	e.removing, e.removed, e.releasedAlone, e.maker = false, e.removed || maybe, nil, ""
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
