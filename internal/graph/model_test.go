package graph_test

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

var modelSeed = flag.Uint64("seed", 0, "seed of the model test; 0 is the usual ones")

// The model is a set of references. Random operations of Terraform and of another administrator run against the service
// under random faults; after every operation that reports success, the service is what the model says, a list is never
// shorter than the truth, and a list in the run that wrote shows what it wrote.
func TestModel(t *testing.T) {
	t.Parallel()
	seeds := []uint64{1, 2}
	if *modelSeed != 0 {
		seeds = []uint64{*modelSeed}
	}
	for _, variant := range variants {
		for _, seed := range seeds {
			t.Run(fmt.Sprintf("%s_%s/seed_%d", variant.dialect, variant.version, seed), func(t *testing.T) {
				t.Parallel()
				m := newModel(t, variant.dialect, variant.version, rand.New(rand.NewPCG(seed, 0)))
				for step := range 400 {
					m.step(step)
					if t.Failed() {
						t.Fatalf("Failed at step %d; repeat with -seed %d. Steps so far: %v", step, seed, m.steps)
					}
				}
			})
		}
	}
}

// model is what the references of two packages to four groups should be.
type model struct {
	t       *testing.T
	random  *rand.Rand
	service *service
	version wire.APIVersion
	links   map[[2]int]bool
	written map[[2]int]time.Time // when the present run last wrote a link that no other writer has changed since
	steps   []string
}

func newModel(t *testing.T, dialect emulator.Dialect, version wire.APIVersion, random *rand.Rand) *model {
	t.Helper()
	options := emulator.Options{
		Dialect: dialect, PageSize: 1 + random.IntN(3), EmptyPages: random.IntN(2) == 0, ListLagReads: random.IntN(5),
		DuplicateLink: []int{204, 400, 409}[random.IntN(3)], MissingLink: []int{204, 400, 404}[random.IntN(3)],
	}
	return &model{t: t, random: random, version: version, links: map[[2]int]bool{}, written: map[[2]int]time.Time{}, service: start(t, options, version)}
}

func (m *model) step(step int) {
	m.t.Helper()
	accessPackage, group := m.random.IntN(2), m.random.IntN(4)
	pair := [2]int{accessPackage, group}
	action := []string{"add", "add", "add", "remove", "remove", "remove", "list", "list own", "administrator", "new run"}[m.random.IntN(10)]
	if action == "list" || action == "new run" { // another run comes when lists show what the one before has written
		m.settle()
	}
	fault := m.inject()
	if m.random.IntN(3) == 0 {
		fault = m.injectLag(action, pair)
	}
	m.steps = append(m.steps[max(0, len(m.steps)-20):], fmt.Sprintf("%d: %s %v under %s", step, action, pair, fault))
	references, ctx := m.service.client.IncompatibleGroups(), m.ctx()
	switch action {
	case "add":
		if _, err := references.Add(ctx, reference(accessPackage, group)); m.succeeded(err) {
			m.links[pair] = true
			m.written[pair] = m.service.clock.Now()
		}
	case "remove":
		if m.succeeded(references.Remove(ctx, acctest.Package(accessPackage), acctest.Group(group))) {
			delete(m.links, pair)
			m.written[pair] = m.service.clock.Now()
		}
	case "list":
		m.list(ctx, accessPackage)
	case "list own":
		m.listOwn(ctx, accessPackage)
	case "administrator":
		m.administrate(pair)
	case "new run":
		m.newRun()
	}
	m.service.ClearFaults()
	m.compare()
}

func (m *model) ctx() context.Context {
	ctx, cancel := context.WithDeadline(m.t.Context(), m.service.clock.Now().Add(15*time.Minute))
	m.t.Cleanup(cancel)
	return ctx
}

// succeeded reports success. After a failure the truth is the service's, as it is for Terraform after a refresh.
func (m *model) succeeded(err error) bool {
	m.t.Helper()
	if err == nil {
		return true
	}
	var e *wire.Error
	if !errors.As(err, &e) {
		m.t.Errorf("an error without its request: %v", err)
	}
	m.links, m.written = m.truth(), map[[2]int]time.Time{}
	return false
}

func (m *model) newRun() {
	m.t.Helper()
	m.service.client = m.service.newClient(m.t, m.version)
	m.written = map[[2]int]time.Time{}
}

// listOwn is compared where the present run wrote within the window in which lists may lag.
func (m *model) listOwn(ctx context.Context, accessPackage int) {
	m.t.Helper()
	references := m.service.client.IncompatibleGroups()
	if m.random.IntN(2) == 0 {
		references.Forget(acctest.Package(accessPackage))
	}
	targets, err := references.List(ctx, acctest.Package(accessPackage), graph.ListOptions{})
	if err != nil {
		return
	}
	for pair, at := range m.written {
		recent := m.service.clock.Now().Sub(at) < graph.VisibilityWindow
		if pair[0] == accessPackage && recent && targets.Has(acctest.Group(pair[1])) != m.links[pair] {
			m.t.Errorf("the run's own write to %v is listed wrongly", pair)
		}
	}
}

