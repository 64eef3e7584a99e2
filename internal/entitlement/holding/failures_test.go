package holding_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// A disaster happens in an apply.
type disaster struct {
	name    string
	refuses bool // creates, and does nothing else
	happen  func(w *world, c *core, random *rand.Rand)
}

var refusal = emulator.Fault{Method: http.MethodPost, Path: "/incompatibleGroups", Status: http.StatusForbidden, Code: "UnAuthorized"}

var disasters = []disaster{
	{"every create is refused", true, func(w *world, _ *core, _ *rand.Rand) { w.Inject(refusal) }},
	{"one create is refused", true, func(w *world, _ *core, random *rand.Rand) {
		f := refusal
		f.Skip, f.Times = random.IntN(3), 1
		w.Inject(f)
	}},
	{"creates with an effect are answered 400", true, func(w *world, _ *core, _ *rand.Rand) {
		f := refusal
		f.Status, f.Code, f.AfterEffect, f.Times = http.StatusBadRequest, "BadRequest", true, 3
		w.Inject(f)
	}},
	{"an interruption", false, func(w *world, c *core, random *rand.Rand) {
		at(w, random, func() {
			c.ended.Store(true)
			c.stop()
		})
	}},
	{"a kill", false, func(w *world, c *core, random *rand.Rand) { at(w, random, func() { c.cut.Store(true) }) }},
}

// at calls f at one of the first requests that change a rule, before or after its effect.
func at(w *world, random *rand.Rand, f func()) {
	moment, left := []emulator.Moment{emulator.Before, emulator.After}[random.IntN(2)], int32(1+random.IntN(3))
	var seen atomic.Int32
	w.Observe(func(m emulator.Moment, r *http.Request) {
		if m == moment && r.Method != http.MethodGet && strings.Contains(r.URL.Path, "/incompatibleGroups") && seen.Add(1) == left {
			f()
		}
	})
}

// A failed create ends the removals of its access package, the state says what is in force, and the next apply makes the
// service match the configuration. This holds for every failure in the middle of an apply.
func TestHandover_disasters(t *testing.T) {
	t.Parallel()
	for name, h := range handovers {
		if h.unread {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				random := rand.New(rand.NewPCG(3, 4))
				state, rules := h.stored(t)
				for _, v := range variants {
					missing := 0
					for _, planned := range orders(random, h.addresses(state), v.disasters) {
						missing += h.try(&v, state, rules, planned).everyDisaster(t, random)
					}
					t.Logf("%s: %d rules were missing until the next apply", v.name, missing)
				}
			})
		})
	}
}

// A handover of more resources than Terraform changes at a time can lose rules in a disaster: the first removals can't
// know yet which resource keeps their rules.
func TestHandover_manyInDisasters(t *testing.T) {
	t.Parallel()
	const accessPackages, groups = 2, 9
	named := func(prefix string) config {
		c := config{}
		for p := range accessPackages {
			for g := range groups {
				c[fmt.Sprintf("%s[%d-%d]", prefix, p, g)] = single(p, g)
			}
		}
		return c
	}
	sets := func(name string) config {
		c := config{}
		for p := range accessPackages {
			c[fmt.Sprintf("%s[%d]", name, p)] = set(p, 0, 1, 2, 3, 4, 5, 6, 7, 8)
		}
		return c
	}
	mixed := config{"all": set(0, 0, 2, 3, 4, 5, 7, 8, 9, 10)}
	for g := range groups {
		mixed[fmt.Sprintf("other[%d]", g)] = single(1, g+2)
	}
	for name, h := range map[string]handover{
		"renamed": {before: []config{named("one")}, after: named("other")},
		"merged":  {before: []config{named("one")}, after: sets("all")},
		"split":   {before: []config{sets("all")}, after: named("one")},
		"renamed and merged, with rules that are removed and added": {
			before: []config{named("one")}, after: mixed,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				random := rand.New(rand.NewPCG(5, 6))
				state, rules := h.stored(t)
				lag := emulator.Options{ListLag: 20 * time.Second, ReplicasDisagree: true}
				for _, v := range []variant{
					{name: "ten at a time, and lists lag", manner: manner{places: 10}, mayLose: 2, options: lag},
					{name: "all at a time", manner: manner{places: 100}},
				} {
					released := orders(random, slices.Sorted(maps.Keys(state)), 1)[0]
					kept := orders(random, slices.Sorted(maps.Keys(h.after)), 1)[0]
					missing := h.try(&v, state, rules, slices.Concat(released, kept)).everyDisaster(t, random)
					t.Logf("%s: %d rules were missing until the next apply", v.name, missing)
				}
			})
		})
	}
}

