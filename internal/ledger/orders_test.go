package ledger_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

func newLedger() *ledger.Ledger {
	return ledger.New(func(context.Context, time.Duration) error { return nil })
}

var rule = ledger.Rule{Kind: "group", AccessPackage: "p", Target: "a"}

func declaring(owner ledger.Owner, rules ...ledger.Rule) ledger.Plan {
	return ledger.Plan{Owner: owner, Declares: rules, Keeps: rules}
}

// actor is a resource in a run: what a host asks about it while planning, and what it does in an apply.
type actor struct {
	what  string // "keeps", "gives up", "gives up first" (before it is refreshed), "makes"
	owner ledger.Owner

	stays, told, refused bool // what the plan found
}

// run is one order of everything that a host asks in a run.
type run struct {
	ledger  *ledger.Ledger
	service bool // the rule is in force
	actors  []*actor
}

// planSteps is how often the plan asks about the actor: a refresh, unless it is yet to be made or the host does without, and the plan itself.
func (a *actor) planSteps(refresh bool) int {
	if a.what == "makes" || !refresh {
		return 1
	}
	return 2
}

func (a *actor) givesUp() bool { return strings.HasPrefix(a.what, "gives up") }

// goesAt is the step in which the plan is to let it go.
func (a *actor) goesAt(steps int) int {
	if a.what == "gives up first" {
		return 0
	}
	return steps - 1
}

func (r *run) plan(t *testing.T, a *actor, step, steps int) {
	t.Helper()
	switch {
	case a.givesUp() && step == a.goesAt(steps):
		a.stays = len(r.ledger.GiveUp(a.owner, []ledger.Rule{rule})) > 0
	case step < steps-1 || a.givesUp():
		a.told = r.ledger.See(a.owner, []ledger.Rule{rule})
	case a.what == "keeps":
		given := r.ledger.Plan(t.Context(), ledger.Plan{Owner: a.owner, Keeps: []ledger.Rule{rule}}).Given
		a.refused = len(given) > 0 && !a.told
	case a.what == "makes":
		r.ledger.Plan(t.Context(), ledger.Plan{Keeps: []ledger.Rule{rule}})
	}
}

// applied is whether the host asks about the actor in the apply: not when nothing changes.
func (a *actor) applied() bool { return a.what != "keeps" || a.told }

func (r *run) apply(t *testing.T, a *actor) {
	t.Helper()
	if a.givesUp() {
		if a.stays {
			if err := r.ledger.Leave(t.Context(), a.owner, rule); err != nil {
				t.Fatal(err)
			}
			return
		}
		done, remove, err := r.ledger.Release(t.Context(), a.owner, rule)
		if err != nil {
			t.Fatal(err)
		}
		if remove {
			r.service = false
			done()
		}
		return
	}
	if _, err := r.ledger.Claim(t.Context(), a.owner, rule); err != nil {
		t.Fatal(err)
	}
	r.service = true
	r.ledger.Made(a.owner, rule)
}

// Every order of a plan and of an apply ends with the rule in force if somebody is to have it, and without it if nobody is. Without a
// refresh the plan may be refused instead.
func TestLedger_everyOrder(t *testing.T) {
	t.Parallel()
	runs := 0
	for _, cast := range [][]string{
		{"gives up"},
		{"keeps", "gives up"},
		{"makes", "gives up"},
		{"gives up", "gives up"},
		{"keeps", "gives up", "gives up"},
		{"makes", "gives up", "gives up"},
		{"keeps", "keeps", "gives up"},
		{"gives up first"},
		{"keeps", "gives up first"},
		{"makes", "gives up first"},
		{"gives up first", "gives up first"},
		{"gives up", "gives up first"},
		{"keeps", "gives up", "gives up first"},
		{"keeps", "gives up first", "gives up first"},
	} {
		for _, refresh := range []bool{true, false} {
			steps := make([]int, len(cast))
			for i, what := range cast {
				steps[i] = (&actor{what: what}).planSteps(refresh)
			}
			for planned := range orders(steps) {
				ones := slices.Repeat([]int{1}, len(cast))
				for applied := range orders(ones) {
					runs++
					everyOrder(t, cast, refresh, steps, planned, applied)
				}
			}
		}
	}
	if runs < 500 {
		t.Errorf("only %d orders were tried", runs)
	}
}

