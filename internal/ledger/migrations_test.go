package ledger_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/ledger"
)

// migration is a run that creates resources for rules which other resources of the configuration had, and destroys
// those. Every create fails.
type migration struct {
	rules  int           // each of a resource that is destroyed
	sets   int           // that are created for them; otherwise one resource for each rule
	places int           // how many operations Terraform runs at a time
	pause  time.Duration // between the beginnings of two operations
	takes  time.Duration // each request
}

func (m migration) creates() int {
	if m.sets > 0 {
		return m.sets
	}
	return m.rules
}

func (m migration) rule(i int) ledger.Rule { return ruleOf(fmt.Sprint("p", i%4), fmt.Sprint(i)) }

// makes gives the rules of the resource that is created.
func (m migration) makes(created int) (rules []ledger.Rule) {
	for i := created; i < m.rules; i += m.creates() {
		rules = append(rules, m.rule(i))
	}
	return rules
}

// walk begins all operations in the order of a walk of Terraform: instances of one resource in any order, and removals
// of a resource that is no longer declared first.
func (m migration) walk(random *rand.Rand, create, destroy func(i int)) {
	order := random.Perm(m.creates() + m.rules)
	if m.sets > 0 {
		isCreate := func(i int) bool { return i < m.sets }
		order = append(slices.DeleteFunc(slices.Clone(order), isCreate), random.Perm(m.sets)...)
	}
	places, ended := make(chan bool, m.places), make(chan bool)
	go func() {
		for _, i := range order {
			places <- true
			<-time.After(m.pause)
			go func() {
				if i < m.creates() {
					create(i)
				} else {
					destroy(i - m.creates())
				}
				<-places
				ended <- true
			}()
		}
	}()
	for range order {
		<-ended
	}
}

// lost plans and applies and gives how many rules were removed.
func (m migration) lost(t *testing.T, seed uint64) int {
	t.Helper()
	var lost atomic.Int32
	synctest.Test(t, func(t *testing.T) {
		random := rand.New(rand.NewPCG(seed, 3))
		notes := make([]ledger.Note, m.rules)
		l := ledger.New()
		m.walk(random, func(i int) {
			defer l.Enter()()
			l.Keeps("", ledger.Plan{New: true, Keeps: m.makes(i)})
		}, func(i int) {
			defer l.Enter()()
			<-time.After(m.takes)
			owner, one := ledger.Owner(fmt.Sprint(i)), []ledger.Rule{m.rule(i)}
			l.Holds(owner, one)
			notes[i] = l.Releases(t.Context(), owner, one, true).Note
		})
		l.Forget()
		m.walk(random, func(i int) {
			defer l.Enter()()
			claim, err := l.Claim(t.Context(), ledger.Owner(fmt.Sprint("new", i)), true, m.makes(i)[0].AccessPackage, m.makes(i))
			if err != nil {
				t.Error(err)
			}
			<-time.After(m.takes)
			claim.End()
		}, func(i int) {
			defer l.Enter()()
			removal, err := l.Remove(t.Context(), ledger.Owner(fmt.Sprint(i)), []ledger.Rule{m.rule(i)}, notes[i], false)
			if err != nil {
				t.Error(err)
			}
			if remove, _ := removal.Ask(t.Context(), m.rule(i)); remove {
				<-time.After(m.takes)
				removal.Removed(m.rule(i), true)
				lost.Add(1)
			}
			removal.End()
		})
	})
	return int(lost.Load())
}

// When every create fails, few of the rules that move to another resource are removed before, whatever order Terraform
// chooses, and also on a machine that is slow to begin operations. The seed doesn't decide the order of what happens at
// the same moment, so the bounds leave room. Without the gate, each renamed row with ten places loses 17 rules or more.
func TestLedger_migrations(t *testing.T) {
	t.Parallel()
	const seeds = 20
	for name, test := range map[string]struct {
		migration

		most int // rules that are lost in all seeds together
	}{
		"renamed":                    {migration{24, 0, 10, time.Millisecond, 150 * time.Millisecond}, 0},
		"many renamed":               {migration{100, 0, 10, time.Millisecond, 50 * time.Millisecond}, 2},
		"renamed on a busy machine":  {migration{24, 0, 10, 50 * time.Millisecond, 150 * time.Millisecond}, 10},
		"renamed on a slow machine":  {migration{24, 0, 10, 150 * time.Millisecond, 150 * time.Millisecond}, 10},
		"renamed with enough places": {migration{24, 0, 100, time.Millisecond, 150 * time.Millisecond}, 0},
		"renamed one after another":  {migration{24, 0, 1, time.Millisecond, 50 * time.Millisecond}, 30},
		"merged":                     {migration{24, 4, 10, time.Millisecond, 150 * time.Millisecond}, 10},
		"merged with enough places":  {migration{24, 4, 100, time.Millisecond, 150 * time.Millisecond}, 0},
		"many merged":                {migration{60, 4, 10, time.Millisecond, 150 * time.Millisecond}, 100},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			lost := 0
			for seed := range uint64(seeds) {
				lost += test.lost(t, seed)
			}
			t.Logf("%d of %d rules in %d runs", lost, test.rules*seeds, seeds)
			if lost > test.most {
				t.Errorf("%d rules were removed, want at most %d", lost, test.most)
			}
		})
	}
}
