package graph_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/acctest"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// configured is a client of the service with another configuration.
func (s *service) configured(t *testing.T, change func(*graph.Config)) *graph.Client {
	t.Helper()
	cfg := graph.Config{
		MetadataHost: s.URL, APIVersion: graph.Beta, UserAgent: "test", Clock: s.clock,
		Credentials: signin.Credentials{TenantID: acctest.TenantID, ClientID: acctest.ClientID, ClientSecret: acctest.Secret},
	}
	change(&cfg)
	client, err := graph.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// An answer that never comes costs an attempt and not the operation: a read and a removal are tried again, an addition is looked up.
func TestAttempt_swallowedAnswer(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		for name, afterEffect := range map[string]bool{"before the effect": false, "after the effect": true} {
			t.Run(method+" "+name, func(t *testing.T) {
				t.Parallel()
				s := start(t, emulator.Options{}, graph.Beta)
				if err := s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(1)); err != nil {
					t.Fatal(err)
				}
				never := make(chan struct{})
				t.Cleanup(func() { close(never) })
				s.Inject(emulator.Fault{Method: method, Times: 1, AfterEffect: afterEffect, Hang: never})
				client := s.configured(t, func(cfg *graph.Config) { cfg.AttemptTimeout = time.Second })
				ctx, references := within(t, s), client.IncompatibleGroups()
				if added, err := references.Add(ctx, reference(0, 0)); err != nil || added.Existed {
					t.Errorf("Add = %+v, %v", added, err)
				}
				if err := references.Remove(ctx, acctest.Package(0), acctest.Group(1)); err != nil {
					t.Errorf("Remove: %v", err)
				}
				targets, err := references.List(ctx, acctest.Package(0), graph.ListOptions{Fresh: true})
				if err != nil || len(targets.All()) != 1 || !targets.Has(acctest.Group(0)) {
					t.Errorf("List = %v, %v", targets, err)
				}
			})
		}
	}
}

// A body that stops in the middle is an attempt that failed, too.
func TestAttempt_swallowedBody(t *testing.T) {
	t.Parallel()
	var once sync.Once
	s := respond(t, func(w http.ResponseWriter, r *http.Request) {
		hang := false
		once.Do(func() { hang = true })
		answerJSON(w, http.StatusOK, `{"value":[`)
		if hang {
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
			return
		}
		_, _ = w.Write([]byte(`]}`))
	})
	client := s.configured(t, func(cfg *graph.Config) { cfg.AttemptTimeout = time.Second })
	if targets, err := client.IncompatibleGroups().List(within(t, s), acctest.Package(0), graph.ListOptions{}); err != nil || len(targets.All()) > 0 {
		t.Errorf("List = %v, %v", targets, err)
	}
}

// held is a clock whose sleepers wake when the test says so.
type held struct {
	*acctest.Clock

	asleep chan struct{}
	wake   chan struct{}
}

func (h *held) SleepUntil(ctx context.Context, t time.Time) error {
	h.asleep <- struct{}{}
	<-h.wake
	return h.Clock.SleepUntil(ctx, t)
}

// Ten requests that wait for the service's patience do not keep an eleventh from finding out that it cannot wait that long.
func TestAttempt_waitingTakesNoSlot(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, graph.Beta)
	clock := &held{Clock: s.clock, asleep: make(chan struct{}, 100), wake: make(chan struct{})}
	client := s.configured(t, func(cfg *graph.Config) { cfg.Clock = clock })
	s.Inject(emulator.Fault{Times: 1, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"300"}}})
	ctx, references := within(t, s), client.IncompatibleGroups()
	var workers sync.WaitGroup
	for i := range 10 {
		if i == 1 {
			<-clock.asleep // the first has shut the gate
		}
		workers.Go(func() {
			if _, err := references.List(ctx, acctest.Package(i), graph.ListOptions{}); err != nil {
				t.Error(err)
			}
		})
	}
	for range 9 {
		<-clock.asleep
	}
	short, cancel := context.WithDeadline(t.Context(), clock.Now().Add(5*time.Second))
	t.Cleanup(cancel)
	var wait *waiting.TooLongError
	if _, err := references.List(short, acctest.Package(10), graph.ListOptions{}); !errors.As(err, &wait) {
		t.Errorf("List: %v", err)
	}
	close(clock.wake)
	workers.Wait()
}

