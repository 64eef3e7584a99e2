package graph_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// configured is a client of the service with another configuration.
func (s *service) configured(t *testing.T, change func(*wire.Config)) *graph.Client {
	t.Helper()
	cfg := wire.Config{
		Config: signin.Config{
			MetadataHost: s.URL, UserAgent: "test", Clock: s.clock,
			Credentials: signin.Credentials{TenantID: acctest.TenantID, ClientID: acctest.ClientID, ClientSecret: acctest.Secret},
		},
		APIVersion: wire.Beta,
	}
	change(&cfg)
	client, err := graph.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// A missing answer costs one attempt, and the operation goes on: it retries a read or a removal, and looks up whether
// an addition took effect.
func TestAttempt_swallowedAnswer(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		for name, afterEffect := range map[string]bool{"before the effect": false, "after the effect": true} {
			t.Run(method+" "+name, func(t *testing.T) {
				t.Parallel()
				s := start(t, emulator.Options{}, wire.Beta)
				if err := s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(1)); err != nil {
					t.Fatal(err)
				}
				never := make(chan struct{})
				t.Cleanup(func() { close(never) })
				s.Inject(emulator.Fault{Method: method, Times: 1, AfterEffect: afterEffect, Hang: never})
				client := s.configured(t, func(cfg *wire.Config) { cfg.AttemptTimeout = time.Second })
				ctx, references := within(t, s), client.IncompatibleGroups()
				if existed, err := references.Add(ctx, reference(0, 0)); err != nil || existed {
					t.Errorf("Add = %+v, %v", existed, err)
				}
				if err := references.Remove(ctx, acctest.Package(0), acctest.Group(1)); err != nil {
					t.Errorf("Remove: %v", err)
				}
				references.Forget(acctest.Package(0))
				targets, err := references.List(ctx, acctest.Package(0), graph.ListOptions{})
				if err != nil || len(targets.All()) != 1 || !targets.Has(acctest.Group(0)) {
					t.Errorf("List = %v, %v", targets, err)
				}
			})
		}
	}
}

// Every error names its operation, no matter what ended it.
func TestAttempt_errorsNameTheirOperation(t *testing.T) {
	t.Parallel()
	operations := map[string]func(context.Context, *graph.Client) error{
		"AccessPackage": func(ctx context.Context, c *graph.Client) error {
			_, err := c.AccessPackage(ctx, acctest.Package(0))
			return err
		},
		"AccessPackages": func(ctx context.Context, c *graph.Client) error { return firstError(c.AccessPackages(ctx, "")) },
		"Catalog":        func(ctx context.Context, c *graph.Client) error { return c.CatalogExists(ctx, acctest.CatalogID) },
		"Group": func(ctx context.Context, c *graph.Client) error {
			_, err := c.Group(ctx, acctest.Group(0))
			return err
		},
		"GrantedGroups": func(ctx context.Context, c *graph.Client) error {
			_, err := c.GrantedGroups(ctx, acctest.Package(0))
			return err
		},
		"Holders": func(ctx context.Context, c *graph.Client) error {
			_, err := c.Holders(ctx, acctest.Package(0), graph.Delivered)
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
			s := start(t, emulator.Options{}, wire.Beta)
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
				var e *wire.Error
				if !errors.As(err, &e) || e.Operation == "" || !strings.HasPrefix(err.Error(), e.Operation) || !wire.IsHopeless(err) {
					t.Errorf("%v", err)
				}
			}
		})
	}
}
