package ledger

import (
	"context"
	"sync"
)

// Takeovers keeps a rule in place when one resource of a run gives it up and another takes it over: `count` shifts, a renamed
// resource without `moved`, two resources that swap values. Terraform runs the destroy and the create in any order; without this,
// "create finds the rule, then destroy removes it" would end with a state that promises a rule that is gone.
type Takeovers struct {
	mu       sync.Mutex
	taken    map[Rule]bool
	removing map[Rule]chan struct{} // closed when the removal has ended
}

// Take claims a rule for the resource that creates it, after a removal that is under way.
func (t *Takeovers) Take(ctx context.Context, r Rule) error {
	for {
		t.mu.Lock()
		removing, busy := t.removing[r]
		if !busy {
			if t.taken == nil {
				t.taken = map[Rule]bool{}
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

// GiveBack ends a claim whose create has failed.
func (t *Takeovers) GiveBack(r Rule) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.taken, r)
}

// Remove reports whether the caller is to remove the rule; then it must call done. It is not when another resource took it over.
func (t *Takeovers) Remove(r Rule) (done func(), ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.taken[r] {
		return nil, false
	}
	ended := make(chan struct{})
	if t.removing == nil {
		t.removing = map[Rule]chan struct{}{}
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
