package signin

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/network"
)

// A proxy that refuses is named itself, once, and is not asked again.
func TestSession_proxyRefuses(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]string{
		http.StatusProxyAuthRequired: "Set HTTPS_PROXY to http://USER:PASSWORD@",
		http.StatusForbidden:         "Have the administrator of the proxy allow connections to login.microsoftonline.com:443",
	} {
		var asked atomic.Int32
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			asked.Add(1)
			w.WriteHeader(status)
		}))
		t.Cleanup(proxy.Close)
		address, err := url.Parse(proxy.URL)
		if err != nil {
			t.Fatal(err)
		}
		transport := network.NewTransport(nil, 1)
		transport.Proxy = http.ProxyURL(address)
		s := mustSession(t, Config{Clock: &steppedClock{}, Transport: transport, Credentials: Credentials{TenantID: testTenant, ClientID: testClient, ClientSecret: "planted"}})
		for range 2 {
			_, err = s.Token(t.Context())
			text := mustSay(t, err, []string{"can't reach login.microsoftonline.com", "the proxy " + address.Host + " answered", http.StatusText(status), want}, "planted")
			if strings.Contains(text, "refused the request") {
				t.Errorf("%d: it reads as if Microsoft Entra had refused:\n%s", status, text)
			}
		}
		if asked.Load() != 1 {
			t.Errorf("%d: the proxy was asked %d times", status, asked.Load())
		}
	}
}

func TestNewTransport_unusableProxy(t *testing.T) {
	t.Setenv("HTTPS_PROXY", "http://user:plan%ted@proxy.example:8080")
	_, err := NewTransport("", 1)
	var bad *ConfigError
	if !errors.As(err, &bad) || len(bad.Arguments) != 0 || !strings.Contains(bad.Reason, "`%25`") || strings.Contains(bad.Reason, "ted") {
		t.Errorf("err = %v", err)
	}
}