// everyDisaster plans once, and lets each disaster happen in an apply of its own. It gives how many rules were missing
// until the next apply.
func (r *trial) everyDisaster(t *testing.T, random *rand.Rand) (missing int) {
	t.Helper()
	if !r.makesPlan(t) {
		return 0
	}
	for _, d := range disasters {
		r.applied = orders(random, r.plan.steps(), 1)[0]
		missing += r.fails(t, d, random)
	}
	return missing
}

// fails lets a disaster happen in the apply, and applies again. It gives how many rules were missing between.
func (r *trial) fails(t *testing.T, d disaster, random *rand.Rand) (missing int) {
	t.Helper()
	w, c := r.world(t)
	d.happen(w, c, random)
	o := c.apply(t, r.plan, r.applied)
	inForce, declared, managed, bySet := w.rules(), r.after.rules(), map[string]bool{}, map[string]bool{}
	for _, instance := range c.state {
		for _, rule := range rulesOf(instance.Value) {
			managed[rule] = true
			bySet[rule] = bySet[rule] || instance.Type == set(0).typeName
		}
		for _, rule := range has(instance.Value, "removed_group_ids") {
			if slices.Contains(declared, rule) {
				t.Errorf("%s, %v: the state says that %s was removed, which the configuration has", d.name, r, rule)
			}
		}
	}
	for _, rule := range r.rules {
		if !slices.Contains(declared, rule) || slices.Contains(inForce, rule) {
			continue
		}
		missing++
		// Terraform keeps the state of an update that failed and left nothing, so a single rule stays in it.
		if d.refuses && (bySet[rule] || r.manner.places > 1 && managed[rule]) {
			t.Errorf("%s, %v: the state has %s, which is not in force: %v", d.name, r, rule, o.Errors)
		}
		if r.manner.places == 1 && r.keeperFirst(rule) {
			t.Errorf("%s, %v: %s is missing, although an earlier operation keeps it: %v", d.name, r, rule, o.Errors)
		}
	}
	if missing > r.mayLose {
		t.Errorf("%s, %v: %d rules are missing, want at most %d: %v", d.name, r, missing, r.mayLose, o.Errors)
	}
	for _, rule := range inForce {
		if !slices.Contains(declared, rule) && !managed[rule] {
			t.Errorf("%s, %v: %s is in force, and neither state nor configuration has it: %v", d.name, r, rule, o.Errors)
		}
	}
	r.checkRemoved(t, w)
	for _, removed := range w.removed() {
		for _, f := range o.failed {
			if strings.HasPrefix(removed.rule, f.accessPackage) && removed.at.After(f.at) {
				t.Errorf("%s, %v: removed %s after a failure: %v", d.name, r, removed.rule, o.Errors)
			}
		}
	}
	w.ClearFaults()
	<-time.After(2 * time.Minute)
	again := &core{service: c.service, manner: manner{places: 10}, state: c.state}
	imports := maps.Clone(r.imports)
	maps.DeleteFunc(imports, func(_, id string) bool { return strings.Contains(id, "/") && !slices.Contains(inForce, id) })
	p := again.plan(t, r.after, imports, r.addresses(c.state))
	next := again.apply(t, p, p.steps())
	if got := w.rules(); !slices.Equal(got, declared) || len(p.Errors)+len(next.Errors) > 0 {
		t.Errorf("%s, %v: after the next apply, in force are %v, want %v: %v, %v", d.name, r, got, declared, p.Errors, next.Errors)
	}
	return missing
}
