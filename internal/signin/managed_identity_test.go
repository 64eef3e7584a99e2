package signin

import (
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"
)

func TestManagedIdentity_words(t *testing.T) {
	t.Parallel()
	const notFound = `{"error":"invalid_request","error_description":"Identity not found"}`
	for name, test := range map[string]struct {
		given  Credentials
		answer http.HandlerFunc
		want   []string
	}{
		"no such identity": {Credentials{ClientID: testClient}, status(400, notFound), []string{"Identity not found", "Check `client_id`", testClient}},
		"no identity":      {Credentials{}, status(400, notFound), []string{"no identity of its own", "`client_id`"}},
		"several": {
			Credentials{},
			status(400, `{"error":"invalid_request","error_description":"Multiple user assigned identities exist, please specify the clientId"}`),
			[]string{"Multiple user assigned", "several assigned ones", "`client_id`"},
		},
		"App Service": {
			Credentials{ClientID: testClient, MSIHeader: "h"},
			status(400, `{"statusCode":400,"message":"No User Assigned or Delegated Managed Identity found"}`),
			[]string{"No User Assigned", "Check `client_id`"},
		},
		"throttled":    {Credentials{MSIHeader: "h"}, status(429, "{}"), []string{"Too many processes on this machine ask IDENTITY_ENDPOINT"}},
		"not there":    {Credentials{}, status(404, ""), []string{"Wait a few minutes, then try again: the address in `msi_endpoint` may be in an update", "has a managed identity"}},
		"gone":         {Credentials{}, status(410, ""), []string{"Wait a few minutes, then try again: the address in `msi_endpoint` is in an update or has a fault"}},
		"broken":       {Credentials{}, status(500, ""), []string{"Wait a few minutes, then try again: the address in `msi_endpoint` is in an update or has a fault"}},
		"a page":       {Credentials{}, page(200), []string{"the answer is a web page", "`msi_endpoint`"}},
		"a proxy":      {Credentials{}, page(403), []string{"`msi_endpoint`", "proxy"}},
		"no token":     {Credentials{}, status(200, "{}"), []string{"holds no token"}},
		"a redirect":   {Credentials{}, redirect("https://elsewhere.example/?planted"), []string{"elsewhere.example"}},
		"Entra's code": {Credentials{}, entraRefuses(700016, "Application not found."), []string{"AADSTS700016", "The tenant `tenant_id` has no application `client_id`"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAuthority(t)
			a.on("/msi", test.answer)
			test.given.UseMSI, test.given.MSIEndpoint = true, a.URL+"/msi"
			s := mustSession(t, Config{MetadataHost: a.URL, Clock: &steppedClock{}, Credentials: test.given})
			_, err := s.Token(t.Context())
			mustSay(t, err, test.want, "planted")
		})
	}
}

func TestManagedIdentity_noEndpoint(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	refusing := "http://" + listener.Addr().String() + "/token"
	_ = listener.Close()
	const machine = "This machine has no working managed identity endpoint"
	for name, test := range map[string]struct {
		given Credentials
		want  []string
	}{
		"argument": {Credentials{MSIEndpoint: refusing}, []string{machine, "`msi_endpoint`", "`use_msi = false`"}},
		"variable": {Credentials{MSIEndpoint: refusing, MSIHeader: "h"}, []string{machine, "IDENTITY_ENDPOINT"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.given.UseMSI = true
			clock := &steppedClock{}
			s := mustSession(t, Config{Environment: "global", Clock: clock, Credentials: test.given})
			for range 2 {
				_, err := s.Token(t.Context())
				mustSay(t, err, test.want, "")
			}
			if len(clock.waits) != mostTokenAttempts-1 {
				t.Errorf("waits: %v", clock.waits)
			}
		})
	}
}

// roundTripper replaces the network.
type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestManagedIdentity_metadataService(t *testing.T) {
	t.Parallel()
	var asked string
	s := mustSession(t, Config{
		Environment: "global", Clock: &steppedClock{}, Credentials: Credentials{UseMSI: true},
		Transport: roundTripper(func(r *http.Request) (*http.Response, error) {
			asked = r.URL.Host
			return nil, &net.OpError{Op: "dial", Err: errRefused}
		}),
	})
	_, err := s.Token(t.Context())
	mustSay(t, err, []string{"can't reach 169.254.169.254", "no working managed identity endpoint", "instance metadata service (IMDS) at 169.254.169.254"}, "")
	if asked != metadataService {
		t.Errorf("asked %s", asked)
	}
}

func TestManagedIdentity_waitsWhenThrottled(t *testing.T) {
	t.Parallel()
	a, clock := newAuthority(t), &steppedClock{}
	first := true
	a.on("/msi", func(w http.ResponseWriter, r *http.Request) {
		if first {
			first = false
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		status(200, `{"access_token":"token","expires_in":"3600"}`)(w, r)
	})
	s := mustSession(t, Config{MetadataHost: a.URL, Clock: clock, Credentials: Credentials{UseMSI: true, MSIEndpoint: a.URL + "/msi"}})
	if got := mustToken(t, s); got != "token" || len(clock.waits) != 1 || clock.waits[0] != 7*time.Second {
		t.Errorf("%q after %v", got, clock.waits)
	}
}

// Requests to the endpoint skip the proxy; all others use it.
func TestManagedIdentity_noProxy(t *testing.T) {
	t.Parallel()
	a, machine := newAuthority(t), newAuthority(t)
	seen := make(chan string, 10)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen <- r.URL.Path
		a.Config.Handler.ServeHTTP(w, r)
	}))
	t.Cleanup(proxy.Close)
	address, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	s := mustSession(t, Config{
		MetadataHost: a.URL, Transport: &http.Transport{Proxy: http.ProxyURL(address)}, Credentials: Credentials{UseMSI: true, MSIEndpoint: machine.URL + "/msi"},
	})
	mustToken(t, s)
	if got := <-seen; got != "/metadata/endpoints" || len(seen) != 0 || machine.count("/msi") != 1 {
		t.Errorf("through the proxy: %s and %d more", got, len(seen))
	}

	carriers, _ := (&Credentials{UseMSI: true}).toMachine(&http.Transport{Proxy: http.ProxyURL(address)}).(byHost)
	if direct, ok := carriers[metadataService].(*http.Transport); !ok || direct.Proxy != nil {
		t.Error("the instance metadata service is asked through the proxy")
	}
}
