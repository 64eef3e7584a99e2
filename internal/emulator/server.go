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

// Server is one emulated tenant behind HTTP. It needs no start and holds no goroutines.
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
	stopAfter int  // requests to Graph that are still answered; 0 means that nothing stops the server
	stopped   bool // every request is cut off
}

// Moment is when an observer is called.
type Moment int

// The moments of a request.
const (
	Before Moment = iota // it has been read and nothing has happened yet
	After                // it has had its effect and the answer is about to be sent
)

// New gives an empty tenant.
func New(o Options) *Server {
	o = o.WithDefaults()
	held, entrance := tenant.New(&o), login.New(&o)
	return &Server{options: &o, tenant: held, login: entrance, graph: routes.New(&o, held, entrance), limits: faults.NewLimits(&o)}
}

// Tenant is what the server serves.
func (s *Server) Tenant() *Tenant { return s.tenant }

// Load adds the records of a JSON seed to the tenant: all of them or, with an error that names line and field, none.
func (s *Server) Load(source io.Reader) error { return seed.Load(s.tenant, source) }

// Observe has f called around every request to the token endpoint, the metadata endpoint and Graph. No lock is held meanwhile, so
// that f may change the tenant, block, or end the process that asks.
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

// StopAfter lets the server die after so many more requests to Graph: it cuts off every later one and calls stop, which closes the listener, so
// that later connections are refused.
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

// countDown stops the server when its last request has been answered.
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

// ServeHTTP answers for Graph, for the login and metadata endpoints around it, and, to callers on this machine, for the emulator itself.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.isStopped() {
		panic(http.ErrAbortHandler)
	}
	kind, handle := s.endpoint(r.URL.Path)
	c, err := exchange.Read(r, s.options.Now())
	if errors.Is(err, exchange.ErrBodyTooLong) {
		handle = func(*exchange.Call) exchange.Answer {
			return exchange.Refuse(http.StatusRequestEntityTooLarge, "RequestEntityTooLarge", "The request is too large.")
		}
	} else if err != nil {
		return // the client went away in the middle of its request
	}
	if kind == kindOwn {
		handle(c).Write(w, c)
		return
	}
	if kind == kindGraph {
		defer s.countDown()
	}
	record := s.journal.add(c, kind)
	leave := func() {}
	if kind == kindGraph {
		entered, refusal := s.limits.Enter(s.login.Application(r))
		if refusal != nil {
			handle = func(*exchange.Call) exchange.Answer { return *refusal }
		} else {
			leave = sync.OnceFunc(entered)
		}
	}
	defer leave() // also where there is no answer
	s.observe(Before, r)
	s.takeTime(r.Context())
	if hit := s.faults.Match(kind == kindGraph, r); hit != nil {
		struck := faults.Failing{Fault: *hit, Call: c, Handle: handle, Observe: func() { s.observe(After, r); leave() }, Answered: record.answered}
		struck.Serve(w)
		return
	}
	a := handle(c)
	s.observe(After, r)
	record.answered(a.Status)
	leave() // whoever has the answer may send another request
	a.Write(w, c)
}

// takeTime lets a request wait. What has arrived is carried out, whether or not its client still waits.
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

// The kinds of requests, as the journal names them.
const (
	kindToken    = "token"
	kindMetadata = "metadata"
	kindGraph    = "graph"
	kindOwn      = "" // the emulator's own endpoints, which are no part of what is emulated
)

// endpoint picks who answers a path.
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

// Inject puts a fault before those that are there.
func (s *Server) Inject(f Fault) { s.faults.Inject(f) }

// ClearFaults takes all faults away.
func (s *Server) ClearFaults() { s.faults.Clear() }

// UserToken gives an access token for Graph at this server's origin, as a signed-in user of an application such as the Azure CLI
// holds one. Origin is scheme and authority, without a slash at the end.
func (s *Server) UserToken(origin, appID string, scopes ...string) string {
	return s.login.UserToken(origin, appID, scopes...)
}
