package wire_test

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// service is an emulator with a client whose waits take no time.
type service struct {
	*acctest.Service

	client *wire.Client
	clock  *acctest.Clock
}

func start(t *testing.T) *service {
	t.Helper()
	return connect(t, acctest.Start(t, emulator.Options{}))
}

// respond makes a client whose requests are answered by a function.
func respond(t *testing.T, answer http.HandlerFunc) *service {
	t.Helper()
	return connect(t, acctest.Answering(t, answer))
}

func connect(t *testing.T, to *acctest.Service) *service {
	t.Helper()
	s := &service{Service: to, clock: acctest.NewClock()}
	s.client = s.configured(t, func(*wire.Config) {})
	return s
}

// credentials are those that the emulator takes.
var credentials = signin.Credentials{TenantID: acctest.TenantID, ClientID: acctest.ClientID, ClientSecret: acctest.Secret}

// configured is a client of the service with another configuration.
func (s *service) configured(t *testing.T, change func(*wire.Config)) *wire.Client {
	t.Helper()
	cfg := wire.Config{Config: signin.Config{MetadataHost: s.URL, UserAgent: "test", Clock: s.clock, Credentials: credentials}}
	change(&cfg)
	client, err := wire.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// within gives an operation the provider's default timeout.
func within(t *testing.T, s *service) context.Context {
	t.Helper()
	ctx, cancel := context.WithDeadline(t.Context(), s.clock.Now().Add(15*time.Minute))
	t.Cleanup(cancel)
	return ctx
}

// groups is the path of what an access package of the fixture is incompatible with.
func groups(accessPackage int) string {
	return "/identityGovernance/entitlementManagement/accessPackages/" + acctest.Package(accessPackage) + "/incompatibleGroups"
}

// list reads a collection, and gives the number of its items.
func list(ctx context.Context, c *wire.Client, accessPackage int) (items int, err error) {
	err = wire.Each(ctx, c, wire.Request{Operation: "listing", Path: groups(accessPackage)}, func(json.RawMessage) (bool, error) {
		items++
		return true, nil
	})
	return items, err
}

// add is a request with an effect.
func add(ctx context.Context, c *wire.Client, accessPackage, group int) error {
	return c.Do(ctx, &wire.Request{
		Operation: "adding", Method: http.MethodPost, Path: groups(accessPackage) + "/$ref",
		Body: map[string]string{"@odata.id": "https://graph.microsoft.com/beta/groups/" + acctest.Group(group)},
	})
}

// remove takes it back.
func remove(ctx context.Context, c *wire.Client, accessPackage, group int) error {
	return c.Do(ctx, &wire.Request{
		Operation: "removing", Method: http.MethodDelete, Path: groups(accessPackage) + "/" + acctest.Group(group) + "/$ref",
	})
}