func everyOrder(t *testing.T, cast []string, refresh bool, steps, planned, applied []int) {
	t.Helper()
	r := &run{ledger: newLedger(), service: true}
	for i, what := range cast {
		r.actors = append(r.actors, &actor{what: what, owner: ledger.Owner(fmt.Sprint(i))})
	}
	at := make([]int, len(cast))
	for _, i := range planned {
		r.plan(t, r.actors[i], at[i], steps[i])
		at[i]++
	}
	if slices.ContainsFunc(r.actors, func(a *actor) bool { return a.refused }) {
		if refresh {
			t.Errorf("%v, planned %v: refused", cast, planned)
		}
		return
	}
	r.ledger.Forget() // the apply is another process
	for _, i := range applied {
		if r.actors[i].applied() {
			r.apply(t, r.actors[i])
		}
	}
	if want := slices.ContainsFunc(cast, func(what string) bool { return !strings.HasPrefix(what, "gives up") }); r.service != want {
		t.Errorf("%v, refresh %t, planned %v, applied %v: in force %t, want %t", cast, refresh, planned, applied, r.service, want)
	}
}

// orders gives every order in which actors can take their steps: a list of actors' numbers.
func orders(steps []int) func(func([]int) bool) {
	return func(yield func([]int) bool) {
		var walk func(left []int, sofar []int) bool
		walk = func(left []int, sofar []int) bool {
			finished := true
			for i, n := range left {
				if n == 0 {
					continue
				}
				finished = false
				next := slices.Clone(left)
				next[i]--
				if !walk(next, append(slices.Clone(sofar), i)) {
					return false
				}
			}
			return !finished || yield(sofar)
		}
		walk(steps, nil)
	}
}

// A host that configures a provider once asks it in several walks.
func TestLedger_walksOfOneProvider(t *testing.T) {
	t.Parallel()
	l := newLedger()
	l.Validated()
	for range 2 { // plan and apply
		l.Validated()
		l.Planned()
		if found := l.Plan(t.Context(), declaring("", rule)); found.Conflicts[0] != ledger.NoConflict {
			t.Fatal("a resource that is yet to be made is in the way of itself")
		}
	}
	if _, err := l.Claim(t.Context(), "x", rule); err != nil {
		t.Fatal(err)
	}
	l.Made("x", rule)
	l.Exists(declaring("x", rule))
	l.See("x", []ledger.Rule{rule})
	if stay := l.GiveUp("x", []ledger.Rule{rule}); len(stay) > 0 {
		t.Error("a resource that was made in an earlier walk keeps its rule from going")
	}
	if _, remove, err := l.Release(t.Context(), "x", rule); err != nil || !remove {
		t.Errorf("it is not removed: %v", err)
	}
}

