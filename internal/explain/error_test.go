package explain_test

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/network"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// challenged answers requests below identityGovernance with a claims challenge, as long as the test wants, and passes
// other requests to a service.
type challenged struct {
	rest     http.Handler
	times    int
	requests int
}

const wantedClaims = `{"access_token":{"nbf":{"essential":true,"value":"1764061200"}}}`

func (c *challenged) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !strings.Contains(r.URL.Path, "/identityGovernance/") {
		c.rest.ServeHTTP(w, r)
		return
	}
	if c.requests++; c.requests > c.times {
		c.rest.ServeHTTP(w, r)
		return
	}
	w.Header().Set("WWW-Authenticate", `Bearer realm="", error="insufficient_claims", claims="`+base64.StdEncoding.EncodeToString([]byte(wantedClaims))+`"`)
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusUnauthorized)
	_, _ = fmt.Fprint(w, `{"error":{"code":"InvalidAuthenticationToken","message":"Continuous access evaluation resulted in challenge with result: InteractionRequired"}}`)
}

func list(t *testing.T, times int, secret string) (*challenged, error) {
	t.Helper()
	service := acctest.Start(t, emulator.Options{})
	c := &challenged{rest: service, times: times}
	listener := httptest.NewServer(c)
	t.Cleanup(listener.Close)
	client, err := graph.New(wire.Config{Config: signin.Config{
		MetadataHost: listener.URL, Clock: acctest.NewClock(),
		Credentials: signin.Credentials{TenantID: acctest.TenantID, ClientID: acctest.ClientID, ClientSecret: secret},
	}})
	if err != nil {
		t.Fatal(err)
	}
	_, err = client.IncompatibleGroups().List(t.Context(), acctest.Package(0), graph.ListOptions{})
	return c, err
}

func TestError_claimsChallenge(t *testing.T) {
	t.Parallel()
	if c, err := list(t, 1, acctest.Secret); err != nil || c.requests != 2 {
		t.Errorf("a challenge that a fresh token meets: %v after %d requests", err, c.requests)
	}
	c, err := list(t, 10, acctest.Secret)
	d := explain.Error(err, explain.Permission{})
	for _, want := range []string{"A Conditional Access policy blocks this identity on this machine or network, or its sessions were revoked", "sign-in log", "exclude this identity", "Continuous access evaluation", "client-request-id"} {
		if !strings.Contains(d.Summary()+d.Detail(), want) {
			t.Errorf("lacks %q: %s", want, d.Detail())
		}
	}
	for _, hidden := range []string{"eyJ", "nbf", "tenant_id", "insufficient_claims"} {
		if strings.Contains(d.Detail(), hidden) {
			t.Errorf("shows %q: %s", hidden, d.Detail())
		}
	}
	if c.requests != 2 {
		t.Errorf("%d requests, want one more with a fresh token", c.requests)
	}
}

// One of many resources tells why there is no token.
func TestError_signInFailedOnce(t *testing.T) {
	t.Parallel()
	_, err := list(t, 0, "not-the-secret")
	first, second := explain.Error(err, explain.Permission{}), explain.Error(fmt.Errorf("another resource: %w", err), explain.Permission{})
	for _, want := range []string{"AADSTS7000215", "the value of a secret", "trace-id: ", "correlation-id: ", "timestamp: "} {
		if n := strings.Count(first.Detail(), want); n != 1 {
			t.Errorf("%q is shown %d times: %s", want, n, first.Detail())
		}
	}
	if strings.Contains(second.Detail(), "AADSTS") || second.Summary() != first.Summary() || second.Detail() != `Skipped because the provider couldn't sign in. See the other "No access token for Microsoft Graph" error for the cause.` {
		t.Errorf("the second: %s: %s", second.Summary(), second.Detail())
	}
	if _, next := explain.Words(errors.Join(err), explain.Permission{}); next == "" {
		t.Error("no next step")
	}
}

func TestWords_proxyRefuses(t *testing.T) {
	t.Parallel()
	err := &wire.Error{Operation: "listing", Cause: &network.ProxyError{Proxy: "proxy.contoso.example:8080", Target: "graph.microsoft.com:443", Status: http.StatusForbidden}}
	d := explain.Error(err, explain.Permission{})
	for _, want := range []string{"can't be reached", "the proxy proxy.contoso.example:8080 answered 403", "Have the administrator of the proxy allow connections to graph.microsoft.com:443"} {
		if !strings.Contains(d.Summary()+d.Detail(), want) {
			t.Errorf("lacks %q: %s", want, d.Detail())
		}
	}
}

func TestSentence(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "it failed": "It failed.", "done.": "Done.", "état inconnu": "État inconnu.", "\xff": "\xff.",
	} {
		if got := explain.Sentence(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
