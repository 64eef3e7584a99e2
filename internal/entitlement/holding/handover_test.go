package holding_test

import (
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// handover moves rules between the resources of a configuration.
type handover struct {
	before  []config          // that were applied, each with a state of its own, before the states were merged
	after   config            // that is planned and applied in every order
	imports map[string]string // import IDs by address, of import blocks
	copied  map[string]string // addresses whose private state is that of another one, as after a faulty merge
	manner                    // of every order
	gapless bool              // no request removes a rule that stays, not even for a moment
	refused string            // the error with which every plan ends
}

// Configurations of several handovers, and import IDs and copies of their addresses.
var (
	one       = config{"one": single(0, 0)}
	again     = config{"two": single(0, 0)}
	renamed   = config{"new": single(0, 0)}
	whole     = config{"all": set(0, 0, 1)}
	moved     = config{"every": set(0, 0, 1)}
	copyOfOne = map[string]string{"copy": "one"}
	oneAndTwo = config{"one": single(0, 0), "two": single(0, 1)}
	importAll = map[string]string{"all": acctest.Package(0)}
	importNew = map[string]string{"new": ruleID(0, 0)}
)

// counted declares a rule for each group, at addresses with an index.
func counted(groups ...int) config {
	c := config{}
	for i, group := range groups {
		c[fmt.Sprintf("counted[%d]", i)] = single(0, group)
	}
	return c
}

// emptyPackages is a set of groups that also manages the list of access packages, or of none but these.
func emptyPackages(groups ...int) resource {
	r := set(0, groups...)
	r.given["incompatible_access_package_ids"] = acctest.SetOf()
	if len(groups) == 0 {
		delete(r.given, "incompatible_group_ids")
	}
	return r
}

// lost is the title of the error about a plan that hasn't refreshed what it has to know.
const lost = "Rule could be lost without a refresh"

var handovers = map[string]handover{
	"renamed":                                          {before: []config{one}, after: renamed},
	"renamed, imported":                                {before: []config{one}, after: renamed, imports: importNew},
	"two renamed":                                      {before: []config{oneAndTwo}, after: config{"new": single(0, 0), "newer": single(0, 1)}},
	"renamed, and one removed":                         {before: []config{oneAndTwo}, after: renamed},
	"renamed, and one added":                           {before: []config{one}, after: config{"new": single(0, 0), "two": single(0, 1)}},
	"single rules to a set":                            {before: []config{oneAndTwo}, after: whole},
	"single rules to a set, imported":                  {before: []config{oneAndTwo}, after: whole, imports: importAll},
	"single rules to a set, and one removed":           {before: []config{oneAndTwo}, after: config{"all": set(0, 0)}},
	"single rules to a set, imported, and one removed": {before: []config{oneAndTwo}, after: config{"all": set(0, 0)}, imports: importAll},
	"a single rule to an empty set":                    {before: []config{one}, after: config{"all": set(0)}},
	"a set to single rules":                            {before: []config{whole}, after: oneAndTwo},
	"a set to single rules, imported": {
		before: []config{whole}, after: oneAndTwo, imports: map[string]string{"one": ruleID(0, 0), "two": ruleID(0, 1)},
	},
	"a set to single rules, one imported":     {before: []config{whole}, after: oneAndTwo, imports: map[string]string{"one": ruleID(0, 0)}},
	"a set to another address":                {before: []config{whole}, after: moved},
	"a set to another address, imported":      {before: []config{whole}, after: moved, imports: map[string]string{"every": acctest.Package(0)}},
	"a set to another address, changed":       {before: []config{whole}, after: config{"every": set(0, 1, 2)}},
	"a set to another access package":         {before: []config{{"all": set(0, 0), "every": set(1, 1)}}, after: config{"all": set(1, 0, 1)}},
	"a list omitted from a set":               {before: []config{{"all": emptyPackages(0)}}, after: config{"all": emptyPackages(), "new": single(0, 0)}, gapless: true},
	"a count that shifts":                     {before: []config{counted(0, 1, 2, 3)}, after: counted(1, 2, 3)},
	"a count that grows at its beginning":     {before: []config{counted(1, 2)}, after: counted(0, 1, 2)},
	"values that are swapped":                 {before: []config{oneAndTwo}, after: config{"one": single(0, 1), "two": single(0, 0)}},
	"between two access packages":             {before: []config{{"one": single(0, 0), "two": single(1, 0)}}, after: config{"one": single(1, 0), "new": single(0, 0)}},
	"replaced":                                {before: []config{one}, after: one, manner: manner{first: "one"}, gapless: true},
	"replaced, while another is renamed":      {before: []config{oneAndTwo}, after: config{"one": single(0, 0), "new": single(0, 1)}, manner: manner{first: "one"}},
	"a set that is replaced":                  {before: []config{whole}, after: whole, manner: manner{first: "all"}, gapless: true},
	"two addresses for a rule":                {before: []config{one, again}, after: again},
	"three addresses for a rule":              {before: []config{one, again, {"all": set(0, 0)}}, after: again},
	"two sets for the same rules":             {before: []config{whole, moved}, after: whole},
	"two addresses, both removed":             {before: []config{one, again}, after: config{}},
	"a set beside single rules":               {before: []config{whole, oneAndTwo}, after: oneAndTwo},
	"single rules beside a set":               {before: []config{whole, oneAndTwo}, after: whole},
	"tainted":                                 {before: []config{one}, after: one, manner: manner{taints: "one"}, gapless: true},
	"tainted, while its rule moves":           {before: []config{oneAndTwo}, after: config{"one": single(0, 2), "new": single(0, 0)}, manner: manner{taints: "one"}},
	"tainted, while its rule moves, imported": {before: []config{one}, after: config{"one": single(0, 1), "new": single(0, 0)}, manner: manner{taints: "one"}, imports: importNew},
	"a deposed object":                        {before: []config{one, {deposed + "one": one["one"]}}, after: one},
	"a deposed set":                           {before: []config{whole, {deposed + "all": whole["all"]}}, after: whole},
	"a deposed object, while its rule moves":  {before: []config{one, {deposed + "one": one["one"]}}, after: renamed},
	"a copied private state, both declared":   {before: []config{one}, copied: copyOfOne, after: config{"one": single(0, 0), "copy": single(0, 0)}, refused: "Rule declared twice"},
	"a copied private state":                  {before: []config{one}, copied: copyOfOne, after: one},
	"two addresses, not refreshed":            {before: []config{one, again}, after: again, manner: manner{unread: true}, refused: lost},
	"two sets, not refreshed":                 {before: []config{whole, moved}, after: whole, manner: manner{unread: true}, refused: lost},
	"a set beside a rule, not refreshed":      {before: []config{whole, one}, after: whole, manner: manner{unread: true}, refused: lost},
	"a rule beside a set, not refreshed":      {before: []config{whole, one}, after: one, manner: manner{unread: true}, refused: lost},
	"renamed, not refreshed":                  {before: []config{one}, after: renamed, manner: manner{unread: true}},
}

// orders gives all orders of the names, or some of them if they are many.
func orders(random *rand.Rand, names []string, most int) [][]string {
	all := 1
	for i := range names {
		all = min(all*(i+1), most)
	}
	found := map[string][]string{}
	for len(found) < all {
		order := slices.Clone(names)
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		found[strings.Join(order, " ")] = order
	}
	var sorted [][]string
	for _, key := range slices.Sorted(maps.Keys(found)) {
		sorted = append(sorted, found[key])
	}
	return sorted
}

// stored applies the configurations before, and gives the merged state and the rules.
func (h handover) stored(t *testing.T) (state map[string]acctest.Instance, rules []string) {
	t.Helper()
	w := newWorld(t, emulator.Options{}, nil, 1)
	state = map[string]acctest.Instance{}
	for _, each := range h.before {
		c := &core{service: w.Service, manner: manner{places: 10}}
		p := c.plan(t, each, nil, slices.Sorted(maps.Keys(each)))
		if o := c.apply(t, p, p.steps()); len(p.Errors)+len(o.Errors) > 0 {
			t.Fatal(p.Errors, o.Errors)
		}
		maps.Copy(state, c.state)
	}
	for to, from := range h.copied {
		state[to] = state[from]
	}
	<-time.After(2 * time.Minute) // lists show what was written
	return state, w.rules()
}

// addresses are those of the configuration and of a state, sorted.
func (h handover) addresses(state map[string]acctest.Instance) []string {
	all := map[string]bool{}
	for address := range h.after {
		all[address] = true
	}
	for address := range state {
		all[address] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// variant is a manner in which all handovers are tried, and how many orders of a plan, and for each of an apply.
type variant struct {
	name string
	manner
	options        emulator.Options
	plans, applies int
	disasters      int // orders of a plan for whose apply something happens
	mayLose        int // so many rules then, until the next apply
}

// all is more rules than a handover has. One operation at a time may lose each rule that no earlier operation keeps.
const all = 100

var variants = []variant{
	{name: "one at a time", manner: manner{places: 1}, plans: 4, applies: 3, disasters: 3, mayLose: all},
	{name: "one at a time, destroys before a refresh", manner: manner{places: 1, early: true}, plans: 2, applies: 1},
	{name: "two at a time", manner: manner{places: 2}, plans: 2, applies: 1, disasters: 1, mayLose: 2},
	{name: "ten at a time", manner: manner{places: 10}, plans: 2, applies: 1, disasters: 1},
	{name: "destroys before a refresh", manner: manner{places: 10, early: true}, plans: 1, applies: 1},
	{name: "lists that lag", manner: manner{places: 10}, options: emulator.Options{ListLagReads: 2}, plans: 1, applies: 1},
	{name: "strict", manner: manner{places: 10, strict: true}, plans: 1, applies: 1},
	{
		name: "strict, and the service refuses no rule that is there", manner: manner{places: 10, strict: true},
		options: emulator.Options{DuplicateLink: http.StatusNoContent}, plans: 1, applies: 1,
	},
}

// trial is one order of a plan and one of an apply.
type trial struct {
	handover
	*variant

	manner  manner
	state   map[string]acctest.Instance // before
	rules   []string                    // before
	foreign string                      // a rule that someone else adds after the plan
	plan    *plan
	planned []string // addresses
	applied []string // steps
	worlds  uint64   // so far
}

// try gives a trial of the handover in one manner.
func (h handover) try(v *variant, state map[string]acctest.Instance, rules, planned []string) *trial {
	r := &trial{handover: h, variant: v, manner: v.manner, state: state, rules: rules, planned: planned}
	r.manner.unread, r.manner.first, r.manner.taints = h.unread, h.first, h.taints
	return r
}

func (r *trial) String() string {
	return fmt.Sprintf("%s, planned %v, applied %v", r.name, r.planned, r.applied)
}

// world has the service and the state before the apply.
func (r *trial) world(t *testing.T) (*world, *core) {
	t.Helper()
	r.worlds++
	w := newWorld(t, r.options, r.rules, r.worlds)
	if r.foreign != "" {
		w.link(t, r.foreign)
	}
	return w, &core{service: w.Service, manner: r.manner, state: r.state}
}

// The rules that the configuration declares are in force after an apply, and it removes only rules that the plan showed:
// in every order in which Terraform plans and applies, with one or several operations at a time.
func TestHandover(t *testing.T) {
	t.Parallel()
	for name, h := range handovers {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				random := rand.New(rand.NewPCG(1, 2))
				state, rules := h.stored(t)
				runs, refused := 0, 0
				for _, v := range variants {
					for _, planned := range orders(random, h.addresses(state), v.plans) {
						r := h.try(&v, state, rules, planned)
						if !r.makesPlan(t) {
							refused++
							continue
						}
						for i, applied := range orders(random, r.plan.steps(), v.applies) {
							r.applied = applied
							r.succeeds(t, i == 0 && v.places > 1)
							runs++
						}
					}
				}
				if all, none := refused > 0 && runs == 0, refused == 0; h.refused != "" && !all || h.refused == "" && !none {
					t.Errorf("%d applies, and %d refused plans", runs, refused)
				}
			})
		})
	}
}

