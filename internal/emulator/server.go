package emulator

import (
	"errors"
	"net/http"
	"strings"
	"sync"
)

// Server is one emulated tenant behind HTTP. It needs no start and holds no goroutines.
type Server struct {
	options Options
	tenant  *Tenant
	tokens  issuer
	routes  []route
	journal journal
	faults  reactors

	mu        sync.Mutex
	observers []func(Moment, *http.Request)
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
	o = o.withDefaults()
	return &Server{options: o, tenant: newTenant(o), tokens: newIssuer(o), routes: routes(o.Dialect)}
}

// Tenant is what the server serves.
func (s *Server) Tenant() *Tenant { return s.tenant }

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

// ServeHTTP answers for Graph, for the login and metadata endpoints around it, and, to callers on this machine, for the emulator itself.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	kind, handle := s.endpoint(r.URL.Path)
	c, err := s.newCall(r)
	if errors.Is(err, errBodyTooLong) {
		handle = func(*call) answer {
			return refuse(http.StatusRequestEntityTooLarge, "RequestEntityTooLarge", "The request is too large.")
		}
	} else if err != nil {
		return // the client went away in the middle of its request
	}
	if kind == kindOwn {
		handle(c).write(w, c)
		return
	}
	record := s.journal.add(c, kind)
	s.observe(Before, r)
	hit := s.faults.match(kind, r)
	if hit == nil {
		a := handle(c)
		s.observe(After, r)
		record.answered(a.status)
		a.write(w, c)
		return
	}
	(&failing{Fault: *hit, server: s, call: c, handle: handle, record: record}).serve(w)
}

// The kinds of requests, as the journal names them.
const (
	kindToken    = "token"
	kindMetadata = "metadata"
	kindGraph    = "graph"
	kindOwn      = "" // the emulator's own endpoints, which are no part of what is emulated
)

// endpoint picks who answers a path.
func (s *Server) endpoint(path string) (kind string, handle func(*call) answer) {
	first, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch {
	case first == "v1.0" || first == "beta":
		return kindGraph, s.graph
	case rest == "oauth2/v2.0/token":
		return kindToken, func(c *call) answer { return s.login(c, first) }
	case path == "/metadata/endpoints":
		return kindMetadata, s.metadata
	case path == "/metadata/identity/oauth2/token":
		return kindToken, s.managedIdentity
	case path == "/oidc/request":
		return kindToken, s.pipelineToken
	default:
		return kindOwn, s.own
	}
}