func TestLedger_declarations(t *testing.T) {
	t.Parallel()
	whole := ledger.Rule{Kind: "group", AccessPackage: "p"}
	other := ledger.Rule{Kind: "access package", AccessPackage: "p"}
	another := ledger.Rule{Kind: "group", AccessPackage: "p", Target: "b"}
	for name, test := range map[string]struct {
		plans []ledger.Plan
		want  ledger.Conflict // of the last one
	}{
		"two rules":             {[]ledger.Plan{declaring("x", rule), declaring("y", another)}, ledger.NoConflict},
		"one rule twice":        {[]ledger.Plan{declaring("x", rule), declaring("y", rule)}, ledger.Twice},
		"planned again":         {[]ledger.Plan{declaring("x", rule), declaring("x", rule)}, ledger.NoConflict},
		"new and old":           {[]ledger.Plan{declaring("x", rule), declaring("", rule)}, ledger.Twice},
		"new and new":           {[]ledger.Plan{declaring("", rule), declaring("", rule)}, ledger.Twice},
		"part and whole":        {[]ledger.Plan{declaring("x", rule), declaring("y", whole)}, ledger.PartAndWhole},
		"whole and part":        {[]ledger.Plan{declaring("y", whole), declaring("x", rule)}, ledger.PartAndWhole},
		"whole twice":           {[]ledger.Plan{declaring("x", whole), declaring("y", whole)}, ledger.Twice},
		"whole of another kind": {[]ledger.Plan{declaring("x", rule), declaring("y", other)}, ledger.NoConflict},
		"moved away":            {[]ledger.Plan{declaring("x", rule), declaring("x", another), declaring("y", rule)}, ledger.NoConflict},
		"part moved away":       {[]ledger.Plan{declaring("x", rule), declaring("x", other), declaring("y", whole)}, ledger.NoConflict},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLedger()
			var last ledger.Conflict
			for _, plan := range test.plans {
				l.Validated()
				l.Planned()
				last = l.Plan(t.Context(), plan).Conflicts[0]
			}
			if last != test.want {
				t.Errorf("got %d, want %d", last, test.want)
			}
		})
	}
}

// Two resources that are validated and planned side by side are two, while a third one is between the one and the other.
func TestLedger_sideBySide(t *testing.T) {
	t.Parallel()
	third := false
	var l *ledger.Ledger
	l = ledger.New(func(context.Context, time.Duration) error {
		if !third { // it is planned in a moment
			third = true
			l.Planned()
		}
		return nil
	})
	for range 3 {
		l.Validated()
	}
	l.Planned()
	first := l.Plan(t.Context(), declaring("", rule))
	l.Planned()
	second := l.Plan(t.Context(), declaring("", rule))
	if first.Conflicts[0] != ledger.NoConflict || second.Conflicts[0] != ledger.Twice {
		t.Errorf("got %v and %v", first, second)
	}
}

// What was to take a rule over has failed: the one that gives it up does not remove it, and says so.
func TestLedger_failedTakeover(t *testing.T) {
	t.Parallel()
	l := newLedger()
	if _, err := l.Claim(t.Context(), "x", rule); err != nil {
		t.Fatal(err)
	}
	l.Failed("x", rule)
	if err := l.Leave(t.Context(), "y", rule); !errors.Is(err, ledger.ErrTakeoverFailed) {
		t.Errorf("left with %v", err)
	}
	if _, remove, err := l.Release(t.Context(), "y", rule); remove || !errors.Is(err, ledger.ErrTakeoverFailed) {
		t.Errorf("removed %t, %v", remove, err)
	}
	if _, err := l.Claim(t.Context(), "x", rule); err != nil { // it succeeds in the end
		t.Fatal(err)
	}
	l.Made("x", rule)
	if _, remove, err := l.Release(t.Context(), "y", rule); remove || err != nil {
		t.Errorf("removed %t, %v", remove, err)
	}
}

