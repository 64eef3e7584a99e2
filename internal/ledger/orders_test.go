package ledger_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

var rule = ledger.Rule{Kind: "group", AccessPackage: "p", Target: "a"}

// declaring is the plan of a resource that manages single rules, or lists without a target.
func declaring(rules ...ledger.Rule) ledger.Plan { return ledger.Plan{Declares: rules, Keeps: rules} }

func newly(p ledger.Plan) ledger.Plan {
	p.New = true
	return p
}

// actor is a resource in a run: what Terraform asks about it while planning, and what it does in an apply.
type actor struct {
	what  string // "keeps", "releases", "releases first" (before it is refreshed), "makes", "fails to make"
	owner ledger.Owner

	note    ledger.Note
	told    bool // a refresh said that the rule is managed elsewhere too
	refused bool // the plan
	kept    bool // it stays in the state, because its removal was refused
}

// run is one order of everything that Terraform asks in a run.
type run struct {
	ledger  *ledger.Ledger
	service bool // the rule is in force
	actors  []*actor
}

// planSteps is how often the plan asks about the actor: for a refresh, unless it is new or Terraform doesn't refresh,
// and for the plan.
func (a *actor) planSteps(refresh bool) int {
	if a.isNew() || !refresh {
		return 1
	}
	return 2
}

func (a *actor) isNew() bool    { return strings.HasSuffix(a.what, "make") || a.what == "makes" }
func (a *actor) releases() bool { return strings.HasPrefix(a.what, "releases") }

// goesAt is the step in which the actor is planned to be destroyed.
func (a *actor) goesAt(steps int) int {
	if a.what == "releases first" {
		return 0
	}
	return steps - 1
}

func (r *run) plan(t *testing.T, a *actor, step, steps int) {
	t.Helper()
	switch {
	case a.releases() && step == a.goesAt(steps):
		a.note = r.ledger.Releases(t.Context(), a.owner, []ledger.Rule{rule}, false).Note
	case step < steps-1 || a.releases():
		a.owner, a.told = r.ledger.Holds(a.owner, []ledger.Rule{rule})
	case a.what == "keeps":
		found := r.ledger.Keeps(a.owner, declaring(rule))
		a.refused = len(found.Released) > 0 && !a.told
	default:
		r.ledger.Keeps("", newly(declaring(rule)))
	}
}

// applied is whether Terraform asks about the actor in the apply, which it does only for changes.
func (a *actor) applied() bool { return a.what != "keeps" || a.told }

func (r *run) apply(t *testing.T, a *actor) {
	t.Helper()
	if a.releases() {
		removal, err := r.ledger.Remove(t.Context(), a.owner, []ledger.Rule{rule}, a.note, false)
		defer removal.End()
		remove, asked := removal.Ask(t.Context(), rule)
		if a.kept = asked != nil; err != nil || a.kept {
			return
		}
		if remove {
			r.service = false
			removal.Removed(rule, true)
		}
		return
	}
	claim, err := r.ledger.Claim(t.Context(), a.owner, a.isNew(), rule.AccessPackage, []ledger.Rule{rule})
	defer claim.End()
	if err != nil {
		t.Fatal(err)
	}
	if a.what == "fails to make" {
		return
	}
	if a.isNew() || claim.Again(rule) {
		r.service = true
	}
	claim.Made(rule)
}

// casts are who takes part in a run, and steps in which Terraform asks about each.
var casts = [][]string{
	{"releases"},
	{"keeps", "releases"},
	{"makes", "releases"},
	{"fails to make", "releases"},
	{"releases", "releases"},
	{"keeps", "releases", "releases"},
	{"makes", "releases", "releases"},
	{"keeps", "keeps", "releases"},
	{"releases first"},
	{"keeps", "releases first"},
	{"makes", "releases first"},
	{"fails to make", "releases first"},
	{"releases first", "releases first"},
	{"releases", "releases first"},
	{"keeps", "releases", "releases first"},
	{"keeps", "releases first", "releases first"},
}

// Every order of a plan and of an apply ends with the rule in force if a resource manages it, and without it if none
// does. Without a refresh the plan may be refused instead.
func TestLedger_everyOrder(t *testing.T) {
	t.Parallel()
	runs := 0
	for _, cast := range casts {
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
	r := &run{ledger: ledger.New(), service: true}
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
	kept := slices.ContainsFunc(r.actors, func(a *actor) bool { return a.kept })
	managed := slices.Contains(cast, "keeps") || slices.Contains(cast, "makes") || kept
	switch {
	case kept && !slices.Contains(cast, "fails to make"):
		t.Errorf("%v, planned %v, applied %v: the removal was refused although nothing failed", cast, planned, applied)
	case slices.Contains(cast, "fails to make") && !r.service && (len(r.actors[1].note.Stays) > 0 || applied[0] == 0):
		t.Errorf("%v, planned %v, applied %v: the rule is lost after a failed create", cast, planned, applied)
	case !slices.Contains(cast, "fails to make") && r.service != managed:
		t.Errorf("%v, refresh %t, planned %v, applied %v: in force %t, want %t", cast, refresh, planned, applied, r.service, managed)
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
