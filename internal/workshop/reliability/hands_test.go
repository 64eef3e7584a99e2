package reliability_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// Rules of one access package move between addresses of all kinds: single resources, keys of for_each, indexes of
// count, resources of a module, sets; with and without import blocks, after taints, replaced, targeted first, and with
// the provider killed in between. After every successful apply, the service matches the configuration. A rule in the
// configurations before and after is missing at most for a moment during an apply; the test logs how often.
func TestAccHandsModel(t *testing.T) {
	t.Parallel()
	acctest.Command(t)
	for seed := range uint64(4) {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			t.Parallel()
			h := newHands(t, seed)
			for range 6 {
				h.step()
				if t.Failed() {
					t.Fatalf("Seed %d. Steps so far:\n%s", seed, strings.Join(h.steps, "\n"))
				}
			}
			t.Logf("a rule that stays was removed and made again %d times", h.gaps)
		})
	}
}

// arrangement is which addresses hold which groups of package 0: a set, or one address a rule.
type arrangement struct {
	groups []int          // sorted
	set    string         // its name, if there is one
	rules  map[int]string // by group: the kind of address of a single rule
	order  []int          // of the indexes of count
}

type hands struct {
	*victim

	random *rand.Rand
	strict bool
	now    arrangement
	steps  []string
	gaps   int
}

func newHands(t *testing.T, seed uint64) *hands {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 1))
	h := &hands{victim: newVictim(t, operation{name: "model", config: func() string { return "" }}), random: random, strict: seed%3 == 2}
	h.cli.Setenv(fmt.Sprintf("TF_CLI_ARGS_apply=-parallelism=%d", []int{1, 10}[seed%2]))
	if err := os.MkdirAll(filepath.Join(h.cli.Dir, "rule"), 0o700); err != nil {
		t.Fatal(err)
	}
	h.cli.WriteFile(t, "rule/main.tf", fmt.Appendf(nil, `terraform {
  required_providers {
    elm = { source = "entra-elm/elm" }
  }
}

variable "group_id" {
  type = string
}

resource %q "rule" {
  catalog_id        = %q
  access_package_id = %q
  group_id          = var.group_id
}
`, single, acctest.CatalogID, acctest.Package(0)))
	return h
}

// places are the kinds of addresses that a single rule can have.
var places = []string{"one", "other", "keyed", "counted", "module"}

func (h *hands) arrange() arrangement {
	groups := h.random.Perm(4)[:1+h.random.IntN(3)]
	a := arrangement{groups: slices.Sorted(slices.Values(groups)), rules: map[int]string{}}
	if h.random.IntN(3) == 0 {
		a.set = []string{"all", "every"}[h.random.IntN(2)]
		return a
	}
	for _, group := range groups {
		a.rules[group] = places[h.random.IntN(len(places))]
		if a.rules[group] == "counted" {
			a.order = append(a.order, group)
		}
	}
	return a
}

func groupID(group int) string { return fmt.Sprintf("%q", acctest.Group(group)) }

// config declares the arrangement. Rules that the service holds may be imported.
func (h *hands) config(a arrangement) string {
	if a.set != "" {
		var ids []string
		for _, group := range a.groups {
			ids = append(ids, groupID(group))
		}
		config := fmt.Sprintf("\nresource %q %q {\n  catalog_id = %q\n  access_package_id = %q\n  incompatible_group_ids = [%s]\n}\n",
			"elm_access_package_separation_of_duties", a.set, acctest.CatalogID, acctest.Package(0), strings.Join(ids, ", "))
		if h.now.set != a.set && h.random.IntN(2) == 0 {
			config += fmt.Sprintf("\nimport {\n  to = elm_access_package_separation_of_duties.%s\n  id = %q\n}\n", a.set, acctest.Package(0))
		}
		return config
	}
	body := fmt.Sprintf("  catalog_id = %q\n  access_package_id = %q\n", acctest.CatalogID, acctest.Package(0))
	var config strings.Builder
	var keyed, counted []string
	for _, group := range a.groups {
		switch place := a.rules[group]; place {
		case "keyed":
			keyed = append(keyed, groupID(group))
		case "one", "other":
			fmt.Fprintf(&config, "\nresource %q \"%s_%d\" {\n%s  group_id = %s\n}\n", single, place, group, body, groupID(group))
			if h.now.rules[group] != place && slices.Contains(h.rules(), pair(0, group)) && h.random.IntN(2) == 0 {
				fmt.Fprintf(&config, "\nimport {\n  to = %s.%s_%d\n  id = \"%s/%s\"\n}\n", single, place, group, acctest.Package(0), acctest.Group(group))
			}
		case "module":
			fmt.Fprintf(&config, "\nmodule \"m%d\" {\n  source = \"./rule\"\n  group_id = %s\n}\n", group, groupID(group))
		}
	}
	for _, group := range a.order {
		counted = append(counted, groupID(group))
	}
	fmt.Fprintf(&config, "\nresource %q \"keyed\" {\n  for_each = toset([%s])\n%s  group_id = each.value\n}\n", single, strings.Join(keyed, ", "), body)
	fmt.Fprintf(&config, "\nlocals {\n  counted = [%s]\n}\n\nresource %q \"counted\" {\n  count = length(local.counted)\n%s  group_id = local.counted[count.index]\n}\n",
		strings.Join(counted, ", "), single, body)
	return config.String()
}