// Who takes a rule waits for a removal that is under way, and who gives it up for one who is taking it.
func TestLedger_waits(t *testing.T) {
	t.Parallel()
	l := newLedger()
	done, _, err := l.Release(t.Context(), "y", rule)
	if err != nil {
		t.Fatal(err)
	}
	var events []string
	claimed := make(chan error)
	go func() {
		removed, err := l.Claim(t.Context(), "x", rule)
		events = append(events, fmt.Sprintf("claimed after a removal: %t", removed))
		claimed <- err
	}()
	done()
	if err := <-claimed; err != nil {
		t.Fatal(err)
	}
	released := make(chan bool)
	go func() {
		_, remove, _ := l.Release(t.Context(), "z", rule)
		released <- remove
	}()
	l.Made("x", rule)
	events = append(events, fmt.Sprintf("removed after a claim: %t", <-released))
	if got := strings.Join(events, ", "); got != "claimed after a removal: true, removed after a claim: false" {
		t.Error(got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := l.Claim(t.Context(), "w", rule); err != nil {
		t.Fatal(err)
	}
	if _, _, err := l.Release(ctx, "x", rule); !errors.Is(err, context.Canceled) {
		t.Errorf("an interrupted removal ends with %v", err)
	}
}

// A rule that is there is this run's own when a state has had it, and foreign else; anything that is to go means that the plan has looked.
func TestLedger_changesHands(t *testing.T) {
	t.Parallel()
	foreign := ledger.Rule{Kind: "group", AccessPackage: "p", Target: "foreign"}
	l := newLedger()
	l.See("x", []ledger.Rule{rule})
	if !l.ChangesHands(t.Context(), rule) || l.ChangesHands(t.Context(), foreign) || !l.Planning() {
		t.Error("the plan takes one for the other")
	}
	l.Forget()
	if l.ChangesHands(t.Context(), rule) || l.Planning() {
		t.Error("the walk before is not forgotten")
	}
	if err := l.Leave(t.Context(), "x", rule); err != nil {
		t.Fatal(err)
	}
	elsewhere := ledger.Rule{Kind: "group", AccessPackage: "q", Target: "foreign"}
	if !l.ChangesHands(t.Context(), rule) || !l.ChangesHands(t.Context(), foreign) || l.ChangesHands(t.Context(), elsewhere) {
		t.Error("a rule changes hands within its access package only")
	}
}

// What is left out of a set stays and is nobody's: it does not keep another resource's rule from going.
func TestLedger_leftOut(t *testing.T) {
	t.Parallel()
	l := newLedger()
	l.See("set", []ledger.Rule{rule})
	l.See("x", []ledger.Rule{rule})
	l.LeaveOut("set", []ledger.Rule{rule})
	if stay := l.GiveUp("x", []ledger.Rule{rule}); len(stay) > 0 {
		t.Error("a rule stays because of a set that does not manage it any more")
	}
	if !l.IsOwn(rule) {
		t.Error("it was this configuration's own")
	}
}

// A plan that is not applied is forgotten by the next walk of a provider that lives on.
func TestLedger_planThatIsNotApplied(t *testing.T) {
	t.Parallel()
	l := newLedger()
	l.See("x", []ledger.Rule{rule})
	l.Plan(t.Context(), declaring("x", rule))
	another := ledger.Rule{Kind: "group", AccessPackage: "p", Target: "b"}
	l.Plan(t.Context(), declaring("", another))
	l.See("x", []ledger.Rule{rule})
	if stay := l.GiveUp("y", []ledger.Rule{another}); len(stay) > 0 {
		t.Error("a rule stays because of a resource that was never made")
	}
}

// Without a refresh, and before anything is applied, a rule is kept by one who may not be asked again.
func TestLedger_keptUnseen(t *testing.T) {
	t.Parallel()
	l := newLedger()
	rules := []ledger.Rule{rule}
	l.Plan(t.Context(), declaring("", rule))
	if l.KeptUnseen(t.Context(), rules) {
		t.Error("what is yet to be made is asked")
	}
	l.Plan(t.Context(), declaring("y", rule))
	if l.KeptUnseen(t.Context(), rules) {
		t.Error("what is replaced by it is asked")
	}
	kept := ledger.Plan{Owner: "x", Keeps: rules, Has: rules}
	l.Plan(t.Context(), kept)
	if !l.KeptUnseen(t.Context(), rules) {
		t.Error("nobody has refreshed it")
	}
	l.Forget()
	l.See("x", rules)
	l.Plan(t.Context(), kept)
	if l.KeptUnseen(t.Context(), rules) {
		t.Error("a refresh is not seen")
	}
	l.Forget()
	l.Plan(t.Context(), kept)
	if _, err := l.Claim(t.Context(), "x", rule); err != nil || l.KeptUnseen(t.Context(), rules) {
		t.Errorf("an apply is not seen: %v", err)
	}
}