// makesPlan plans, and reports whether the plan isn't refused. It has to remove nothing.
func (r *trial) makesPlan(t *testing.T) bool {
	t.Helper()
	w, c := r.world(t)
	r.plan = c.plan(t, r.after, r.imports, r.planned)
	if n := len(w.removed()); n > 0 {
		t.Errorf("%v: the plan has removed %d rules", r, n)
	}
	if len(r.plan.Errors) > 0 && (r.refused == "" || !strings.Contains(r.plan.Errors[0], r.refused)) {
		t.Errorf("%v: %v", r, r.plan.Errors)
	}
	return len(r.plan.Errors) == 0
}

// succeeds applies the plan and checks what is in force, and perhaps the next plan.
func (r *trial) succeeds(t *testing.T, next bool) {
	t.Helper()
	want := r.after.rules()
	if r.foreign = ""; !r.manner.strict {
		r.foreign = ruleID(0, 50)
		want = append(want, r.foreign)
	}
	w, c := r.world(t)
	o := c.apply(t, r.plan, r.applied)
	if len(o.Errors) > 0 {
		t.Errorf("%v: %v", r, o.Errors)
		return
	}
	if r.manner.places == 10 && slices.ContainsFunc(o.Warnings, func(w string) bool { return strings.HasPrefix(w, "Existing rules adopted") }) {
		t.Errorf("%v: rules of this configuration are adopted: %v", r, o.Warnings)
	}
	if got := w.rules(); !slices.Equal(got, slices.Sorted(slices.Values(want))) {
		t.Errorf("%v: in force are %v, want %v", r, got, want)
	}
	r.checkRemoved(t, w)
	if next {
		r.checkNextPlan(t, w, c)
	}
}

