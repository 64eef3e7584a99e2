package ledger_test

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

func TestLedger_declarations(t *testing.T) {
	t.Parallel()
	whole := ledger.Rule{Kind: "group", AccessPackage: "p"}
	other := ledger.Rule{Kind: "access package", AccessPackage: "p"}
	another := ruleOf("p", "b")
	type step struct {
		owner ledger.Owner
		plan  ledger.Plan
	}
	for name, test := range map[string]struct {
		steps []step
		want  ledger.Conflict // of the last one
	}{
		"two rules":             {[]step{{"x", declaring(rule)}, {"y", declaring(another)}}, ledger.NoConflict},
		"one rule twice":        {[]step{{"x", declaring(rule)}, {"y", declaring(rule)}}, ledger.Twice},
		"planned again":         {[]step{{"x", declaring(rule)}, {"x", declaring(rule)}}, ledger.NoConflict},
		"new and old":           {[]step{{"x", declaring(rule)}, {"", newly(declaring(rule))}}, ledger.Twice},
		"old and new":           {[]step{{"", newly(declaring(rule))}, {"x", declaring(rule)}}, ledger.Twice},
		"new and new":           {[]step{{"", newly(declaring(rule))}, {"", newly(declaring(rule))}}, ledger.MaybeTwice},
		"part and whole":        {[]step{{"x", declaring(rule)}, {"y", declaring(whole)}}, ledger.PartAndWhole},
		"whole and part":        {[]step{{"y", declaring(whole)}, {"x", declaring(rule)}}, ledger.PartAndWhole},
		"new part and whole":    {[]step{{"", newly(declaring(rule))}, {"", newly(declaring(whole))}}, ledger.PartAndWhole},
		"whole twice":           {[]step{{"x", declaring(whole)}, {"y", declaring(whole)}}, ledger.Twice},
		"whole of another kind": {[]step{{"x", declaring(rule)}, {"y", declaring(other)}}, ledger.NoConflict},
		"moved away":            {[]step{{"x", declaring(rule)}, {"x", declaring(another)}, {"y", declaring(rule)}}, ledger.NoConflict},
		"part moved away":       {[]step{{"x", declaring(rule)}, {"x", declaring(other)}, {"y", declaring(whole)}}, ledger.NoConflict},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := ledger.New()
			var last ledger.Conflict
			for _, s := range test.steps {
				last = l.Keeps(s.owner, s.plan).Conflicts[0]
			}
			if last != test.want {
				t.Errorf("got %d, want %d", last, test.want)
			}
		})
	}
}

// The second of two new resources for one rule is refused when it is made.
func TestLedger_madeTwice(t *testing.T) {
	t.Parallel()
	l := ledger.New()
	for _, owner := range []ledger.Owner{"x", "an update", "y"} {
		claim, err := l.Claim(t.Context(), owner, owner != "an update", "p", []ledger.Rule{rule})
		if second := owner == "y"; errors.Is(err, ledger.ErrTwice) != second {
			t.Errorf("%s: %v", owner, err)
		}
		if err == nil {
			claim.Made(rule)
		}
		claim.End()
	}
}

// An update makes a rule again that this run has removed, once. A rule whose removal was refused is in force.
func TestLedger_again(t *testing.T) {
	t.Parallel()
	for _, gone := range []bool{true, false} {
		l := ledger.New()
		removal, err := l.Remove(t.Context(), "old", []ledger.Rule{rule}, ledger.Note{}, false)
		if err != nil {
			t.Fatal(err)
		}
		if remove, err := removal.Ask(t.Context(), rule); !remove || err != nil {
			t.Fatalf("not removed: %v", err)
		}
		removal.Removed(rule, gone)
		removal.End()
		for _, want := range []bool{gone, false} {
			claim, err := l.Claim(t.Context(), "x", false, "p", []ledger.Rule{rule})
			if err != nil {
				t.Fatal(err)
			}
			if claim.Again(rule) != want {
				t.Errorf("gone %t: again %t", gone, !want)
			}
			claim.Made(rule)
			claim.End()
		}
	}
}

