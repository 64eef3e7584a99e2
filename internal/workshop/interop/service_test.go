package interop

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// Any tenant and client are accepted; identity libraries want GUIDs.
const (
	tenantID = "0e4c1a7e-5d0b-4c6e-9a54-6f1f3f7b8d10"
	clientID = "7b1d9c52-3f0e-4e0b-8a55-2c9d6f4e1a37"
)

// service is an emulator behind TLS, as libraries that insist on https want it.
type service struct {
	*emulator.Server
	origin string
	client *http.Client // trusts the certificate
}

func start(t *testing.T) service {
	t.Helper()
	server := emulator.New(emulator.Options{})
	if err := server.Load(strings.NewReader(emulator.FinanceSeed)); err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewTLSServer(server)
	t.Cleanup(listener.Close)
	return service{server, listener.URL, listener.Client()}
}

// accepts holds that Graph takes a token, and gives the requests that led to it.
func (s service) accepts(t *testing.T, token string) []string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.origin+"/v1.0/identityGovernance/entitlementManagement/catalogs", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := s.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		t.Errorf("Graph answers %d to the token", answer.StatusCode)
	}
	var paths []string
	if s.Server == nil { // it runs in another process
		return nil
	}
	for _, entry := range s.Journal() {
		if entry.Kind != "graph" {
			paths = append(paths, entry.Path)
		}
	}
	return paths
}

// redirected sends every request to the service, as a network does whose addresses a library has built in.
type redirected struct{ service }

// Do sends a request.
func (r redirected) Do(request *http.Request) (*http.Response, error) {
	request = request.Clone(request.Context())
	request.URL.Scheme, request.URL.Host, request.Host = "https", strings.TrimPrefix(r.origin, "https://"), ""
	return r.client.Do(request)
}
