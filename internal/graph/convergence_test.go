package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// ends are the ways in which a write can end without saying what became of it.
var ends = map[string]emulator.Fault{
	"500":               {Status: 500},
	"502 HTML":          {Status: 502, Body: []byte("<html>Bad Gateway</html>"), ContentType: "text/html"},
	"503":               {Status: 503},
	"503 Retry-After":   {Status: 503, Header: http.Header{"Retry-After": {"7"}}},
	"504":               {Status: 504},
	"408":               {Status: 408, Code: "RequestTimeout"},
	"reset":             {Drop: true},
	"200 HTML":          {Status: 200, Body: []byte("<html>Sign in</html>"), ContentType: "text/html"},
	"201 JSON cut":      {Status: 201, Body: []byte(`{"id":"9f0a9`), ContentType: "application/json"},
	"201 wrong type":    {Status: 201, Body: []byte(`{"id":5}`), ContentType: "application/json"},
	"201 huge":          {Status: 201, BodySize: 17 << 20, ContentType: "application/json"},
	"409 by another":    {Status: 409, Code: "Conflict"},
	"429":               {Status: 429, Header: http.Header{"Retry-After": {"3"}}},
	"401 expired token": {Status: 401},
}

// However a write ends, and whatever the service says to the next attempt, the link is there afterwards, once.
func TestConvergence_add(t *testing.T) {
	t.Parallel()
	for name, end := range ends {
		for _, afterEffect := range []bool{false, true} {
			for _, duplicate := range []int{201, 204, 400, 409} {
				for _, lag := range []int{0, 3} {
					for _, variant := range variants {
						t.Run(fmt.Sprintf("%s/after_effect_%t/duplicate_%d/lag_%d/%s_%s", name, afterEffect, duplicate, lag, variant.dialect, variant.version), func(t *testing.T) {
							t.Parallel()
							if afterEffect && (end.Status == 401 || end.Status == 429) || !afterEffect && (end.Status == 200 || end.Status == 201) {
								return // no service answers like this
							}
							if duplicate == 201 && variant.version == wire.V1 {
								return // only the route of the beta version answers with a body
							}
							if end.BodySize > 0 && (lag > 0 || duplicate != 400 || variant != variants[0]) {
								return // costs much and tells no more
							}
							s := start(t, emulator.Options{Dialect: variant.dialect, DuplicateLink: duplicate, ListLagReads: lag}, variant.version)
							fault := end
							fault.Method, fault.Path, fault.Times, fault.AfterEffect = http.MethodPost, "incompatibleGroups", 1, afterEffect
							if variant.dialect == emulator.DialectPublished && variant.version == wire.Beta {
								fault.Path = "$ref" // below the catalog there is nothing that could have an effect
							}
							s.Inject(fault)
							existed, err := s.client.IncompatibleGroups().Add(within(t, s), reference(0, 0))
							if err != nil {
								t.Errorf("Add = %+v, %v", existed, err)
							}
							if got := s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0)); !slices.Equal(got, []string{acctest.Group(0)}) {
								t.Errorf("the service holds %v", got)
							}
						})
					}
				}
			}
		}
	}
}

// The same for a removal.
func TestConvergence_remove(t *testing.T) {
	t.Parallel()
	for name, end := range ends {
		for _, afterEffect := range []bool{false, true} {
			for _, missing := range []int{204, 400, 404} {
				for _, lag := range []int{0, 3} {
					t.Run(fmt.Sprintf("%s/after_effect_%t/missing_%d/lag_%d", name, afterEffect, missing, lag), func(t *testing.T) {
						t.Parallel()
						if afterEffect && (end.Status == 401 || end.Status == 429) || end.Status == 200 || end.Status == 201 {
							return // no service answers like this, and a success needs no retry
						}
						s := start(t, emulator.Options{MissingLink: missing, ListLagReads: lag}, wire.Beta)
						if err := s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(0)); err != nil {
							t.Fatal(err)
						}
						s.Tenant().Settle()
						fault := end
						fault.Method, fault.Times, fault.AfterEffect = http.MethodDelete, 1, afterEffect
						s.Inject(fault)
						if err := s.client.IncompatibleGroups().Remove(within(t, s), acctest.Package(0), acctest.Group(0)); err != nil {
							t.Error(err)
						}
						if got := s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0)); len(got) != 0 {
							t.Errorf("the service holds %v", got)
						}
					})
				}
			}
		}
	}
}

