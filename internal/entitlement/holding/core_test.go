package holding_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/provider"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// core plays the part of Terraform's core: it walks a configuration and a state, and calls the real provider by its
// protocol. Each walk has a new provider. It decides all that Terraform decides by chance: which of the operations that
// may run begins next.
type core struct {
	service *acctest.Service
	state   map[string]acctest.Instance // by address
	manner

	cut   atomic.Bool // the provider is killed: its requests and answers are lost
	ended atomic.Bool // someone has interrupted Terraform, which begins nothing more
	stop  func()      // tells the provider of an interruption
}

// manner is what differs between versions of Terraform, its options and the provider's.
type manner struct {
	places int    // -parallelism
	early  bool   // it plans the destroy of an orphan before it refreshes it, as Terraform 1.9 to 1.11
	unread bool   // -refresh=false
	first  string // the address that -replace names
	taints string // the address whose object is tainted
	strict bool   // adopt_existing = false
}

// pause is the time between the beginnings of two operations.
const pause = time.Millisecond

// deposed begins the address of an object that a replacement has left behind. Terraform plans its destroy again in the
// apply.
const deposed = "deposed "

// resource is a resource block.
type resource struct {
	typeName string
	given    map[string]any
	rules    []string // that it declares
}

// config is a configuration, by address.
type config map[string]resource

func single(accessPackage, group int) resource {
	return resource{
		"elm_access_package_incompatible_group",
		map[string]any{
			"catalog_id": acctest.CatalogID, "access_package_id": acctest.Package(accessPackage), "group_id": acctest.Group(group),
		},
		[]string{ruleID(accessPackage, group)},
	}
}

func set(accessPackage int, groups ...int) resource {
	r := resource{"elm_access_package_separation_of_duties", map[string]any{
		"catalog_id":             acctest.CatalogID,
		"access_package_id":      acctest.Package(accessPackage),
		"incompatible_group_ids": acctest.SetOf(acctest.Groups(groups...)...),
	}, nil}
	for _, group := range groups {
		r.rules = append(r.rules, ruleID(accessPackage, group))
	}
	return r
}

func ruleID(accessPackage, group int) string {
	return acctest.Package(accessPackage) + "/" + acctest.Group(group)
}