// checkRemoved compares the requests with the plan.
func (r *trial) checkRemoved(t *testing.T, w *world) {
	t.Helper()
	for _, removed := range w.removed() {
		if !slices.Contains(r.plan.shows(), removed.rule) {
			t.Errorf("%v: removed %s, which the plan didn't show", r, removed.rule)
		}
		stays := slices.Contains(r.after.rules(), removed.rule)
		if stays && r.gapless {
			t.Errorf("%v: removed %s, which stays", r, removed.rule)
		}
		if stays && r.manner.places == 1 && r.keeperFirst(removed.rule) {
			t.Errorf("%v: removed %s, which an earlier operation keeps", r, removed.rule)
		}
	}
}

// keeperFirst reports whether one operation at a time plans or applies a resource that keeps the rule before any
// resource that releases it.
func (r *trial) keeperFirst(rule string) bool {
	keeps := func(address string) bool { return slices.Contains(r.after[address].rules, rule) }
	releases := func(address string) bool { return slices.Contains(r.plan.changes[address].removes, rule) }
	for _, address := range r.planned {
		if keeps(address) && !releases(address) {
			return !slices.ContainsFunc(r.planned, func(other string) bool {
				return releases(other) && !r.hasNote(other)
			})
		}
		if releases(address) {
			break
		}
	}
	for _, step := range r.applied {
		change := r.plan.changes[step[1:]]
		if step[0] == '+' && keeps(step[1:]) && !change.destroys {
			return true
		}
		if releases(step[1:]) {
			return false
		}
	}
	return false
}

