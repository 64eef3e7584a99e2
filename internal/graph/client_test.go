package graph_test

import (
	"context"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// service is an emulator with a client whose waits take no time.
type service struct {
	*acctest.Service

	client *graph.Client
	clock  *acctest.Clock
}

func start(t *testing.T, options emulator.Options, version wire.APIVersion) *service {
	t.Helper()
	s := &service{Service: acctest.Start(t, options), clock: acctest.NewClock()}
	s.client = s.newClient(t, version)
	return s
}

// newClient is what another Terraform run would have: no token, no cache.
func (s *service) newClient(t *testing.T, version wire.APIVersion) *graph.Client {
	t.Helper()
	client, err := graph.New(wire.Config{
		Config: signin.Config{
			MetadataHost: s.URL, UserAgent: "test", Clock: s.clock,
			Credentials: signin.Credentials{TenantID: acctest.TenantID, ClientID: acctest.ClientID, ClientSecret: acctest.Secret},
		},
		APIVersion: version,
	})
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

func reference(accessPackage, group int) graph.Reference {
	return graph.Reference{CatalogID: acctest.CatalogID, AccessPackageID: acctest.Package(accessPackage), TargetID: acctest.Group(group)}
}

// variants are the dialects with the versions that can work with them.
var variants = []struct {
	dialect emulator.Dialect
	version wire.APIVersion
}{
	{emulator.DialectDocument, wire.Beta},
	{emulator.DialectPublished, wire.Beta},
	{emulator.DialectPublished, wire.V1},
	{emulator.DialectBoth, wire.Beta},
	{emulator.DialectBoth, wire.V1},
}
