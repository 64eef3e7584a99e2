// Package faults is what goes wrong on request: which requests are struck, and how.
package faults

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// Fault is something that goes wrong with matching requests. The zero values of its fields mean "no matter" or "not".
type Fault struct {
	// Which requests.
	Method string // empty means any
	Path   string // part of the URL's path; empty means any Graph request, and never the token or metadata endpoint
	Query  string // part of the URL's query, unescaped; empty means any
	Skip   int    // so many matching requests pass first
	Every  int    // of the rest, only every n-th is hit
	Times  int    // how often it strikes; 0 means for ever

	// What they are answered.
	Status      int    // 0 means as usual, unless there is a body
	Code        string // of the error envelope; empty means the usual one for the status
	Message     string
	Header      http.Header // added to the answer, also to a usual one
	Body        []byte      // sent in place of the error envelope
	ContentType string      // of Body
	BodySize    int64       // so many bytes are sent in place of the error envelope

	// When, and what else goes wrong.
	AfterEffect bool            // the tenant is changed as usual first
	Drop        bool            // the connection is reset without an answer
	Truncate    bool            // the usual answer with half of its JSON
	Hang        <-chan struct{} // the answer waits until this is closed or the client goes away
}

// usual says that the answer, if there is one, is the tenant's own.
func (f *Fault) usual() bool {
	return f.Status == 0 && f.Body == nil && f.BodySize == 0
}

// Chain is a chain of faults. The first that matches a request takes it.
type Chain struct {
	mu    sync.Mutex
	chain []*reactor
}

type reactor struct {
	fault        Fault
	seen, struck int
}

// Inject puts a fault before those that are there.
func (c *Chain) Inject(f Fault) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.chain = slices.Insert(c.chain, 0, &reactor{fault: f})
}

// Clear takes all faults away.
func (c *Chain) Clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.chain = nil
}

// Match gives the fault that strikes a request, or nil.
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
