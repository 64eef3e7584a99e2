package signin

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

const (
	testTenant = "7e4a4700-0000-4000-8000-000000000001"
	testClient = "c11e4700-0000-4000-8000-000000000001"
	testSecret = "emulator-secret"
)

// steppedClock advances when a caller sleeps or the test advances it.
type steppedClock struct {
	mu    sync.Mutex
	ahead time.Duration
	waits []time.Duration
}

func (c *steppedClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *steppedClock) SleepUntil(ctx context.Context, t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := time.Until(t) - c.ahead
	c.ahead += max(d, 0)
	c.waits = append(c.waits, d.Round(time.Second)) // the present has moved on a little
	return ctx.Err()
}

func (c *steppedClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

func secretConfig(s *emulator.Server, clock waiting.Clock) Config {
	return Config{
		MetadataHost: "http://127.0.0.1",
		UserAgent:    "test agent",
		Clock:        clock,
		Transport:    s.Transport(),
		Credentials:  Credentials{TenantID: testTenant, ClientID: testClient, ClientSecret: testSecret},
	}
}

func mustSession(t *testing.T, cfg Config) *Session {
	t.Helper()
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func mustToken(t *testing.T, s *Session) string {
	t.Helper()
	token, err := s.Token(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func countKind(s *emulator.Server, kind string) int {
	n := 0
	for _, entry := range s.Journal() {
		if entry.Kind == kind {
			n++
		}
	}
	return n
}

func TestSession_sendsNothingBeforeItIsAsked(t *testing.T) {
	t.Parallel()
	server := emulator.New(emulator.Options{})
	s := mustSession(t, secretConfig(server, nil))
	if got := len(server.Journal()); got != 0 {
		t.Fatalf("%d requests for an unused session", got)
	}
	endpoint, err := s.Endpoint(t.Context())
	if err != nil || endpoint.String() != "http://127.0.0.1" {
		t.Fatalf("endpoint = %v, %v", endpoint, err)
	}
	if got := countKind(server, "token"); got != 0 {
		t.Errorf("%d tokens for an endpoint", got)
	}
}

func TestSession_callersShareRequests(t *testing.T) {
	t.Parallel()
	server := emulator.New(emulator.Options{})
	s := mustSession(t, secretConfig(server, nil))
	var all sync.WaitGroup
	tokens := make([]string, 50)
	for i := range tokens {
		all.Go(func() {
			tokens[i], _ = s.Token(t.Context())
			_, _ = s.Endpoint(t.Context())
		})
	}
	all.Wait()
	for _, token := range tokens {
		if token == "" || token != tokens[0] {
			t.Fatal("callers got different tokens, or none")
		}
	}
	if tokens, documents := countKind(server, "token"), countKind(server, "metadata"); tokens != 1 || documents != 1 {
		t.Errorf("%d token and %d metadata requests, want one of each", tokens, documents)
	}
	for _, entry := range server.Journal() {
		if got := entry.Header.Get("User-Agent"); got != "test agent" {
			t.Errorf("%s: User-Agent is %q", entry.Path, got)
		}
	}
}

func TestSession_renews(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name             string
		lifetime         time.Duration
		kept, renewedFor time.Duration
	}{
		{"five minutes before the end of an hour", time.Hour, 54 * time.Minute, 2 * time.Minute},
		{"in the middle of a short life", 6 * time.Minute, 2 * time.Minute, 2 * time.Minute},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			clock := &steppedClock{}
			server := emulator.New(emulator.Options{TokenLifetime: test.lifetime, Now: clock.Now})
			s := mustSession(t, secretConfig(server, clock))
			first := mustToken(t, s)
			clock.advance(test.kept)
			if mustToken(t, s) != first {
				t.Errorf("renewed after %s already", test.kept)
			}
			clock.advance(test.renewedFor)
			if mustToken(t, s) == first {
				t.Errorf("not renewed after %s", test.kept+test.renewedFor)
			}
			if got := countKind(server, "token"); got != 2 {
				t.Errorf("%d token requests, want 2", got)
			}
		})
	}
}

func TestSession_refused(t *testing.T) {
	t.Parallel()
	server := emulator.New(emulator.Options{})
	s := mustSession(t, secretConfig(server, nil))
	first := mustToken(t, s)
	s.Refused(first, nil)
	if s.Caller() != nil {
		t.Error("the caller is known without a token")
	}
	second := mustToken(t, s)
	if second == first {
		t.Fatal("a dropped token is still used")
	}
	s.Refused(first, nil) // a late 401 of a request that carried the old token
	if mustToken(t, s) != second {
		t.Error("a late refusal of the old token dropped the new one")
	}
}

func TestSession_caller(t *testing.T) {
	t.Parallel()
	s := mustSession(t, secretConfig(emulator.New(emulator.Options{Roles: []string{"Group.Read.All"}}), nil))
	mustToken(t, s)
	got := s.Caller()
	if got == nil || !got.Application || got.AppID != testClient || got.TenantID != testTenant || len(got.Roles) != 1 || got.Roles[0] != "Group.Read.All" {
		t.Errorf("caller = %+v", got)
	}
}

// watched tells when a caller starts to wait for its end.
type watched struct {
	context.Context

	waits chan struct{}
}

func (w *watched) Done() <-chan struct{} {
	select {
	case w.waits <- struct{}{}:
	default:
	}
	return w.Context.Done()
}

func TestSession_oneCallerLeaves(t *testing.T) {
	t.Parallel()
	server := emulator.New(emulator.Options{})
	hang, arrived := make(chan struct{}), make(chan struct{}, 10)
	server.Inject(emulator.Fault{Path: "/oauth2/", Hang: hang, Times: 1})
	server.Observe(func(moment emulator.Moment, r *http.Request) {
		if moment == emulator.Before && strings.Contains(r.URL.Path, "/oauth2/") {
			arrived <- struct{}{}
		}
	})
	s := mustSession(t, secretConfig(server, nil))
	impatient, leave := context.WithCancel(t.Context())
	patient := &watched{t.Context(), make(chan struct{}, 1)}
	left, stayed := make(chan error, 1), make(chan error, 1)
	go func() { _, err := s.Token(impatient); left <- err }()
	<-arrived
	go func() { _, err := s.Token(patient); stayed <- err }()
	<-patient.waits
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("the impatient caller got %v", err)
	}
	close(hang)
	if err := <-stayed; err != nil {
		t.Errorf("the patient caller got %v", err)
	}
	if got := countKind(server, "token"); got != 1 {
		t.Errorf("%d token requests, want 1", got)
	}
}

func TestSession_everyCallerLeaves(t *testing.T) {
	t.Parallel()
	server := emulator.New(emulator.Options{})
	hang, arrived := make(chan struct{}), make(chan struct{}, 10)
	defer close(hang)
	server.Inject(emulator.Fault{Path: "/oauth2/", Hang: hang, Times: 1})
	server.Observe(func(moment emulator.Moment, r *http.Request) {
		if moment == emulator.Before && strings.Contains(r.URL.Path, "/oauth2/") {
			arrived <- struct{}{}
		}
	})
	s := mustSession(t, secretConfig(server, nil))
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error, 1)
	go func() { _, err := s.Token(ctx); left <- err }()
	<-arrived
	leave()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v", err)
	}
	mustToken(t, s) // doesn't wait for the other caller
}

func TestSession_deferred(t *testing.T) {
	t.Parallel()
	reason := errors.New("not known yet")
	s := mustSession(t, Config{Deferred: reason})
	if _, err := s.Token(t.Context()); !errors.Is(err, reason) {
		t.Errorf("token: %v", err)
	}
	if _, err := s.Endpoint(t.Context()); !errors.Is(err, reason) {
		t.Errorf("endpoint: %v", err)
	}
}