// A create waits for the removal of its rule that is under way. If it didn't, the removal could have its effect after the
// rule was made.
func TestLedger_claimWaitsForRemoval(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := ledger.New()
		removal, err := l.Remove(t.Context(), "old", []ledger.Rule{rule}, ledger.Note{}, false)
		if err != nil {
			t.Fatal(err)
		}
		defer removal.End()
		if remove, err := removal.Ask(t.Context(), rule); !remove || err != nil {
			t.Fatalf("not removed: %v", err)
		}
		const takes = 10 * time.Second
		began, ended := time.Now(), make(chan bool)
		go func() {
			<-time.After(takes)
			removal.Removed(rule, true)
			close(ended)
		}()
		claim, err := l.Claim(t.Context(), "new", true, "p", []ledger.Rule{rule})
		defer claim.End()
		if waited := time.Since(began); err != nil || waited != takes || !claim.Again(rule) {
			t.Errorf("it waited %s, again %t: %v", waited, claim.Again(rule), err)
		}
		<-ended
		claim.Made(rule)
	})
}

// A removal waits for the create that claims its rule, longer than it steps back for others, and then leaves the rule.
func TestLedger_removalWaitsForClaim(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := ledger.New()
		const takes = 10 * time.Minute
		ended := make(chan bool)
		go func() {
			create(t, l, "new", rule, takes, false)
			close(ended)
		}()
		synctest.Wait()
		began := time.Now()
		removed, err := remove(t, l, "old", rule, 0)
		if waited := time.Since(began); removed || err != nil || waited != takes {
			t.Errorf("it waited %s, removed %t: %v", waited, removed, err)
		}
		<-ended
	})
}

// A change that fails before it claims its rules ends the removals of its access package, too.
func TestLedger_failsBeforeTheClaim(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := ledger.New()
		l.Fail("p")
		if removed, err := remove(t, l, "old", ruleOf("p", "a"), 0); removed || !errors.Is(err, ledger.ErrWeakens) {
			t.Errorf("removed %t: %v", removed, err)
		}
		if removed, err := remove(t, l, "older", ruleOf("q", "a"), 0); !removed || err != nil {
			t.Errorf("of another access package: removed %t: %v", removed, err)
		}
	})
}

// After a failure, a resource still stops managing a rule that another one has made. It doesn't even wait for others.
func TestLedger_madeBeforeTheFailure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := ledger.New()
		create(t, l, "new", rule, 0, false)
		create(t, l, "failing", ruleOf("p", "b"), 0, true)
		defer l.Enter()() // another create
		began := time.Now()
		removed, err := remove(t, l, "old", rule, 0)
		if waited := time.Since(began); removed || err != nil || waited > 0 {
			t.Errorf("it waited %s, removed %t: %v", waited, removed, err)
		}
	})
}

// The ledger distinguishes a rule of this configuration from other people's, and in an apply a rule of a list that
// loses one may be its own.
func TestLedger_owns(t *testing.T) {
	t.Parallel()
	foreign, elsewhere := ruleOf("p", "foreign"), ruleOf("q", "foreign")
	l := ledger.New()
	l.Holds("x", []ledger.Rule{rule})
	check := func(r ledger.Rule, certainly, maybe bool) {
		t.Helper()
		if c, m := l.Owns(t.Context(), r); c != certainly || m != maybe {
			t.Errorf("%v: %t, %t", r, c, m)
		}
	}
	check(rule, true, true)
	check(foreign, false, false)
	if !l.Planning() {
		t.Error("a refresh is only in a plan")
	}
	l.Forget()
	check(rule, false, false)
	removal, err := l.Remove(t.Context(), "x", []ledger.Rule{rule}, ledger.Note{Stays: []ledger.Rule{rule}}, false)
	if err != nil || l.Planning() {
		t.Fatal(err)
	}
	if remove, err := removal.Ask(t.Context(), rule); remove || err != nil {
		t.Errorf("removed %t, %v", remove, err)
	}
	removal.End()
	check(rule, true, true)
	check(foreign, false, true)
	check(elsewhere, false, false)
}

