package emulator

import (
	"net/http"
	"slices"
	"sync"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
)

// Entry is one request that arrived.
type Entry struct {
	Method   string      `json:"method"`
	Path     string      `json:"path"`
	RawQuery string      `json:"rawQuery"`
	Status   int         `json:"status"` // 0 until it is answered; stays 0 if the connection was dropped
	Bearer   bool        `json:"bearer"` // it carried an Authorization header
	Header   http.Header `json:"header"` // without Authorization
	Body     string      `json:"body"`   // the first 64 KiB; nothing of token requests, which hold secrets
	Kind     string      `json:"kind"`   // "token", "metadata" or "graph"
}

const (
	longestEntryBody = 64 << 10
	longestJournal   = 100_000 // entries; the journal drops the oldest half when it is full
)

type journal struct {
	mu      sync.Mutex
	entries []*Entry
}

// record is the journal's entry for one request.
type record struct {
	journal *journal
	entry   *Entry
}

func (j *journal) add(c *exchange.Call, kind string) record {
	r := c.Request
	e := &Entry{
		Method: r.Method, Path: r.URL.Path, RawQuery: r.URL.RawQuery, Kind: kind,
		Header: r.Header.Clone(), Bearer: r.Header.Get("Authorization") != "",
	}
	e.Header.Del("Authorization")
	if kind != kindToken {
		e.Body = string(c.Body[:min(len(c.Body), longestEntryBody)])
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.entries) == longestJournal {
		j.entries = slices.Clone(j.entries[longestJournal/2:])
	}
	j.entries = append(j.entries, e)
	return record{j, e}
}

func (r record) answered(status int) {
	r.journal.mu.Lock()
	defer r.journal.mu.Unlock()
	r.entry.Status = status
}

// Journal gives copies of the requests so far, in order of arrival.
func (s *Server) Journal() []Entry {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	entries := make([]Entry, 0, len(s.journal.entries))
	for _, e := range s.journal.entries {
		copied := *e
		copied.Header = e.Header.Clone()
		entries = append(entries, copied)
	}
	return entries
}

// ResetJournal removes all entries.
func (s *Server) ResetJournal() {
	s.journal.mu.Lock()
	defer s.journal.mu.Unlock()
	s.journal.entries = nil
}
