package emulator

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/faults"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/login"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/routes"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/seed"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

// Server is one emulated tenant behind HTTP. It needs no start and runs no goroutines.
type Server struct {
	options *contract.Options
	tenant  *tenant.Tenant
	login   *login.Service
	graph   *routes.Service
	journal journal
	faults  faults.Chain
	limits  *faults.Limits

	mu        sync.Mutex
	observers []func(Moment, *http.Request)
	stop      func()
	stopAfter int  // requests to Graph that the server still answers; 0 means no limit
	stopped   bool // the server cuts off every request
}

// Moment is when an observer is called.
type Moment int

// The moments of a request.
const (
	Before Moment = iota // the request was read and has had no effect
	After                // the request had its effect and isn't answered yet
)

// New gives an empty tenant.
func New(o Options) *Server {
	o = o.WithDefaults()
	held, entrance := tenant.New(&o), login.New(&o)
	return &Server{
		options: &o,
		tenant:  held,
		login:   entrance,
		graph:   routes.New(&o, held, entrance),
		limits:  faults.NewLimits(&o),
	}
}

// Tenant is what the server serves.
func (s *Server) Tenant() *Tenant { return s.tenant }

// Load adds the records of a JSON seed to the tenant. On an error, which names line and field, it adds none.
func (s *Server) Load(source io.Reader) error { return seed.Load(s.tenant, source) }

// Observe calls f before and after every request to the token endpoint, the metadata endpoint and Graph. No lock is
// held, so f may change the tenant, block, or end the calling process.
func (s *Server) Observe(f func(Moment, *http.Request)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.observers = append(s.observers, f)
}

func (s *Server) observe(m Moment, r *http.Request) {
	s.mu.Lock()
	observers := s.observers
	s.mu.Unlock()
	for _, f := range observers {
		f(m, r)
	}
}

// StopAfter makes the server die after this many more requests to Graph. It then cuts off every request and calls stop,
// which closes the listener, so that clients can't connect.
func (s *Server) StopAfter(requests int, stop func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopAfter, s.stop = requests, stop
}

func (s *Server) isStopped() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stopped
}

// countDown stops the server after its last request.
func (s *Server) countDown() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopAfter > 0 {
		if s.stopAfter--; s.stopAfter == 0 {
			s.stopped = true
			s.stop()
		}
	}
}

// ServeHTTP answers for Graph, for the login and metadata endpoints, and for the emulator's own endpoints.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.isStopped() {
		panic(http.ErrAbortHandler)
	}
	kind, handle := s.endpoint(r.URL.Path)
	c, err := exchange.Read(r, s.options.Now())
	if errors.Is(err, exchange.ErrBodyTooLong) {
		tooLarge := exchange.Refuse(
			http.StatusRequestEntityTooLarge, "RequestEntityTooLarge", "The request is too large.",
		)
		handle = always(tooLarge)
	} else if err != nil {
		return // the client closed the connection while it sent the request
	}
	if kind == kindOwn {
		handle(c).Write(w, c)
		return
	}
	record := s.journal.add(c, kind)
	leave := func() {}
	if kind == kindGraph {
		defer s.countDown()
		handle, leave = s.admit(r, handle)
	}
	defer leave() // also when a fault drops the connection
	s.observe(Before, r)
	s.takeTime(r.Context())
	if hit := s.faults.Match(kind == kindGraph, r); hit != nil {
		struck := faults.Failing{
			Fault:    *hit,
			Call:     c,
			Handle:   handle,
			Observe:  func() { s.observe(After, r); leave() },
			Answered: record.answered,
		}
		struck.Serve(w)
		return
	}
	a := handle(c)
	s.observe(After, r)
	record.answered(a.Status)
	leave() // before the client has the answer, because it may then send another request
	a.Write(w, c)
}

// admit counts a request to Graph until leave is called. A request beyond the limits gets their refusal.
func (s *Server) admit(r *http.Request, handle func(*exchange.Call) exchange.Answer) (
	admitted func(*exchange.Call) exchange.Answer, leave func(),
) {
	leave, refusal := s.limits.Enter(s.login.Application(r))
	if refusal != nil {
		return always(*refusal), func() {}
	}
	return handle, sync.OnceFunc(leave)
}

func always(a exchange.Answer) func(*exchange.Call) exchange.Answer {
	return func(*exchange.Call) exchange.Answer { return a }
}

// takeTime delays a request. The service carries it out even if the client no longer waits.
func (s *Server) takeTime(ctx context.Context) {
	if s.options.Latency <= 0 {
		return
	}
	timer := time.NewTimer(s.options.Latency)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// The kinds of requests that the journal distinguishes.
const (
	kindToken    = "token"
	kindMetadata = "metadata"
	kindGraph    = "graph"
	kindOwn      = "" // the emulator's own endpoints, which aren't in the journal
)

// endpoint finds the handler for a path.
func (s *Server) endpoint(path string) (kind string, handle func(*exchange.Call) exchange.Answer) {
	if strings.HasPrefix(path, "/v1.0/") || strings.HasPrefix(path, "/beta/") {
		return kindGraph, s.graph.Answer
	}
	handle, tokens := s.login.Find(path)
	switch {
	case handle == nil:
		return kindOwn, s.own
	case tokens:
		return kindToken, handle
	default:
		return kindMetadata, handle
	}
}

// Inject adds a fault. It takes precedence over earlier ones.
func (s *Server) Inject(f Fault) { s.faults.Inject(f) }

// ClearFaults removes all faults.
func (s *Server) ClearFaults() { s.faults.Clear() }

// UserToken gives an access token for Graph, as a user gets it who signs in through an application such as the Azure
// CLI. Origin is the server's scheme and authority, without a slash at the end.
func (s *Server) UserToken(origin, appID string, scopes ...string) string {
	return s.login.UserToken(origin, appID, scopes...)
}
