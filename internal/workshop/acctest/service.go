package acctest

import (
	"fmt"
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/provider"
)

// Service is an emulator that listens.
type Service struct {
	*emulator.Server

	URL string // http://127.0.0.1:port, which is the provider's metadata_host
}

// Start serves the fixture until the test ends.
func Start(t *testing.T, options emulator.Options) *Service {
	t.Helper()
	s := Portless(t, options)
	listener := httptest.NewServer(s.Server)
	t.Cleanup(listener.Close)
	s.URL = listener.URL
	return s
}

// Portless has the fixture without a port. A provider reaches it by its transport.
func Portless(t *testing.T, options emulator.Options) *Service {
	t.Helper()
	server := emulator.New(options)
	fillTenant(t, server.Tenant())
	return &Service{Server: server, URL: "http://127.0.0.1"}
}

// Arguments are those of a provider block that points at the service.
func (s *Service) Arguments() map[string]any {
	return map[string]any{
		"metadata_host": s.URL, "tenant_id": TenantID, "client_id": ClientID, "client_secret": Secret,
	}
}

// Provider is a provider block that points at the service.
func (s *Service) Provider(arguments ...string) string {
	return fmt.Sprintf(`provider "elm" {
  metadata_host = %q
  tenant_id     = %q
  client_id     = %q
  client_secret = %q
  use_cli       = false
  %s
}
`, s.URL, TenantID, ClientID, Secret, strings.Join(arguments, "\n  "))
}

// Factories run the provider in this process. A clock may be nil.
func Factories(clock *Clock) map[string]func() (tfprotov6.ProviderServer, error) {
	var options []provider.Option
	if clock != nil {
		options = append(options, provider.WithClock(clock))
	}
	return map[string]func() (tfprotov6.ProviderServer, error){
		"elm": providerserver.NewProtocol6WithError(provider.New("test", options...)()),
	}
}

// Run drives a CLI through the steps. Afterwards the service must hold the rules that it held at the start.
func (s *Service) Run(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	s.RunWith(t, nil, steps...)
}

// RunWith does the same with a clock of the test's own.
func (s *Service) RunWith(t *testing.T, clock *Clock, steps ...resource.TestStep) {
	t.Helper()
	before := s.rules()
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: Factories(clock),
		Steps:                    s.Steps(steps),
		CheckDestroy: func(*terraform.State) error {
			if after := s.rules(); !slices.Equal(before, after) {
				return fmt.Errorf("the service holds %v, before the test it held %v", after, before)
			}
			return nil
		},
	})
}

// Steps gives each configuration without a provider block one that points at the service. A query uses that of the step
// before.
func (s *Service) Steps(steps []resource.TestStep) []resource.TestStep {
	for i := range steps {
		if steps[i].Config != "" && !steps[i].Query && !strings.Contains(steps[i].Config, `provider "elm"`) {
			steps[i].Config = s.Provider() + steps[i].Config
		}
	}
	return steps
}

// rules are all rules of the fixture's packages, as the tenant has them.
func (s *Service) rules() []string {
	found := map[string]bool{}
	for i := range packages {
		for _, kind := range emulator.Kinds() {
			for _, target := range s.Tenant().Links(kind, Package(i)) {
				found[fmt.Sprintf("%s %s/%s", kind, Package(i), target)] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}
