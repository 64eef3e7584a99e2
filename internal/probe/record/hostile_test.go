package record

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// clock is a time that moves when somebody waits for it.
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
		}, "the connection was cut"},
		"page of a proxy": {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html>")) }, "not what Graph's answers are"},
		"another shape":   {func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"value": "none", "error": 7}`)) }, "not what Graph's answers are"},
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
			if len(s.seen) != test.requests {
				t.Errorf("requests: %q, want %d", s.seen, test.requests)
			}
		})
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	s, c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/v1.0/y", http.StatusTemporaryRedirect)
	})
	if a := ask(t, c, read("x")); a.Status != http.StatusTemporaryRedirect || a.OK() || a.Refused() || len(s.seen) != 1 {
		t.Errorf("%d after %q", a.Status, s.seen)
	}
}

// A service that asks for patience gets it, and its answer is kept.
func TestThrottling(t *testing.T) {
	t.Parallel()
	answers := 0
	s, c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if answers++; answers <= 2 {
			w.Header().Set("Retry-After", "300")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	before := s.clock.Now()
	a := ask(t, c, Request{Method: http.MethodPost, Version: "v1.0", Path: "x"})
	if waited := s.clock.Now().Sub(before); a.Status != http.StatusNoContent || waited < 600*time.Second {
		t.Errorf("%d after %s", a.Status, waited)
	}
	exchanges := c.Exchanges()
	if len(exchanges) != 3 || exchanges[0].Status != 429 || exchanges[0].Headers["Retry-After"] != "300" || exchanges[2].Attempts != 3 {
		t.Errorf("%+v", exchanges)
	}
}

// What cannot be waited for is an answer, too.
func TestThrottlingTooLong(t *testing.T) {
	t.Parallel()
	s, c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "86400")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	if a := ask(t, c, read("x")); a.Status != http.StatusTooManyRequests || len(s.seen) != 1 {
		t.Errorf("%d after %q", a.Status, s.seen)
	}
}

// Only what changes nothing more the second time is sent again.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	for method, requests := range map[string]int{http.MethodGet: mostAttempts, http.MethodDelete: mostAttempts, http.MethodPost: 1} {
		s, c := serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
		a := ask(t, c, Request{Method: method, Version: "v1.0", Path: "x"})
		if a.Status != 0 || a.Failure == "" || a.OK() || a.Refused() || len(s.seen) < requests {
			t.Errorf("%s: %+v after %q", method, a, s.seen)
		}
		if method == http.MethodPost && len(s.seen) != 1 {
			t.Errorf("POST was sent %d times", len(s.seen))
		}
	}
}

// A token that the service refuses is replaced once.
func TestRefusedToken(t *testing.T) {
	t.Parallel()
	s, c := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	if a := ask(t, c, read("x")); a.Status != http.StatusUnauthorized || len(s.seen) != 2 || s.tokens != 2 {
		t.Errorf("%d after %q, with %d tokens", a.Status, s.seen, s.tokens)
	}
}

// An end of the work comes between requests, never in the middle of one.
func TestContextEndsBetweenRequests(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s, c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		cancel()
		w.WriteHeader(http.StatusNoContent)
	})
	a, err := c.Ask(ctx, "a question", read("x"))
	if err != nil || a.Status != http.StatusNoContent {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := c.Ask(ctx, "another", read("y")); err == nil || len(s.seen) != 1 {
		t.Errorf("%v after %q", err, s.seen)
	}
}
