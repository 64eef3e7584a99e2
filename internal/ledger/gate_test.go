package ledger_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

func ruleOf(accessPackage, target string) ledger.Rule {
	return ledger.Rule{Kind: "group", AccessPackage: accessPackage, Target: target}
}

// remove is an operation that removes a rule in so much time. It reports what became of it.
func remove(t *testing.T, l *ledger.Ledger, owner ledger.Owner, r ledger.Rule, takes time.Duration) (removed bool, err error) {
	t.Helper()
	defer l.Enter()()
	removal, err := l.Remove(t.Context(), owner, []ledger.Rule{r}, ledger.Note{}, false)
	defer removal.End()
	if err != nil {
		return false, err
	}
	removed, err = removal.Ask(t.Context(), r)
	if removed {
		<-time.After(takes)
		removal.Removed(r, true)
	}
	return removed, err
}

// create is an operation that makes a rule in so much time, or fails.
func create(t *testing.T, l *ledger.Ledger, owner ledger.Owner, r ledger.Rule, takes time.Duration, fails bool) {
	t.Helper()
	defer l.Enter()()
	claim, err := l.Claim(t.Context(), owner, true, r.AccessPackage, []ledger.Rule{r})
	defer claim.End()
	if err != nil {
		t.Error(err)
	}
	<-time.After(takes)
	if !fails {
		claim.Made(r)
	}
}

// A removal waits for a create that is under way, and for one that begins a moment later. After a failure nothing of
// the access package is removed.
func TestGate_removalsStepBack(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		target, accessPackage string // of what is created
		fails                 bool
		removed               bool
		err                   error
	}{
		"the same rule":                         {target: "a", accessPackage: "p"},
		"another rule":                          {target: "b", accessPackage: "p", removed: true},
		"the same rule, failing":                {target: "a", accessPackage: "p", fails: true, err: ledger.ErrWeakens},
		"another rule, failing":                 {target: "b", accessPackage: "p", fails: true, err: ledger.ErrWeakens},
		"a rule of another package, failing":    {target: "a", accessPackage: "q", fails: true, removed: true},
		"a rule of another package, succeeding": {target: "a", accessPackage: "q", removed: true},
	} {
		for _, later := range []time.Duration{0, 50 * time.Millisecond} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					l := ledger.New()
					go func() {
						<-time.After(later)
						create(t, l, "new", ruleOf(test.accessPackage, test.target), 10*time.Second, test.fails)
					}()
					synctest.Wait()
					began := time.Now()
					removed, err := remove(t, l, "old", ruleOf("p", "a"), 0)
					if removed != test.removed || !errors.Is(err, test.err) {
						t.Errorf("removed %t, %v", removed, err)
					}
					if waited := time.Since(began); waited < 9*time.Second || waited > 11*time.Second {
						t.Errorf("it waited for %s", waited)
					}
				})
			})
		}
	}
}

// A create that begins a moment after another one has ended is waited for too.
func TestGate_oneAfterAnother(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := ledger.New()
		go func() {
			create(t, l, "first", ruleOf("q", "a"), 10*time.Second, false)
			<-time.After(100 * time.Millisecond)
			create(t, l, "second", ruleOf("p", "a"), 10*time.Second, false)
		}()
		synctest.Wait()
		if removed, err := remove(t, l, "old", ruleOf("p", "a"), 0); removed || err != nil {
			t.Errorf("removed %t, %v", removed, err)
		}
	})
}

// When removals take every place, one is let through, and the create that gets its place decides over the others.
func TestGate_everyPlaceTaken(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := ledger.New()
		var removed, kept atomic.Int32
		places := make(chan func(), 20)
		for i := range 10 {
			places <- func() {
				gone, err := remove(t, l, ledger.Owner(rune('a'+i)), ruleOf("p", string(rune('a'+i))), 50*time.Millisecond)
				if gone {
					removed.Add(1)
				}
				if errors.Is(err, ledger.ErrWeakens) {
					kept.Add(1)
				}
			}
		}
		places <- func() { create(t, l, "new", ruleOf("p", "z"), 50*time.Millisecond, true) }
		close(places)
		ended := make(chan bool)
		for range 10 {
			go func() {
				for operation := range places {
					operation()
				}
				ended <- true
			}()
		}
		for range 10 {
			<-ended
		}
		if removed.Load() != 1 || kept.Load() != 9 {
			t.Errorf("%d removed and %d kept, want 1 and 9", removed.Load(), kept.Load())
		}
	})
}

// A run that only destroys takes little longer than without the gate: a thousand removals, ten at a time.
func TestGate_destroyOnly(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := ledger.New()
		const takes = 50 * time.Millisecond
		operations := make(chan int)
		ended := make(chan bool)
		began := time.Now()
		for range 10 {
			go func() {
				for i := range operations {
					_, _ = remove(t, l, ledger.Owner(rune(i)), ruleOf("p", string(rune(i))), takes)
				}
				ended <- true
			}()
		}
		for i := range 1000 {
			operations <- i + 1
		}
		close(operations)
		for range 10 {
			<-ended
		}
		t.Log(time.Since(began))
		if took, without := time.Since(began), 100*takes; took > without+without/10 {
			t.Errorf("it took %s, without the gate %s", took, without)
		}
	})
}

// An interrupted removal removes nothing.
func TestGate_interrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := ledger.New()
		defer l.Enter()() // the create
		defer l.Enter()() // and the removal
		claim, err := l.Claim(t.Context(), "new", true, "p", []ledger.Rule{rule})
		if err != nil {
			t.Fatal(err)
		}
		defer claim.End()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		removal, err := l.Remove(ctx, "old", []ledger.Rule{rule}, ledger.Note{}, false)
		defer removal.End()
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("it ends with %v", err)
		}
	})
}