// rules are what the configuration declares, sorted.
func (c config) rules() []string {
	all := map[string]bool{}
	for _, r := range c {
		for _, id := range r.rules {
			all[id] = true
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// has gives the rules of an object of a state, in one of its attributes.
func has(object tftypes.Value, attribute string) (rules []string) {
	attributes := acctest.Attributes(object)
	var accessPackage, target string
	var targets []tftypes.Value
	if attributes["access_package_id"].As(&accessPackage) != nil {
		panic("an object without an access package")
	}
	value := attributes[attribute]
	switch {
	case !value.IsKnown() || value.IsNull():
	case value.As(&target) == nil:
		rules = append(rules, accessPackage+"/"+target)
	case value.As(&targets) == nil:
		for _, each := range targets {
			if each.As(&target) != nil {
				panic("a target that is no text")
			}
			rules = append(rules, accessPackage+"/"+target)
		}
	}
	return rules
}

// rulesOf are all rules of an object of a state.
func rulesOf(object tftypes.Value) []string {
	return append(has(object, "group_id"), has(object, "incompatible_group_ids")...)
}

// operation is what Terraform runs in one of its places.
type operation struct {
	after *operation // has to end before
	run   func()
	ended bool
}

// walk runs operations: of those that may begin, the first, as soon as there is a place.
func walk(places int, operations []*operation) {
	ended := make(chan *operation)
	running := 0
	for left := slices.Clone(operations); len(left)+running > 0; {
		next := slices.IndexFunc(left, func(o *operation) bool { return o.after == nil || o.after.ended })
		if running < places && next >= 0 {
			o := left[next]
			left = slices.Delete(left, next, next+1)
			running++
			go func() {
				o.run()
				ended <- o
			}()
			<-time.After(pause)
			continue
		}
		o := <-ended
		o.ended = true
		running--
	}
}

// RoundTrip is the provider's way to the service.
func (c *core) RoundTrip(r *http.Request) (*http.Response, error) {
	if c.cut.Load() {
		return nil, http.ErrServerClosed
	}
	return c.service.Transport().RoundTrip(r)
}

func (c *core) start(t *testing.T) *acctest.Process {
	t.Helper()
	arguments := c.service.Arguments()
	arguments["adopt_existing"] = !c.strict
	return acctest.NewProcess(t, arguments, provider.WithTransport(c))
}

// change is what a plan does with an address.
type change struct {
	typeName        string
	destroys, makes bool // an update has neither
	planned         tftypes.Value
	private         []byte // of the plan of the destroy
	wanted          tftypes.Value
	removes         []string
}

// plan is what Terraform saves between its two walks.
type plan struct {
	changes map[string]change
	state   map[string]acctest.Instance // as refreshed
	acctest.Messages
}

// shows are the rules that the plan removes or moves, as a person reads it.
func (p *plan) shows() (rules []string) {
	for _, change := range p.changes {
		rules = append(rules, change.removes...)
	}
	return rules
}

// plan walks the configuration and the state in the order of the addresses.
func (c *core) plan(t *testing.T, wanted config, imports map[string]string, order []string) *plan {
	t.Helper()
	process := c.start(t)
	p := &plan{changes: map[string]change{}, state: map[string]acctest.Instance{}}
	var mu sync.Mutex
	tell := func(m acctest.Messages) bool {
		mu.Lock()
		defer mu.Unlock()
		p.Errors, p.Warnings = append(p.Errors, m.Errors...), append(p.Warnings, m.Warnings...)
		return len(m.Errors) == 0
	}
	var operations []*operation
	for _, address := range order {
		block, declared := wanted[address]
		prior, stored := c.state[address]
		typeName := block.typeName
		if !declared {
			typeName = prior.Type
		}
		n := node{
			process: process, manner: c.manner, tell: tell, prior: prior, declared: declared, importID: imports[address],
			forced: c.first == address, tainted: c.taints == address, nothing: process.Nothing(typeName), wanted: process.Config(t, typeName, block.given),
		}
		if !stored {
			n.prior = n.nothing
		}
		operations = append(operations, &operation{run: func() {
			change := n.plan(t)
			mu.Lock()
			defer mu.Unlock()
			if !n.prior.Value.IsNull() {
				p.state[address] = n.prior
			}
			if change != nil {
				p.changes[address] = *change
			}
		}})
	}
	walk(c.places, operations)
	return p
}

// node is an address in the walk of a plan.
type node struct {
	manner

	process  *acctest.Process
	tell     func(acctest.Messages) (fine bool)
	prior    acctest.Instance
	nothing  acctest.Instance
	wanted   tftypes.Value
	declared bool
	forced   bool
	tainted  bool
	importID string
}

// plan gives what is to change; nil for nothing. It leaves the refreshed state in the node.
func (n *node) plan(t *testing.T) *change {
	t.Helper()
	if n.declared && n.prior.Value.IsNull() && n.importID != "" {
		imported, m := n.process.Import(t.Context(), n.nothing.Type, n.importID)
		n.prior = imported
		if !n.tell(m) || !n.read(t) {
			return nil
		}
	}
	if !n.declared && n.early {
		found := n.destroy(t)
		if !n.read(t) {
			return nil
		}
		return found
	}
	if !n.read(t) {
		return nil
	}
	if !n.declared {
		if n.prior.Value.IsNull() {
			return nil
		}
		return n.destroy(t)
	}
	prior := n.prior
	if n.tainted {
		prior = n.nothing // Terraform plans a create, and makes it a replacement afterwards
	}
	planned, m := n.process.Plan(t.Context(), prior, n.wanted)
	found := change{typeName: n.nothing.Type, planned: planned.Value, wanted: n.wanted, makes: n.prior.Value.IsNull()}
	switch {
	case !n.tell(m):
		return nil
	case n.tainted:
		found.private, found.removes = planned.Private, rulesOf(n.prior.Value)
		found.destroys, found.makes = true, true
	case found.makes:
	case planned.Replaces || n.forced:
		// Terraform plans a replacement again as a new object, whose private data the destroy gets.
		again := n.nothing
		again.Private = planned.Private
		if planned, m = n.process.Plan(t.Context(), again, n.wanted); !n.tell(m) {
			return nil
		}
		found.planned, found.private, found.removes = planned.Value, planned.Private, rulesOf(n.prior.Value)
		found.destroys, found.makes = true, true
	case planned.Value.Equal(n.prior.Value):
		return nil
	case n.nothing.Type == set(0).typeName:
		found.removes = has(planned.Value, "removed_group_ids")
	}
	return &found
}

// read refreshes the node, and reports whether it could.
func (n *node) read(t *testing.T) bool {
	t.Helper()
	if n.prior.Value.IsNull() || n.unread {
		return true
	}
	read, m := n.process.Read(t.Context(), n.prior)
	n.prior = read
	return n.tell(m)
}

func (n *node) destroy(t *testing.T) *change {
	t.Helper()
	planned, m := n.process.Plan(t.Context(), n.prior, n.nothing.Value)
	if !n.tell(m) {
		return nil
	}
	return &change{
		typeName: n.nothing.Type, destroys: true, private: planned.Private, planned: n.nothing.Value, wanted: n.nothing.Value,
		removes: rulesOf(n.prior.Value),
	}
}

// outcome is how an apply ended.
type outcome struct {
	acctest.Messages

	failed []failure
}

// failure is a create or an update that failed.
type failure struct {
	accessPackage string
	at            time.Time
}

// steps are the operations of an apply: "-" and the address for a destroy, "+" for a create or an update.
func (p *plan) steps() (steps []string) {
	for _, address := range slices.Sorted(maps.Keys(p.changes)) {
		if p.changes[address].destroys {
			steps = append(steps, "-"+address)
		}
		if !p.changes[address].destroys || p.changes[address].makes {
			steps = append(steps, "+"+address)
		}
	}
	return steps
}

// apply carries out a plan in the order of the steps, except that Terraform destroys an object before it makes another
// at the same address. The state is that of the plan.
func (c *core) apply(t *testing.T, p *plan, order []string) *outcome {
	t.Helper()
	process := c.start(t)
	c.stop = func() {
		if _, err := process.Server.StopProvider(t.Context(), nil); err != nil {
			t.Error(err)
		}
	}
	a := &applying{core: c, process: process, outcome: &outcome{}, kept: map[string]bool{}}
	c.state = maps.Clone(p.state)
	operations := map[string]*operation{}
	var ordered []*operation
	for _, step := range order {
		address := step[1:]
		o := &operation{run: func() { a.run(t, address, p.changes[address], step[0] == '-') }}
		operations[step] = o
		ordered = append(ordered, o)
	}
	for step, o := range operations {
		if step[0] == '+' {
			o.after = operations["-"+step[1:]]
		}
	}
	walk(c.places, ordered)
	return a.outcome
}

// applying is an apply that is under way.
type applying struct {
	*core
	*outcome

	process *acctest.Process
	mu      sync.Mutex
	kept    map[string]bool // addresses whose destroy failed
}

func (a *applying) run(t *testing.T, address string, change change, destroys bool) {
	t.Helper()
	a.mu.Lock()
	prior, stored := a.state[address]
	if !stored {
		prior = a.process.Nothing(change.typeName)
	}
	skip := a.kept[address] || a.ended.Load() || a.cut.Load()
	a.mu.Unlock()
	if skip {
		return
	}
	planned := a.process.Nothing(change.typeName)
	planned.Private = change.private
	wanted := planned.Value
	var m acctest.Messages
	switch {
	case destroys && strings.HasPrefix(address, deposed):
		again, told := a.process.Plan(t.Context(), prior, wanted)
		planned, m = again.Instance, told
	case !destroys:
		wanted = change.wanted
		again, told := a.process.Plan(t.Context(), prior, wanted)
		planned, m = again.Instance, told
		if p := inconsistent(change.planned, planned.Value); len(m.Errors) == 0 && p != "" {
			t.Errorf("%s: provider produced inconsistent final plan: %s", address, p)
		}
	}
	now := prior
	if len(m.Errors) == 0 {
		var told acctest.Messages
		now, told = a.process.Apply(t.Context(), prior, planned, wanted)
		m.Errors, m.Warnings = told.Errors, append(m.Warnings, told.Warnings...)
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.cut.Load() {
		return
	}
	a.Errors, a.Warnings = append(a.Errors, m.Errors...), append(a.Warnings, m.Warnings...)
	if delete(a.state, address); !now.Value.IsNull() {
		a.state[address] = now
	}
	if len(m.Errors) == 0 {
		return
	}
	if a.kept[address] = destroys; destroys {
		return
	}
	if prior.Value.IsNull() && !now.Value.IsNull() {
		t.Errorf("%s: the create failed and left a tainted object", address)
	}
	var accessPackage string
	_ = acctest.Attributes(wanted)["access_package_id"].As(&accessPackage)
	a.failed = append(a.failed, failure{accessPackage, time.Now()})
}

// inconsistent compares two plans of a create or an update as Terraform does: what the first one knew has to be the
// same in the second.
func inconsistent(first, second tftypes.Value) string {
	after := acctest.Attributes(second)
	for name, value := range acctest.Attributes(first) {
		if value.IsFullyKnown() && !value.Equal(after[name]) {
			return fmt.Sprintf("%s was %s and is %s", name, value, after[name])
		}
	}
	return ""
}

// removal is a request that removes a rule.
type removal struct {
	rule string
	at   time.Time
}

// world is a service of its own for one run.
type world struct {
	*acctest.Service

	mu       sync.Mutex
	removals []removal // as they arrived
}

// newWorld has a service with rules that lists show. Its requests take up to a tenth of a second, so that any of them
// may have its effect before one that was sent earlier.
func newWorld(t *testing.T, options emulator.Options, rules []string, seed uint64) *world {
	t.Helper()
	w := &world{Service: acctest.Portless(t, options)}
	random := rand.New(rand.NewPCG(seed, 0))
	for _, rule := range rules {
		w.link(t, rule)
	}
	w.Tenant().Settle()
	w.Observe(func(m emulator.Moment, r *http.Request) {
		if m == emulator.After {
			return
		}
		w.mu.Lock()
		if r.Method == http.MethodDelete {
			w.removals = append(w.removals, removal{ruleIn(r.URL.Path), time.Now()})
		}
		takes := time.Duration(random.IntN(100)) * time.Millisecond
		w.mu.Unlock()
		<-time.After(takes)
	})
	return w
}

// ruleIn finds the rule in the path of a request that removes it.
func ruleIn(path string) string {
	parts := strings.Split(path, "/")
	at := slices.Index(parts, "incompatibleGroups")
	return parts[at-1] + "/" + parts[at+1]
}

func (w *world) link(t *testing.T, rule string) {
	t.Helper()
	accessPackage, group, _ := strings.Cut(rule, "/")
	acctest.Must(t, w.Tenant().Link(emulator.IncompatibleGroups, accessPackage, group))
}

// rules are those in force, sorted.
func (w *world) rules() []string {
	var all []string
	for i := range 4 {
		for _, group := range w.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(i)) {
			all = append(all, acctest.Package(i)+"/"+group)
		}
	}
	return slices.Sorted(slices.Values(all))
}

// removed are the requests that remove a rule so far.
func (w *world) removed() []removal {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.removals)
}