// Whatever ends an operation, its error says which operation it was.
func TestAttempt_errorsNameTheirOperation(t *testing.T) {
	t.Parallel()
	operations := map[string]func(context.Context, *graph.Client) error{
		"AccessPackage": func(ctx context.Context, c *graph.Client) error {
			_, err := c.AccessPackage(ctx, acctest.Package(0))
			return err
		},
		"AccessPackages": func(ctx context.Context, c *graph.Client) error { return firstError(c.AccessPackages(ctx, "")) },
		"Catalog": func(ctx context.Context, c *graph.Client) error {
			_, err := c.Catalog(ctx, acctest.CatalogID)
			return err
		},
		"Group": func(ctx context.Context, c *graph.Client) error {
			_, err := c.Group(ctx, acctest.Group(0))
			return err
		},
		"GrantedGroups": func(ctx context.Context, c *graph.Client) error {
			_, err := c.GrantedGroups(ctx, acctest.Package(0))
			return err
		},
		"HoldersOfBoth": func(ctx context.Context, c *graph.Client) error {
			_, err := c.HoldersOfBoth(ctx, acctest.Package(0), acctest.Package(1), graph.Delivered)
			return err
		},
		"List": func(ctx context.Context, c *graph.Client) error {
			_, err := c.IncompatibleGroups().List(ctx, acctest.Package(0), graph.ListOptions{})
			return err
		},
		"Add": func(ctx context.Context, c *graph.Client) error {
			_, err := c.IncompatibleGroups().Add(ctx, reference(0, 0))
			return err
		},
		"Add of a package": func(ctx context.Context, c *graph.Client) error {
			_, err := c.IncompatibleAccessPackages().Add(ctx, graph.Reference{
				CatalogID: acctest.CatalogID, AccessPackageID: acctest.Package(0), TargetID: acctest.Package(1),
			})
			return err
		},
		"Remove": func(ctx context.Context, c *graph.Client) error {
			return c.IncompatibleGroups().Remove(ctx, acctest.Package(0), acctest.Group(0))
		},
	}
	for name, operation := range operations {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{}, graph.Beta)
			never := make(chan struct{})
			t.Cleanup(func() { close(never) })
			s.Inject(emulator.Fault{Hang: never})
			arrived := make(chan struct{}, 10)
			s.Observe(func(m emulator.Moment, r *http.Request) {
				if m == emulator.Before && strings.Contains(r.URL.Path, "/identityGovernance/") || strings.Contains(r.URL.Path, "/groups/") {
					arrived <- struct{}{}
				}
			})
			interrupted, interrupt := context.WithCancel(within(t, s))
			failures := make(chan error, 2)
			for range 2 { // the one asks, the other may wait for the same answer
				go func() { failures <- operation(interrupted, s.client) }()
			}
			<-arrived
			interrupt()
			for range 2 {
				err := <-failures
				var e *graph.Error
				if !errors.As(err, &e) || e.Operation == "" || !strings.HasPrefix(err.Error(), e.Operation) || !graph.IsHopeless(err) {
					t.Errorf("%v", err)
				}
			}
		})
	}
}

// What a batch of requests ends for, and what it does not.
func TestIsHopeless(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault    emulator.Fault
		hopeless bool
	}{
		"not permitted":      {emulator.Fault{Status: http.StatusForbidden}, true},
		"token refused":      {emulator.Fault{Status: http.StatusUnauthorized}, true},
		"sign-in refused":    {emulator.Fault{Path: "oauth2/v2.0/token", Status: http.StatusUnauthorized}, true},
		"throttled for long": {emulator.Fault{Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"3600"}}}, true},
		"refused":            {emulator.Fault{Status: http.StatusBadRequest}, false},
		"failing":            {emulator.Fault{Status: http.StatusInternalServerError}, false},
		"cut":                {emulator.Fault{Drop: true}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{}, graph.Beta)
			s.Inject(test.fault)
			_, err := s.client.IncompatibleGroups().Add(within(t, s), reference(0, 0))
			if err == nil || graph.IsHopeless(err) != test.hopeless {
				t.Errorf("hopeless is %v: %v", !test.hopeless, err)
			}
		})
	}
}
