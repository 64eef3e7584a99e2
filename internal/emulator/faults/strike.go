// Package faults makes requests fail: which ones, and how.
package faults

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Fault is a failure of matching requests. A zero field matches everything, or has no effect.
type Fault struct {
	// Which requests.
	Method string // empty means any
	Path   string // part of the URL's path; empty means any Graph request, but no token or metadata request
	Query  string // part of the URL's query, unescaped; empty means any
	Skip   int    // the first matching requests pass
	Every  int    // of the rest, only every n-th fails
	Times  int    // how many requests fail; 0 means no limit

	// The answer.
	Status      int    // 0 means the normal answer, unless there is a body
	Code        string // of the error envelope; empty means the default for the status
	Message     string
	Header      http.Header // added to every answer, also to a normal one
	Body        []byte      // sent in place of the error envelope
	ContentType string      // of Body
	BodySize    int64       // this many bytes are sent in place of the error envelope

	// Effects and the connection.
	AfterEffect bool            // the request takes effect before it fails
	Drop        bool            // the connection is reset without an answer
	Truncate    bool            // the normal answer with half of its JSON
	Hang        <-chan struct{} // the answer waits until this is closed or the client disconnects
}

// usual reports whether the answer, if any, is the tenant's own.
func (f *Fault) usual() bool {
	return f.Status == 0 && f.Body == nil && f.BodySize == 0
}

// Chain is a list of faults. The first one that matches a request applies.
type Chain struct {
	mu    sync.Mutex
	chain []*reactor
}

type reactor struct {
	fault        Fault
	seen, struck int
}

// Inject adds a fault at the front.
func (c *Chain) Inject(f Fault) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.chain = slices.Insert(c.chain, 0, &reactor{fault: f})
}

// Clear removes all faults.
func (c *Chain) Clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.chain = nil
}

// Match gives the fault that applies to a request, or nil.
func (c *Chain) Match(graph bool, r *http.Request) *Fault {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, each := range c.chain {
		if each.strikes(graph, r) {
			f := each.fault
			return &f
		}
	}
	return nil
}

func (r *reactor) strikes(graph bool, request *http.Request) bool {
	f := &r.fault
	switch {
	case f.Times > 0 && r.struck == f.Times,
		f.Method != "" && f.Method != request.Method,
		f.Path == "" && !graph,
		f.Query != "" && !strings.Contains(unescaped(request.URL.RawQuery), f.Query),
		!strings.Contains(request.URL.Path, f.Path):
		return false
	}
	r.seen++
	after := r.seen - f.Skip
	if after <= 0 || f.Every > 1 && after%f.Every != 0 {
		return false
	}
	r.struck++
	return true
}

func unescaped(query string) string {
	text, err := url.QueryUnescape(query)
	if err != nil {
		return query
	}
	return text
}