// A create that is done at once waits for the operations that begin with it before it calls a rule other people's.
func TestLedger_ownsWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := ledger.New()
		defer l.Enter()() // the create
		ended := make(chan bool)
		go func() {
			<-time.After(100 * time.Millisecond)
			if _, err := remove(t, l, "old", rule, 0); err != nil {
				t.Error(err)
			}
			close(ended)
		}()
		if certainly, maybe := l.Owns(t.Context(), ruleOf("p", "moved")); certainly || !maybe {
			t.Errorf("%t, %t", certainly, maybe)
		}
		<-ended
	})
}

// A resource that is planned in the apply keeps the rule, although its turn comes after the removal.
func TestLedger_keptInTheApply(t *testing.T) {
	t.Parallel()
	l := ledger.New()
	l.Keeps("", newly(declaring(rule)))
	removal, err := l.Remove(t.Context(), "x", []ledger.Rule{rule}, ledger.Note{}, false)
	defer removal.End()
	if remove, asked := removal.Ask(t.Context(), rule); err != nil || asked != nil || remove {
		t.Errorf("removed %t, %v, %v", remove, err, asked)
	}
}

// After a list is omitted, another resource can remove its rules.
func TestLedger_unmanages(t *testing.T) {
	t.Parallel()
	l := ledger.New()
	l.Holds("set", []ledger.Rule{rule})
	l.Holds("x", []ledger.Rule{rule})
	if alone := l.Unmanages(t.Context(), "set", []ledger.Rule{rule}); !slices.Equal(alone, []ledger.Rule{rule}) {
		t.Errorf("no other resource manages %v", alone)
	}
	if release := l.Releases(t.Context(), "x", []ledger.Rule{rule}, false); len(release.Stays) > 0 {
		t.Error("a rule stays because of a set that no longer manages it")
	}
}

// Two sets that exchange their lists know of each other, whichever is planned first.
func TestLedger_exchange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := ledger.New()
		whole := ledger.Rule{Kind: rule.Kind, AccessPackage: rule.AccessPackage}
		ended := make(chan bool)
		go func() {
			defer l.Enter()()
			<-time.After(time.Second) // a refresh
			l.Keeps("second", declaring(whole))
			close(ended)
		}()
		defer l.Enter()()
		if alone := l.Unmanages(t.Context(), "first", []ledger.Rule{rule}); len(alone) > 0 {
			t.Errorf("no other resource manages %v", alone)
		}
		<-ended
	})
}

// Two addresses that share their private state are distinguished, whichever is refreshed, planned or destroyed first.
func TestLedger_sharedPrivateState(t *testing.T) {
	t.Parallel()
	rules := []ledger.Rule{rule}
	for name, order := range map[string]func(*ledger.Ledger) (stays, changes bool){
		"both refreshed first": func(l *ledger.Ledger) (bool, bool) {
			l.Holds("x", rules)
			twin, elsewhere := l.Holds("x", rules)
			l.Keeps("x", declaring(rule))
			return len(l.Releases(t.Context(), twin, rules, false).Stays) > 0, elsewhere
		},
		"kept, then refreshed": func(l *ledger.Ledger) (bool, bool) {
			l.Holds("x", rules)
			l.Keeps("x", declaring(rule))
			twin, elsewhere := l.Holds("x", rules)
			return len(l.Releases(t.Context(), twin, rules, false).Stays) > 0, elsewhere
		},
		"kept, then destroyed": func(l *ledger.Ledger) (bool, bool) {
			l.Holds("x", rules)
			l.Keeps("x", declaring(rule))
			return len(l.Releases(t.Context(), "x", rules, true).Stays) > 0, true
		},
		"destroyed first": func(l *ledger.Ledger) (bool, bool) {
			l.Releases(t.Context(), "x", rules, false)
			owner, elsewhere := l.Holds("x", rules)
			return owner != "x", elsewhere
		},
		"destroyed before it is kept": func(l *ledger.Ledger) (bool, bool) {
			l.Holds("x", rules)
			l.Releases(t.Context(), "x", rules, false)
			return len(l.Keeps("x", declaring(rule)).Released) > 0, true
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if stays, changes := order(ledger.New()); !stays || !changes {
				t.Errorf("the rule stays or the plan is refused: %t; the keeper changes: %t", stays, changes)
			}
		})
	}
}