// A run that was killed behind its write: the next one meets a link that the list does not show yet.
func TestConvergence_afterCrash(t *testing.T) {
	t.Parallel()
	for _, variant := range variants {
		for _, duplicate := range []int{201, 204, 400, 409} {
			t.Run(fmt.Sprintf("%s_%s/%d", variant.dialect, variant.version, duplicate), func(t *testing.T) {
				t.Parallel()
				s := start(t, emulator.Options{Dialect: variant.dialect, DuplicateLink: duplicate, ListLagReads: 3}, variant.version)
				if _, err := s.client.IncompatibleGroups().Add(within(t, s), reference(0, 0)); err != nil {
					t.Fatal(err)
				}
				existed, err := s.newClient(t, variant.version).IncompatibleGroups().Add(within(t, s), reference(0, 0))
				if err != nil {
					t.Errorf("Add = %+v, %v", existed, err)
				}
			})
		}
	}
}

// Once a tenant has refused a link in its own words, its route is known and workers do not queue up for it.
func TestConvergence_routeKnownByRefusal(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusBadRequest, http.StatusConflict} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{Dialect: emulator.DialectDocument, DuplicateLink: status}, wire.Beta)
			for i := range 3 {
				if err := s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(i)); err != nil {
					t.Fatal(err)
				}
			}
			ctx, references := within(t, s), s.client.IncompatibleGroups()
			if _, err := references.Add(ctx, reference(0, 0)); err != nil {
				t.Fatal(err)
			}
			together := make(chan struct{})
			var posts atomic.Int32
			s.Observe(func(m emulator.Moment, r *http.Request) {
				if m == emulator.Before && r.Method == http.MethodPost {
					if posts.Add(1) == 2 {
						close(together)
					}
					select {
					case <-together:
					case <-time.After(10 * time.Second): // for ever, if one waits for the other's answer
						t.Error("the requests wait for each other")
					}
				}
			})
			var workers sync.WaitGroup
			for i := 1; i < 3; i++ {
				workers.Go(func() {
					if existed, err := references.Add(ctx, reference(0, i)); err != nil || !existed {
						t.Errorf("Add = %+v, %v", existed, err)
					}
				})
			}
			workers.Wait()
		})
	}
}

// An operation that runs into its timeout says that the rule may be there. The next run makes sure of it.
func TestConvergence_timeout(t *testing.T) {
	t.Parallel()
	for _, afterEffect := range []bool{false, true} {
		t.Run(fmt.Sprintf("after_effect_%t", afterEffect), func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{}, wire.Beta)
			never, arrived := make(chan struct{}), make(chan struct{})
			var once sync.Once
			t.Cleanup(func() { close(never) })
			s.Inject(emulator.Fault{Method: http.MethodPost, Times: 1, AfterEffect: afterEffect, Hang: never})
			s.Observe(func(m emulator.Moment, r *http.Request) {
				if m == emulator.Before && r.Method == http.MethodPost && r.Header.Get("Authorization") != "" {
					once.Do(func() { close(arrived) })
				}
			})
			ctx := &endless{Context: t.Context(), ended: make(chan struct{})}
			go func() {
				<-arrived
				close(ctx.ended)
			}()
			if existed, err := s.client.IncompatibleGroups().Add(ctx, reference(0, 0)); !graph.IsUnsure(err) {
				t.Errorf("Add = %+v, %v", existed, err)
			}
			existed, err := s.newClient(t, wire.Beta).IncompatibleGroups().Add(within(t, s), reference(0, 0))
			if err != nil || existed != afterEffect {
				t.Errorf("Add = %+v, %v", existed, err)
			}
		})
	}
}

// endless is a context whose deadline comes when the test says so.
type endless struct {
	context.Context
	ended chan struct{}
}

func (e *endless) Deadline() (time.Time, bool) { return time.Now().Add(time.Hour), true }
func (e *endless) Done() <-chan struct{}       { return e.ended }
func (e *endless) Err() error {
	select {
	case <-e.ended:
		return context.DeadlineExceeded
	default:
		return nil
	}
}
