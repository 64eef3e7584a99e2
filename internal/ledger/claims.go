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
