package reliability_test

import (
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
)

// refusing sends the first request of some methods to a closed port.
type refusing struct {
	methods []string
	nobody  string

	mu      sync.Mutex
	refused bool
}

func (f *refusing) RoundTrip(r *http.Request) (*http.Response, error) {
	f.mu.Lock()
	hit := !f.refused && strings.Contains(r.URL.Path, "/identityGovernance/") && slices.Contains(f.methods, r.Method)
	f.refused = f.refused || hit
	f.mu.Unlock()
	if hit {
		r = r.Clone(r.Context())
		r.URL.Host = f.nobody
	}
	return shared.RoundTrip(r)
}

var shared = &http.Transport{}

func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	return listener.Addr().String()
}
