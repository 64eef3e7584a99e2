package reliability_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// More rules than Terraform changes at a time are renamed, split into single rules and merged into sets, while creates
// fail, the provider is killed and lists lag. After every run, also a failed one, each rule in force is declared or in
// the state, and each declared rule in the state is in force. The next run converges.
//
// A failed run can cost rules that the configuration still declares. Terraform's ten operations at a time can all be
// removals that wait for a create, so the provider lets some of them go on. A kill can cost more. The test logs how
// many were missing until the next run.
func TestAccMoves(t *testing.T) {
	t.Parallel()
	acctest.Command(t)
	for seed := range uint64(3) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			m := newMoves(t, seed)
			for n := range 3 {
				m.step((3*int(seed) + n) % 4)
				if t.Failed() {
					t.Fatalf("Seed %d. Steps so far:\n%s", seed, strings.Join(m.steps, "\n"))
				}
			}
			t.Logf("failed runs cost %d rules until the next run", m.lost)
		})
	}
}

// mostGroups is how many rules each of the two access packages has at most. It has three fewer at least, so both
// together always have more than Terraform's ten operations at a time.
const mostGroups = 9

// mostLost is how many rules, of up to eighteen, a failed run may cost. If removals didn't wait for creates, it would
// be more.
const mostLost = 3

type moves struct {
	*victim

	random *rand.Rand
	names  [2]string // of the resources that manage the rules of an access package
	groups [2][]int  // that the configuration declares for it
	steps  []string
	lost   int // declared rules that weren't in force after a failed run
}

func newMoves(t *testing.T, seed uint64) *moves {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 2))
	lag := time.Duration(seed) * 10 * time.Second
	v := newVictimOf(t, fault{name: "moves", options: func(o *emulator.Options) {
		o.ListLag, o.ReplicasDisagree = lag, seed == 2
	}}, operation{name: "moves", config: func() string { return "" }})
	m := &moves{victim: v, random: random}
	m.rename()
	m.cli.Write(t, m.service.Provider()+m.config())
	m.cli.Must(t, 0, "apply", "-auto-approve")
	return m
}

// rename renames the resources of both access packages, which may turn single rules into a set or the reverse, and
// drops or adds a few rules.
func (m *moves) rename() {
	for i, before := range m.names {
		next := []string{"one", "two", "whole_one", "whole_two"}
		next = slices.DeleteFunc(next, func(name string) bool { return name == before })
		m.names[i] = next[m.random.IntN(len(next))]
		m.groups[i] = m.random.Perm(mostGroups)[:mostGroups-m.random.IntN(4)]
	}
}

func (m *moves) config() string {
	var b strings.Builder
	for i, name := range m.names {
		var ids []string
		for _, group := range m.groups[i] {
			ids = append(ids, groupID(group))
		}
		if strings.HasPrefix(name, "whole") {
			fmt.Fprintf(&b, "\nresource %q \"%s_%d\" {\n  access_package_id = %q\n  incompatible_group_ids = [%s]\n}\n",
				whole, name, i, acctest.Package(i), strings.Join(ids, ", "))
			continue
		}
		fmt.Fprintf(
			&b,
			"\nresource %q \"%s_%d\" {\n  for_each = toset([%s])\n  access_package_id = %q\n  group_id = each.value\n}\n",
			single,
			name,
			i,
			strings.Join(ids, ", "),
			acctest.Package(i),
		)
	}
	return b.String()
}

// step renames everything, lets a run fail in one of four ways, looks, and applies again.
func (m *moves) step(failure int) {
	m.t.Helper()
	m.clock.Shift(time.Minute) // what an earlier run wrote is listed by now
	m.rename()
	m.cli.Write(m.t, m.service.Provider()+m.config())
	before := m.rules()
	how, killed, output := m.disturbed(failure)
	m.steps = append(m.steps, fmt.Sprintf("%v with %v: %s", m.names, m.groups, how))
	m.service.ClearFaults()
	m.look(before, killed, how, output)
	m.clock.Shift(time.Minute)
	again := m.cli.Run(m.t, "apply", "-auto-approve")
	if again.ExitCode != 0 {
		m.t.Errorf("The apply after it fails:\n%s\nThe one before:\n%s", again.Output, output)
	}
	if got := slices.Sorted(slices.Values(m.rules())); !slices.Equal(got, m.declared()) {
		m.t.Errorf("In force are %v, declared %v:\n%s", got, m.declared(), again.Output)
	}
	m.clock.Shift(time.Minute) // a list may still show a rule that another resource has removed
	if plan := m.cli.Run(m.t, "plan", "-detailed-exitcode"); plan.ExitCode != 0 {
		m.t.Errorf("There is still something to do:\n%s", plan.Output)
	}
}

// declared are the rules of the configuration, sorted.
func (m *moves) declared() []string {
	var all []string
	for i, groups := range m.groups {
		for _, group := range groups {
			all = append(all, pair(i, group))
		}
	}
	return slices.Sorted(slices.Values(all))
}

// look compares what is in force with what the state and the configuration want.
func (m *moves) look(before []string, killed bool, how, output string) {
	m.t.Helper()
	inForce, declared, managed := m.rules(), m.declared(), m.managed()
	missing := slices.DeleteFunc(slices.Clone(before), func(rule string) bool {
		return !slices.Contains(declared, rule) || slices.Contains(inForce, rule)
	})
	m.lost += len(missing)
	if len(missing) > mostLost && !killed {
		m.t.Errorf("Under %s, %d rules that moved are no longer in force: %v\n%s", how, len(missing), missing, output)
	}
	for _, rule := range inForce {
		if !slices.Contains(declared, rule) && !slices.Contains(managed, rule) {
			m.t.Errorf("Under %s, %s is in force, and neither state nor configuration has it:\n%s", how, rule, output)
		}
	}
	for _, rule := range managed {
		if !killed && slices.Contains(declared, rule) && !slices.Contains(inForce, rule) {
			m.t.Errorf("Under %s, the state has %s, which is not in force:\n%s", how, rule, output)
		}
	}
}

// disturbed is an apply with something in its way.
func (m *moves) disturbed(failure int) (how string, killed bool, output string) {
	m.t.Helper()
	f := emulator.Fault{
		Method: http.MethodPost, Path: "/incompatibleGroups", Status: http.StatusForbidden, Code: "UnAuthorized",
	}
	switch failure {
	case 0:
		how = "every create refused"
	case 1:
		f.Skip, f.Times = m.random.IntN(mostGroups), 1
		how = fmt.Sprintf("one create refused after %d", f.Skip)
	case 2:
		f.Status, f.Code, f.AfterEffect, f.Times = http.StatusBadRequest, "BadRequest", true, 3
		how = "three creates with effect answered 400"
	default:
		return m.killed()
	}
	m.service.Inject(f)
	return how, false, m.cli.Run(m.t, "apply", "-auto-approve").Output
}

// killed is an apply whose provider is killed at one of its requests.
func (m *moves) killed() (how string, killed bool, output string) {
	m.t.Helper()
	b := boundary{8 + m.random.IntN(20), []emulator.Moment{emulator.Before, emulator.After}[m.random.IntN(2)]}
	var over atomic.Bool
	m.at(b, func() {
		if !over.Load() {
			m.kill()
		}
	})
	text, _ := m.start("apply", "-auto-approve").CombinedOutput() // how it ends depends on whether it came so far
	over.Store(true)
	return "killed at " + b.String(), true, string(text)
}
