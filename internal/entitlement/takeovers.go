package entitlement

import (
	"context"
	"sync"
)

// takeovers keeps a rule in place when one resource of a run gives it up and another takes it over: `count` shifts, a renamed
// resource without `moved`, two resources that swap values. Terraform runs the destroy and the create in any order; without this,
// "create finds the rule, then destroy removes it" would end with a state that promises a rule that is gone.
type takeovers struct {
	mu       sync.Mutex
	taken    map[rule]bool
	removing map[rule]chan struct{} // closed when the removal has ended
}

// take claims a rule for the resource that creates it, after a removal that is under way.
func (t *takeovers) take(ctx context.Context, r rule) error {
	for {
		t.mu.Lock()
		removing, busy := t.removing[r]
		if !busy {
			if t.taken == nil {
				t.taken = map[rule]bool{}
			}
			t.taken[r] = true
			t.mu.Unlock()
			return nil
		}
		t.mu.Unlock()
		select {
		case <-removing:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// giveBack ends a claim whose create has failed.
func (t *takeovers) giveBack(r rule) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.taken, r)
}

// remove reports whether the caller is to remove the rule; then it must call done. It is not when another resource took it over.
func (t *takeovers) remove(r rule) (done func(), ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.taken[r] {
		return nil, false
	}
	ended := make(chan struct{})
	if t.removing == nil {
		t.removing = map[rule]chan struct{}{}
	}
	t.removing[r] = ended
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if t.removing[r] == ended {
			delete(t.removing, r)
		}
		close(ended)
	}, true
}