// injectLag makes the service speak of what it was before this run wrote.
func (m *model) injectLag(action string, pair [2]int) string {
	at, ok := m.written[pair]
	if !ok || m.service.clock.Now().Sub(at) > graph.VisibilityWindow/2 {
		return "no lag"
	}
	f := emulator.Fault{Times: 1 + m.random.IntN(3)}
	switch {
	case action == "add" && !m.links[pair]:
		f.Method, f.Status = http.MethodPost, []int{http.StatusBadRequest, http.StatusConflict}[m.random.IntN(2)]
	case action == "remove" && m.links[pair]:
		f.Method, f.Status = http.MethodDelete, []int{http.StatusBadRequest, http.StatusNotFound}[m.random.IntN(2)]
	default:
		return "no lag"
	}
	m.service.ClearFaults()
	m.service.Inject(f)
	return fmt.Sprintf("lag: %d %s", f.Status, f.Method)
}

// list is compared once every write is visible; a run before that may see less.
func (m *model) list(ctx context.Context, accessPackage int) {
	m.t.Helper()
	m.newRun()
	targets, err := m.service.client.IncompatibleGroups().List(ctx, acctest.Package(accessPackage), graph.ListOptions{})
	if err != nil {
		if graph.IsGone(err) {
			m.t.Error("an access package that is there counts as gone")
		}
		return
	}
	for group := range 4 {
		if targets.Has(acctest.Group(group)) != m.links[[2]int{accessPackage, group}] {
			m.t.Errorf("group %d of package %d is listed wrongly", group, accessPackage)
		}
	}
}

// settle makes the service show all writes, by reading its lists past the lag.
func (m *model) settle() {
	references := m.service.newClient(m.t, m.version).IncompatibleGroups()
	for range 5 {
		for accessPackage := range 2 {
			references.Forget(acctest.Package(accessPackage))
			_, _ = references.List(m.ctx(), acctest.Package(accessPackage), graph.ListOptions{})
		}
	}
}

func (m *model) administrate(pair [2]int) {
	m.t.Helper()
	tenant := m.service.Tenant()
	change := tenant.Link
	if m.links[pair] {
		change = tenant.Unlink
	}
	if err := change(emulator.IncompatibleGroups, acctest.Package(pair[0]), acctest.Group(pair[1])); err != nil {
		m.t.Error(err)
	}
	delete(m.written, pair)
	m.links[pair] = !m.links[pair]
	if !m.links[pair] {
		delete(m.links, pair)
	}
}

func (m *model) truth() map[[2]int]bool {
	truth := map[[2]int]bool{}
	for accessPackage := range 2 {
		held := m.service.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(accessPackage))
		for group := range 4 {
			if slices.Contains(held, acctest.Group(group)) {
				truth[[2]int{accessPackage, group}] = true
			}
		}
	}
	return truth
}

func (m *model) compare() {
	m.t.Helper()
	if truth := m.truth(); fmt.Sprint(truth) != fmt.Sprint(m.links) {
		m.t.Errorf("the service holds %v, the model %v", truth, m.links)
	}
}

// inject puts at most one fault in the way, and names it.
func (m *model) inject() string {
	if m.random.IntN(3) > 0 {
		return "no fault"
	}
	f := emulator.Fault{
		Method: []string{"", http.MethodGet, http.MethodPost, http.MethodDelete}[m.random.IntN(4)], Path: "/identityGovernance/",
		Skip: m.random.IntN(2), Times: []int{1, 1, 2, 10}[m.random.IntN(4)], AfterEffect: m.random.IntN(2) == 0,
	}
	switch kind := m.random.IntN(8); kind {
	case 0:
		f.Drop = true
	case 1:
		f.Truncate = true
	case 2:
		f.Status, f.AfterEffect = http.StatusTooManyRequests, false
		f.Header = http.Header{"Retry-After": {fmt.Sprint(m.random.IntN(400))}}
	case 3:
		f.Status, f.AfterEffect = http.StatusForbidden, false
	case 4:
		f.Status, f.Body, f.ContentType = http.StatusOK, []byte("<html>"), "text/html"
		f.AfterEffect = true // who answers 200 did it, or is no service at all
	default:
		f.Status = []int{500, 502, 503, 504}[m.random.IntN(4)]
	}
	m.service.Inject(f)
	return fmt.Sprintf("%+v", f)
}
