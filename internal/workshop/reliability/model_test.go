package reliability_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// The configuration changes at random, so do the rules by another administrator's hand, and faults get in the way.
// After an apply that succeeds the service is what the configuration says: all of it for the package whose set is
// managed as a whole, and for the package of single rules those that are declared and those that Terraform never had.
func TestAccModel(t *testing.T) {
	t.Parallel()
	acctest.Command(t)
	for _, seed := range []uint64{1, 2, 3} {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, seed)
			for range 8 {
				w.step()
				if t.Failed() {
					t.Fatalf("Seed %d. Steps so far:\n%s", seed, strings.Join(w.steps, "\n"))
				}
			}
		})
	}
}

// world is what the configuration wants of package 0 (as a whole) and package 1 (single rules), and what others added
// to package 1.
type world struct {
	*cell

	random  *rand.Rand
	whole   map[int]bool
	single  map[int]bool
	foreign map[int]bool
	steps   []string
}

func newWorld(t *testing.T, seed uint64) *world {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 0))
	lag := time.Duration(random.IntN(3)) * 10 * time.Second
	f := fault{name: "model", options: func(o *emulator.Options) {
		o.PageSize, o.ListLag = 2, lag
		o.DuplicateLink = []int{204, 400, 409}[random.IntN(3)]
		o.MissingLink = []int{204, 400, 404}[random.IntN(3)]
	}}
	c := newCell(t, f, operation{name: "model", config: func() string { return "" }})
	return &world{cell: c, random: random, whole: map[int]bool{}, single: map[int]bool{}, foreign: map[int]bool{}}
}

func (w *world) step() {
	w.t.Helper()
	w.clock.Shift(time.Minute) // what an earlier run wrote is listed by now
	w.interfere()
	w.toggle(w.whole, 1+w.random.IntN(3))
	w.toggle(w.single, 1+w.random.IntN(3))
	for group := range w.single {
		delete(w.foreign, group) // declared now, so Terraform has it from here on
	}
	w.cli.Write(w.t, w.service.Provider()+w.config())
	name := w.disturb()
	w.steps = append(w.steps, fmt.Sprintf("whole %v, single %v, foreign %v under %s", sorted(w.whole), sorted(w.single), sorted(w.foreign), name))
	first := w.cli.Run(w.t, "apply", "-auto-approve")
	w.service.ClearFaults()
	if first.ExitCode != 0 {
		w.clock.Shift(time.Minute)
		if second := w.cli.Run(w.t, "apply", "-auto-approve"); second.ExitCode != 0 {
			w.t.Errorf("Given again, it fails:\n%s\nAt first:\n%s", second.Output, first.Output)
		}
	}
	var want []string
	for _, group := range sorted(w.whole) {
		want = append(want, pair(0, group))
	}
	both := maps.Clone(w.single)
	maps.Copy(both, w.foreign)
	for _, group := range sorted(both) {
		want = append(want, pair(1, group))
	}
	if got := w.rules(); !slices.Equal(got, want) {
		w.t.Errorf("The service holds %v, want %v. The apply said:\n%s", got, want, first.Output)
	}
}

// interfere is what another administrator does: adding to and removing from the whole set, adding single rules,
// removing declared ones.
func (w *world) interfere() {
	w.t.Helper()
	tenant := w.service.Tenant()
	for range w.random.IntN(3) {
		accessPackage, group := w.random.IntN(2), w.random.IntN(5)
		switch {
		case slices.Contains(w.rules(), pair(accessPackage, group)):
			w.must(tenant.Unlink(emulator.IncompatibleGroups, acctest.Package(accessPackage), acctest.Group(group)))
			if accessPackage == 1 {
				delete(w.foreign, group)
			}
		default:
			w.must(tenant.Link(emulator.IncompatibleGroups, acctest.Package(accessPackage), acctest.Group(group)))
			if accessPackage == 1 && !w.single[group] {
				w.foreign[group] = true
			}
		}
	}
	tenant.Settle()
}

func (w *world) toggle(groups map[int]bool, times int) {
	for range times {
		group := w.random.IntN(5)
		if groups[group] {
			delete(groups, group)
		} else {
			groups[group] = true
		}
	}
}

func (w *world) config() string {
	return setConfig(sorted(w.whole)...) + fmt.Sprintf(`
resource %q "link" {
  for_each          = toset([for group in %s : format("9f0a9000-0000-4000-8000-%%012d", group)])
  catalog_id        = %q
  access_package_id = %q
  group_id          = each.value
}
`, single, strings.ReplaceAll(fmt.Sprint(sorted(w.single)), " ", ","), acctest.CatalogID, acctest.Package(1))
}

// disturb puts a fault in the way of some requests.
func (w *world) disturb() string {
	f := emulator.Fault{
		Method: []string{http.MethodGet, http.MethodPost, http.MethodDelete}[w.random.IntN(3)],
		Skip:   w.random.IntN(3), Times: []int{1, 2, 20}[w.random.IntN(3)], AfterEffect: w.random.IntN(2) == 0,
	}
	switch w.random.IntN(5) {
	case 0:
		return "no fault"
	case 1:
		f.Drop = true
	case 2:
		f.Status, f.AfterEffect, f.Header = http.StatusTooManyRequests, false, http.Header{"Retry-After": {"100"}}
	case 3:
		f.Status, f.AfterEffect = http.StatusForbidden, false
	default:
		f.Status = http.StatusServiceUnavailable
	}
	w.service.Inject(f)
	return fmt.Sprintf("%+v", f)
}

func sorted(groups map[int]bool) []int { return slices.Sorted(maps.Keys(groups)) }
