package main

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

const (
	tenantID  = "7e4a4700-0000-4000-8000-000000000001"
	clientID  = "c11e4700-0000-4000-8000-000000000001"
	catalogID = "ca7a1090-0000-4000-8000-000000000001"
)

// size is how many links there are, over how many access packages.
type size struct{ links, packages int }

// link is the i-th of a size: links are dealt to the access packages in turn.
func (s size) link(i int) (accessPackage, group string) {
	return packageID(i % s.packages), groupID(i / s.packages)
}

func packageID(i int) string { return fmt.Sprintf("acce5500-0000-4000-8000-%012d", i) }
func groupID(i int) string   { return fmt.Sprintf("9f0a9000-0000-4000-8000-%012d", i) }

// conditions are what a service is like.
type conditions struct {
	latency time.Duration // before every answer
	limit   int           // requests that it takes at a time, and answers others 429 with Retry-After: 1; 0 is any number
}

// service is an emulator that takes its time and counts its callers.
type service struct {
	*emulator.Server

	listener    *httptest.Server
	connections atomic.Int64
	throttled   throttled
}

// newService serves a tenant without links, large enough for a size.
func newService(s size, c conditions) (*service, error) {
	server := &service{Server: emulator.New(emulator.Options{Concurrency: c.limit, Latency: c.latency})}
	if err := fill(server.Tenant(), s); err != nil {
		return nil, err
	}
	server.listener = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/oauth2/v2.0/token") {
			server.throttled.begin()
		}
		server.ServeHTTP(&noting{w, &server.throttled}, r)
	}))
	server.listener.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			server.connections.Add(1)
		}
	}
	server.listener.Start()
	return server, nil
}

// throttled counts 429 answers: all of them, and those after the first second of a process, which knows the limit by
// then.
type throttled struct {
	mu        sync.Mutex
	since     time.Time // the latest process signed in
	all, late int
	lateOf    int // answers of any kind after the first second
}

// begin is called when a process signs in, which each does once.
func (t *throttled) begin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.since = time.Now()
}

func (t *throttled) note(status int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	late := time.Since(t.since) > time.Second
	if late {
		t.lateOf++
	}
	if status == http.StatusTooManyRequests {
		t.all++
		if late {
			t.late++
		}
	}
}

// noting notes the status of an answer.
type noting struct {
	http.ResponseWriter

	in *throttled
}

// WriteHeader sends the status.
func (n *noting) WriteHeader(status int) {
	n.in.note(status)
	n.ResponseWriter.WriteHeader(status)
}

// Unwrap lets the server find the optional interfaces of the writer.
func (n *noting) Unwrap() http.ResponseWriter { return n.ResponseWriter }

func fill(tenant *emulator.Tenant, s size) error {
	if err := tenant.AddCatalog(emulator.Catalog{ID: catalogID, DisplayName: "Finance"}); err != nil {
		return err
	}
	for i := range s.packages {
		err := tenant.AddAccessPackage(
			emulator.AccessPackage{ID: packageID(i), CatalogID: catalogID, DisplayName: fmt.Sprintf("Package %d", i)},
		)
		if err != nil {
			return err
		}
	}
	for i := range (s.links + s.packages - 1) / s.packages {
		err := tenant.AddGroup(
			emulator.Group{ID: groupID(i), DisplayName: fmt.Sprintf("Group %d", i), SecurityEnabled: true},
		)
		if err != nil {
			return err
		}
	}
	return nil
}

// linkAll creates all links of a size, as if someone had done it by hand.
func (s *service) linkAll(n size) error {
	for i := range n.links {
		accessPackage, group := n.link(i)
		if err := s.Tenant().Link(emulator.IncompatibleGroups, accessPackage, group); err != nil {
			return err
		}
	}
	return nil
}

// unlinkOne causes drift, as if someone had removed one rule by hand.
func (s *service) unlinkOne() error {
	return s.Tenant().Unlink(emulator.IncompatibleGroups, packageID(0), groupID(0))
}

// reset sets the counts to zero.
func (s *service) reset() {
	s.ResetJournal()
	s.connections.Store(0)
	s.throttled.mu.Lock()
	defer s.throttled.mu.Unlock()
	s.throttled.all, s.throttled.late, s.throttled.lateOf = 0, 0, 0
}

// count notes what has arrived since the reset: requests of Graph, and beside them those for metadata and tokens.
func (s *service) count(m *measurement) {
	asked := map[string]bool{}
	for _, entry := range s.Journal() {
		if entry.Kind == "graph" {
			m.Requests++
			asked[entry.Method+entry.Path+"?"+entry.RawQuery] = true
		} else {
			m.SignIns++
		}
	}
	m.Distinct = len(asked)
	m.Connections = int(s.connections.Load())
	s.throttled.mu.Lock()
	defer s.throttled.mu.Unlock()
	m.Throttled = s.throttled.all
	if s.throttled.lateOf > 0 {
		m.LateThrottledShare = float64(s.throttled.late) / float64(s.throttled.lateOf)
	}
}

// environment is what a program other than the CLI signs in with.
func (s *service) environment() []string {
	return []string{
		"ARM_METADATA_HOSTNAME=" + s.listener.URL, "ARM_TENANT_ID=" + tenantID, "ARM_CLIENT_ID=" + clientID,
		"ARM_CLIENT_SECRET=" + emulator.DefaultSecret,
	}
}

// provider is the provider block, with more arguments.
func (s *service) provider(more string) string {
	return fmt.Sprintf(`provider "elm" {
  metadata_host = %q
  tenant_id     = %q
  client_id     = %q
  client_secret = %q
  %s
}
`, s.listener.URL, tenantID, clientID, emulator.DefaultSecret, more)
}
