package record

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// clock moves forward when the code waits.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) SleepUntil(ctx context.Context, t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.now) {
		c.now = t
	}
	return ctx.Err()
}

const token = "opaque-token-that-nobody-may-see"

// service answers for the metadata, for tokens, and, by a function, for Graph. It notes what came with a token.
type service struct {
	*httptest.Server

	mu     sync.Mutex
	seen   []string // method and path of requests to Graph
	tokens int
	clock  *clock
}

// requests are those that have come in.
func (s *service) requests() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.seen)
}

func serve(t *testing.T, graph http.HandlerFunc) (*service, *Client) {
	t.Helper()
	s := &service{clock: &clock{now: time.Now()}}
	mux := http.NewServeMux()
	mux.HandleFunc("/metadata/endpoints", func(w http.ResponseWriter, r *http.Request) {
		_, _ = fmt.Fprintf(w, `{"authentication": {"loginEndpoint": %q}, "microsoftGraphResourceId": %q}`, "http://"+r.Host, "http://"+r.Host)
	})
	mux.HandleFunc("POST /tenant/oauth2/v2.0/token", func(w http.ResponseWriter, _ *http.Request) {
		s.mu.Lock()
		s.tokens++
		s.mu.Unlock()
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprintf(w, `{"access_token": %q, "token_type": "Bearer", "expires_in": 3600}`, token)
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.seen = append(s.seen, r.Method+" "+r.URL.RequestURI())
		s.mu.Unlock()
		graph(w, r)
	})
	s.Server = httptest.NewServer(mux)
	t.Cleanup(s.Close)
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	session, err := signin.New(signin.Config{
		MetadataHost: s.URL, Transport: transport, Clock: s.clock,
		Credentials: signin.Credentials{TenantID: "tenant", ClientID: "client", ClientSecret: "secret"},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s, New(Config{Session: session, Transport: transport, Clock: s.clock, Progress: func(string) {}})
}

func read(path string) Request { return Request{Method: http.MethodGet, Version: "v1.0", Path: path} }

func ask(t *testing.T, c *Client, r Request) *Answer {
	t.Helper()
	a, err := c.Ask(t.Context(), "a question", r)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// A service may be anything: what is kept of it is bounded, and the token is not in it.
func TestHostileBodies(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer  http.HandlerFunc
		failure string
	}{
		"huge": {func(w http.ResponseWriter, _ *http.Request) {
			chunk := []byte(strings.Repeat(" ", 1<<20))
			for range 100 {
				if _, err := w.Write(chunk); err != nil {
					return // the client had enough
				}
			}
		}, "larger than 4 MiB"},
		"cut": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			_, _ = w.Write([]byte(`{"value": [`))
		}, "the connection failed or was closed"},
		"page of a proxy": {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }, "doesn't have the form of Microsoft Graph's answers"},
		"another shape":   {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"value": "none", "error": 7}`)) }, "doesn't have the form of Microsoft Graph's answers"},
		"echo": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Allow", r.Header.Get("Authorization"))
			w.WriteHeader(http.StatusBadRequest)
			_, _ = fmt.Fprintf(w, `{"error": {"code": %[1]q, "message": "You sent %[1]s"}}`, r.Header.Get("Authorization"))
		}, ""},
		"echo of a part": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = fmt.Fprintf(w, `{"error": {"code": %[1]q, "message": "%[1]s is no token"}}`, token)
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := serve(t, test.answer)
			ask(t, c, read("x"))
			exchanges := c.Exchanges()
			if last := exchanges[len(exchanges)-1]; !strings.Contains(last.Failure, test.failure) || (test.failure == "") != (last.Failure == "") {
				t.Errorf("%+v", last)
			}
			if text := fmt.Sprintf("%+v", exchanges); strings.Contains(text, token) || len(text) > 10_000 {
				t.Errorf("%d bytes: %.500s", len(text), text)
			}
			for _, e := range exchanges {
				if e.Code != nil && strings.Contains(*e.Code, token) {
					t.Errorf("the code is %q", *e.Code)
				}
			}
		})
	}
}

// Next links are followed to the service's own pages only, and not for ever.
func TestHostileNextLinks(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("the token was sent elsewhere: %v", r.Header) }))
	t.Cleanup(elsewhere.Close)
	for name, test := range map[string]struct {
		next     string // %s is the service
		requests int
	}{
		"elsewhere":    {elsewhere.URL + "/v1.0/x", 1},
		"other scheme": {"https://graph.microsoft.com/v1.0/x", 1},
		"with a user":  {"http://graph@%s/v1.0/x", 1},
		"to itself":    {"http://%s/v1.0/x", 1},
		"in a circle":  {"http://%s/v1.0/x?page=2", 2},
		"malformed":    {"http://[::1/x", 1},
		"relative":     {"/v1.0/x?page=2", 2},
		"host only":    {"//elsewhere.example/v1.0/x", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
				_, _ = fmt.Fprintf(w, `{"value": [{"id": "1"}], "@odata.nextLink": %q}`, strings.ReplaceAll(test.next, "%s", r.Host))
			})
			_, complete, err := c.Pages(t.Context(), "pages", read("x"), 20)
			if err != nil || complete {
				t.Errorf("complete: %v, %v", complete, err)
			}
			if len(s.requests()) != test.requests {
				t.Errorf("requests: %q, want %d", s.requests(), test.requests)
			}
		})
	}
}

// A port that goes without saying may be said.
func TestSameOrigin(t *testing.T) {
	t.Parallel()
	for other, same := range map[string]bool{
		"https://graph.microsoft.com:443/x": true, "HTTPS://Graph.Microsoft.com/": true, "https://graph.microsoft.com:444/": false, "http://graph.microsoft.com/": false,
		"https://graph.microsoft.com.elsewhere.example/": false, "https://graph@graph.microsoft.com/": false, "https://graph.microsoft.com:80/": false,
	} {
		a, err := url.Parse(other)
		if err != nil {
			t.Fatal(err)
		}
		if got := sameOrigin(a, &url.URL{Scheme: "https", Host: "graph.microsoft.com"}); got != same {
			t.Errorf("%s: %v", other, got)
		}
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	s, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/v1.0/y", http.StatusTemporaryRedirect)
	})
	if a := ask(t, c, read("x")); a.Status != http.StatusTemporaryRedirect || a.OK() || a.Refused() || len(s.requests()) != 1 {
		t.Errorf("%d after %q", a.Status, s.requests())
	}
}