// step goes to another arrangement, with something in the way more often than not.
func (h *hands) step() {
	h.t.Helper()
	h.clock.Shift(time.Minute) // what an earlier run wrote is listed by now
	next := h.arrange()
	var arguments []string
	if h.strict {
		arguments = append(arguments, "adopt_existing = false")
	}
	config := h.config(next)
	h.cli.Write(h.t, h.service.Provider(arguments...)+config)
	h.cli.Must(h.t, 0, "get")
	before := h.rules()
	h.service.ResetJournal()
	how := h.disturb()
	h.steps = append(h.steps, fmt.Sprintf("%+v: %s", next, how))
	last := h.cli.Run(h.t, "apply", "-auto-approve")
	// whose rule it is cannot always be known
	if h.strict && last.ExitCode != 0 && strings.Contains(last.Output, "exist") {
		h.cli.Write(h.t, h.service.Provider()+config)
		last = h.cli.Run(h.t, "apply", "-auto-approve")
	}
	if last.ExitCode != 0 {
		h.t.Errorf("The apply fails:\n%s", last.Output)
	}
	var want []string
	for _, group := range next.groups {
		want = append(want, pair(0, group))
	}
	if got := slices.Sorted(slices.Values(h.rules())); !slices.Equal(got, want) {
		h.t.Errorf("The service holds %v, want %v:\n%s", got, want, last.Output)
	}
	for _, entry := range h.service.Journal() {
		if entry.Method == http.MethodDelete && slices.ContainsFunc(want, func(rule string) bool {
			_, group, _ := strings.Cut(rule, "/")
			return strings.Contains(entry.Path, group) && slices.Contains(before, rule)
		}) {
			h.gaps++
		}
	}
	if again := h.cli.Run(h.t, "plan", "-detailed-exitcode"); again.ExitCode != 0 {
		h.t.Errorf("There is still something to do:\n%s\nThe apply said:\n%s", again.Output, last.Output)
	}
	h.now = next
}

// disturb is what happens before the apply that has to put everything right. It may do nothing.
func (h *hands) disturb() string {
	h.t.Helper()
	var addresses []string
	if list := h.cli.Run(h.t, "state", "list"); list.ExitCode == 0 { // there is no state at first
		addresses = strings.Fields(list.Output)
	}
	choice := h.random.IntN(6)
	switch {
	case choice == 0 && len(addresses) > 0:
		address := addresses[h.random.IntN(len(addresses))]
		h.cli.Must(h.t, 0, "taint", address)
		return "tainted " + address
	case choice == 1 && len(addresses) > 0:
		address := addresses[h.random.IntN(len(addresses))]
		h.cli.Run(h.t, "apply", "-auto-approve", "-replace="+address)
		return "replaced " + address
	case choice == 2 && len(addresses) > 0:
		h.cli.Run(h.t, "apply", "-auto-approve", "-refresh=false")
		return "without a refresh"
	case choice == 3:
		h.service.Inject(emulator.Fault{Method: http.MethodPost, Path: "/incompatibleGroups", Status: http.StatusForbidden, Code: "UnAuthorized", Times: 1})
		h.cli.Run(h.t, "apply", "-auto-approve")
		h.service.ClearFaults()
		return "refused"
	case choice == 4:
		b := boundary{4 + h.random.IntN(6), []emulator.Moment{emulator.Before, emulator.After}[h.random.IntN(2)]}
		var over atomic.Bool
		reached := h.at(b, func() {
			if !over.Load() {
				h.kill()
			}
		})
		output, _ := h.start("apply", "-auto-approve").CombinedOutput() // how it ends depends on whether it came so far
		over.Store(true)
		if reached.Load() && strings.Contains(string(output), "Apply complete") {
			h.t.Errorf("The command does not notice that the provider was killed:\n%s", output)
		}
		return "killed at " + b.String()
	default:
		return "undisturbed"
	}
}