// A host that keeps a provider for several walks shows it the same resource again.
func TestLedger_reused(t *testing.T) {
	t.Parallel()
	l := ledger.New()
	l.Keeps("", newly(declaring(rule)))
	l.Keeps("", newly(declaring(rule)))
	claim, err := l.Claim(t.Context(), "x", true, "p", []ledger.Rule{rule})
	if err != nil {
		t.Fatal(err)
	}
	claim.Made(rule)
	claim.End()
	if release := l.Releases(t.Context(), "x", []ledger.Rule{rule}, true); len(release.Stays) > 0 {
		t.Error("what was planned before a resource was made keeps its rule from being removed")
	}
	if owner, elsewhere := l.Holds("x", []ledger.Rule{rule}); owner != "x" || elsewhere {
		t.Error("a resource that was made in an earlier walk is taken for two")
	}
	if release := l.Releases(t.Context(), "x", []ledger.Rule{rule}, true); len(release.Stays) > 0 {
		t.Error("a resource that was made in an earlier walk keeps its rule from being removed")
	}
	l.Keeps("x", declaring(rule)) // in the third walk, whose apply changes nothing
	if owner, elsewhere := l.Holds("x", []ledger.Rule{rule}); owner != "x" || elsewhere {
		t.Error("a resource is taken for two after a walk without changes")
	}
}

// A destroy of what this process has made is planned in another walk, in which earlier failures no longer count.
func TestLedger_destroyedAfterFailure(t *testing.T) {
	t.Parallel()
	l := ledger.New()
	for _, owner := range []ledger.Owner{"x", "y"} {
		claim, err := l.Claim(t.Context(), owner, true, "p", []ledger.Rule{rule})
		if err == nil {
			claim.Made(rule)
		}
		claim.End()
	}
	note := l.Releases(t.Context(), "x", []ledger.Rule{rule}, true).Note
	removal, err := l.Remove(t.Context(), "x", []ledger.Rule{rule}, note, false)
	defer removal.End()
	if remove, asked := removal.Ask(t.Context(), rule); err != nil || asked != nil || !remove {
		t.Errorf("removed %t, %v, %v", remove, err, asked)
	}
}

// A plan that removes rules is refused if what keeps one was planned without a refresh, but not in an apply.
func TestLedger_unread(t *testing.T) {
	t.Parallel()
	rules := []ledger.Rule{rule}
	kept := ledger.Plan{Keeps: rules, Has: rules}
	for name, test := range map[string]struct {
		before func(*ledger.Ledger)
		want   bool
	}{
		"unread": {func(l *ledger.Ledger) { l.Keeps("x", kept) }, true},
		"new":    {func(l *ledger.Ledger) { l.Keeps("", newly(declaring(rule))) }, false},
		"read":   {func(l *ledger.Ledger) { l.Holds("x", rules); l.Keeps("x", kept) }, false},
		"applying": {func(l *ledger.Ledger) {
			l.Keeps("x", kept)
			claim, _ := l.Claim(t.Context(), "x", false, "p", rules)
			claim.Made()
			claim.End()
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := ledger.New()
			test.before(l)
			if got := l.Releases(t.Context(), "y", rules, false).Unread; got != test.want {
				t.Errorf("got %t", got)
			}
		})
	}
}
