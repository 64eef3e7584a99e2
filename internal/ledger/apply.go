package ledger

import (
	"context"
	"errors"
	"slices"
	"time"
)

// This file is the walk of an apply. Resources that make or confirm a rule claim it first; one that is to remove it asks whether it may.

// claim is what a resource that takes a rule has said of it.
type claim struct {
	stage stage
	owner Owner
}

type stage int

const (
	unclaimed stage = iota
	pending         // being made or confirmed
	made            // in place
	failed          // not in place, as far as its owner knows
)

// ErrTakeoverFailed refuses a removal: what was to take the rule over could not, and nothing is weakened while something failed.
var ErrTakeoverFailed = errors.New("another resource of this configuration was to take the rule over and failed")

// settlingTime is what the first removal of a walk waits. Terraform starts as much as it may at the same time, in any order: by then those
// that take rules over have said so.
const settlingTime = 100 * time.Millisecond

// Claim says that the owner is about to make or confirm a rule, after a removal of it that is under way. Always end it with [Ledger.Made]
// or [Ledger.Failed]. It reports whether this run has removed the rule.
func (l *Ledger) Claim(ctx context.Context, owner Owner, r Rule) (removed bool, err error) {
	for {
		l.mu.Lock()
		l.applying = true
		e := l.entry(r)
		if !e.removal {
			e.claim = claim{pending, owner}
			removed, e.removed = e.removed, false
			l.mu.Unlock()
			return removed, nil
		}
		changed := l.changed
		l.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return false, ctx.Err()
		}
	}
}

// Made ends a claim: the rule is in place.
func (l *Ledger) Made(owner Owner, r Rule) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.entry(r)
	e.claim, e.given, e.gone = claim{made, owner}, nil, nil
	e.in.add(owner)
	l.wake()
}

// Exists says that a resource that was yet to be made has its owner now: what was planned for it is the owner's.
func (l *Ledger) Exists(p Plan) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, r := range p.Declares {
		e := l.entry(r)
		if slices.Contains(e.declared, "") {
			e.declared.remove("")
			e.declared.add(p.Owner)
		} else if !slices.Contains(e.declared, p.Owner) {
			e.declared.add(p.Owner)
			if r.Target != "" {
				l.entry(r.whole()).parts++
			}
		}
	}
	for _, r := range p.Keeps {
		e := l.entry(r)
		e.keeps.remove("")
		e.keeps.add(p.Owner)
	}
	l.plans[p.Owner] = p
}

// Failed ends a claim: the rule may not be in place. It does nothing when the claim has ended otherwise.
func (l *Ledger) Failed(owner Owner, r Rule) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e := l.entry(r); e.claim == (claim{pending, owner}) {
		e.claim.stage = failed
	}
	l.wake()
}

// Release asks whether the owner, who gives the rule up, is to remove it; then it must call done when the request has ended. It is not
// when somebody else keeps or takes the rule. It waits for one who is about to take it.
func (l *Ledger) Release(ctx context.Context, owner Owner, r Rule) (done func(), remove bool, err error) {
	err = l.afterClaims(ctx, owner, r, func(e *entry) error {
		done, remove, err = l.decide(e, r, owner, e.claim.owner != owner)
		return err
	})
	return done, remove, err
}

// Leave notes that the owner gives a rule up that stays, as a plan has found out. It waits for one who is about to take it, and is refused
// when that failed: then the owner had better keep it.
func (l *Ledger) Leave(ctx context.Context, owner Owner, r Rule) error {
	return l.afterClaims(ctx, owner, r, func(e *entry) error {
		if e.claim.owner != owner && e.claim.stage == failed {
			return ErrTakeoverFailed
		}
		l.drop(owner, r)
		e.left = true
		return nil
	})
}

// afterClaims has its turn when nobody else is about to take the rule.
func (l *Ledger) afterClaims(ctx context.Context, owner Owner, r Rule, turn func(*entry) error) error {
	l.mu.Lock()
	l.applying, l.entry(r.whole()).going = true, true
	l.mu.Unlock()
	l.settle(ctx)
	for {
		l.mu.Lock()
		e := l.entry(r)
		if e.claim.owner == owner || e.claim.stage != pending {
			err := turn(e)
			l.mu.Unlock()
			return err
		}
		changed := l.changed
		l.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// decide is called with the lock held.
func (l *Ledger) decide(e *entry, r Rule, owner Owner, other bool) (done func(), remove bool, err error) {
	if other && e.claim.stage == failed {
		return nil, false, ErrTakeoverFailed
	}
	l.drop(owner, r)
	if other && e.claim.stage == made || len(e.in) > 0 || len(e.keeps) > 0 {
		e.left = true
		return nil, false, nil
	}
	e.removal, e.claim = true, claim{}
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		e.removal, e.removed, e.given = false, true, nil
		l.wake()
	}, true, nil
}

// drop ends what the owner has of one rule. It is called with the lock held.
func (l *Ledger) drop(owner Owner, r Rule) {
	if owner == "" { // not known; what nobody has made yet is not meant
		return
	}
	e := l.entry(r)
	e.in.remove(owner)
	e.keeps.remove(owner)
	l.undeclare(owner, r)
}

// Gone notes that a resource is no more.
func (l *Ledger) Gone(owner Owner) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.withdraw(owner)
}

// ChangesHands reports whether a rule that is there may be one that this configuration gives up in this run. Not all of it can be known: a
// resource is told nothing of the plan when it is made. So it is also true when a rule of the same kind and access package is to go.
func (l *Ledger) ChangesHands(ctx context.Context, r Rule) bool {
	l.settle(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.entry(r)
	return e.seen || e.left || e.removed || l.entry(r.whole()).going
}

func (l *Ledger) settle(ctx context.Context) {
	l.mu.Lock()
	settled := l.settled
	l.mu.Unlock()
	settled.Do(func() { _ = l.pause(ctx, settlingTime) }) // an interrupted caller finds out by itself
}

// wake is called with the lock held.
func (l *Ledger) wake() {
	close(l.changed)
	l.changed = make(chan struct{})
}
