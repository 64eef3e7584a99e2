package holding_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// become plans and applies a configuration. It gives the messages of both.
func (c *core) become(t *testing.T, wanted config) (planned, applied acctest.Messages) {
	t.Helper()
	addresses := map[string]bool{}
	for address := range wanted {
		addresses[address] = true
	}
	for address := range c.state {
		addresses[address] = true
	}
	p := c.plan(t, wanted, nil, slices.Sorted(maps.Keys(addresses)))
	if len(p.Errors) > 0 {
		return p.Messages, acctest.Messages{}
	}
	return p.Messages, c.apply(t, p, p.steps()).Messages
}

// must does so without errors.
func (c *core) must(t *testing.T, wanted config) (planned, applied acctest.Messages) {
	t.Helper()
	planned, applied = c.become(t, wanted)
	if len(planned.Errors)+len(applied.Errors) > 0 {
		t.Fatal(planned.Errors, applied.Errors)
	}
	return planned, applied
}

// One run removes rules. While lists still show them, the next run creates them, as single rules or as a set. Only the
// answer to a write proves that a rule is there, so both are written, also if the service first answers with an error.
func TestStaleLists(t *testing.T) {
	t.Parallel()
	for name, wanted := range map[string]config{"single": oneAndTwo, "set": {"all": set(0, 0, 1)}} {
		for _, status := range []int{0, 408, 500, 503, 504} {
			t.Run(fmt.Sprintf("%s, %d", name, status), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					w := newWorld(t, emulator.Options{ListLagReads: 1000}, nil, 1)
					c := &core{service: w.Service, manner: manner{places: 10}}
					c.must(t, config{"before": set(0, 0, 1)})
					w.Tenant().Settle()
					c.must(t, nil)
					if left := w.rules(); len(left) > 0 {
						t.Fatalf("in force are %v", left)
					}
					w.ResetJournal()
					failures := 0
					if status != 0 {
						failures = 3
						w.Inject(emulator.Fault{Method: http.MethodPost, Path: "/incompatibleGroups", Status: status, Times: failures})
					}
					c.must(t, wanted)
					if n := w.Requests(http.MethodPost, "/incompatibleGroups"); n != failures+2 {
						t.Errorf("%d writes, of which %d failed", n, failures)
					}
					if got := w.rules(); !slices.Equal(got, wanted.rules()) {
						t.Errorf("in force are %v", got)
					}
					w.Tenant().Settle()
					<-time.After(2 * time.Minute)
					before := w.Writes()
					c.must(t, wanted)
					if w.Writes() != before {
						t.Error("the next apply writes again")
					}
				})
			})
		}
	}
}

// With adopt_existing = false, other people's rules stay, even if the run releases rules of its own.
func TestStrict_foreignRules(t *testing.T) {
	t.Parallel()
	for name, wanted := range map[string]config{"single": {"new": single(1, 1)}, "set": {"new": set(1, 2)}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, emulator.Options{}, []string{ruleID(1, 1)}, 1)
				c := &core{service: w.Service, manner: manner{places: 10, strict: true}}
				c.must(t, config{"one": single(0, 0)})
				<-time.After(2 * time.Minute)
				planned, applied := c.become(t, wanted)
				if !slices.ContainsFunc(planned.Warnings, func(title string) bool { return strings.HasPrefix(title, "Apply may fail: rules exist on ") }) {
					t.Errorf("the plan warns of %q", planned.Warnings)
				}
				if len(applied.Errors) != 1 || !strings.HasPrefix(applied.Errors[0], "Rules exist already") {
					t.Errorf("the apply fails with %q", applied.Errors)
				}
				if got := w.rules(); !slices.Equal(got, []string{ruleID(1, 1)}) {
					t.Errorf("in force are %v", got)
				}
			})
		})
	}
}

// A rule of other people that looks like a moving one is adopted with a warning.
func TestStrict_takenForOwn(t *testing.T) {
	t.Parallel()
	for _, duplicate := range []int{http.StatusNoContent, http.StatusBadRequest} {
		t.Run(fmt.Sprint(duplicate), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, emulator.Options{DuplicateLink: duplicate}, nil, 1)
				c := &core{service: w.Service, manner: manner{places: 10, strict: true}}
				c.must(t, config{"one": single(0, 0)})
				w.link(t, ruleID(0, 1))
				<-time.After(2 * time.Minute)
				if _, applied := c.must(t, config{"one": single(0, 1)}); !slices.ContainsFunc(applied.Warnings, func(title string) bool { return strings.HasPrefix(title, "Existing rules adopted on ") }) {
					t.Errorf("the apply warns of %q", applied.Warnings)
				}
			})
		})
	}
}

// An ID that is known only in the apply turns out to declare a rule twice. That is a failure too: no rule of the access
// package is removed afterwards.
func TestHandover_twiceInTheApply(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, emulator.Options{}, nil, 1)
		c := &core{service: w.Service, manner: manner{places: 1}}
		c.must(t, oneAndTwo)
		<-time.After(2 * time.Minute)
		acctest.Must(t, w.Tenant().MoveAccessPackage(acctest.Package(0), acctest.OtherCatalogID))
		one, unknown, known := single(0, 0), single(0, 0), single(0, 0)
		for _, r := range []resource{one, unknown, known} {
			r.given["catalog_id"] = acctest.OtherCatalogID
		}
		unknown.given["group_id"] = tftypes.UnknownValue
		p := c.plan(t, config{"one": one, "new": unknown}, nil, []string{"one", "new", "two"})
		if len(p.Errors) > 0 {
			t.Fatal(p.Errors)
		}
		change := p.changes["new"]
		change.wanted = c.start(t).Config(t, known.typeName, known.given)
		p.changes["new"] = change
		o := c.apply(t, p, []string{"+one", "+new", "-two"})
		for i, title := range []string{"Rule declared twice: ", "Rules kept after another failure: "} {
			if len(o.Errors) != 2 || !strings.HasPrefix(o.Errors[i], title) {
				t.Errorf("the apply fails with %q", o.Errors)
			}
		}
		if got := w.rules(); !slices.Equal(got, oneAndTwo.rules()) {
			t.Errorf("in force are %v", got)
		}
	})
}