// hasNote reports whether the plan tells the apply of an address what it has found. Terraform passes no private data from
// the plan of an update, a deposed object or a tainted one.
func (r *trial) hasNote(address string) bool {
	return r.plan.changes[address].destroys && r.manner.taints != address && !strings.HasPrefix(address, deposed)
}

// checkNextPlan checks that the next plan is empty, once what someone else has added is removed.
func (r *trial) checkNextPlan(t *testing.T, w *world, c *core) {
	t.Helper()
	if r.foreign != "" {
		accessPackage, group, _ := strings.Cut(r.foreign, "/")
		acctest.Must(t, w.Tenant().Unlink(emulator.IncompatibleGroups, accessPackage, group))
		w.Tenant().Settle()
	}
	next := &core{service: c.service, manner: manner{places: 10}, state: c.state}
	if p := next.plan(t, r.after, nil, r.addresses(c.state)); len(p.Errors) > 0 || len(p.changes) > 0 {
		t.Errorf("%v: the next plan has %v, %v", r, p.steps(), p.Errors)
	}
}

var update = flag.Bool("update", false, "write the handovers into the README of the reliability tests")

// TestHandoverTable compares the README of the reliability tests with the handovers.
func TestHandoverTable(t *testing.T) {
	t.Parallel()
	const (
		guide = "../../workshop/reliability/README.md"
		start = "<!-- The table is written by `go test ./internal/entitlement/holding -run TestHandoverTable -update`. -->\n"
		end   = "<!-- End of the table. -->\n"
	)
	content, err := os.ReadFile(guide)
	acctest.Must(t, err)
	before, rest, found := strings.Cut(string(content), start)
	_, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatalf("%s lacks the marks between which the table is", guide)
	}
	var table strings.Builder
	table.WriteString("\n| What happens | The rule is in force |\n|---|---|\n")
	for _, name := range slices.Sorted(maps.Keys(handovers)) {
		force := "afterwards; throughout if an earlier operation keeps it"
		switch h := handovers[name]; {
		case h.refused != "":
			force = "throughout: the plan fails"
		case h.gapless:
			force = "throughout"
		case len(h.stay()) == 0:
			force = "until the apply removes it"
		}
		fmt.Fprintf(&table, "| %s | %s |\n", strings.ToUpper(name[:1])+name[1:], force)
	}
	want := before + start + table.String() + "\n" + end + after
	if *update {
		acctest.Must(t, os.WriteFile(guide, []byte(want), 0o600))
	} else if want != string(content) {
		t.Errorf("%s is not what the tests verify; run them with -update. The table is:\n%s", guide, table.String())
	}
}

// stay are the rules that are declared before and after.
func (h handover) stay() []string {
	return slices.DeleteFunc(h.after.rules(), func(rule string) bool {
		return !slices.ContainsFunc(h.before, func(c config) bool { return slices.Contains(c.rules(), rule) })
	})
}
