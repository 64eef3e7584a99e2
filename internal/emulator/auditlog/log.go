// Package auditlog is the tenant's audit log: who asked for which change, and the result.
package auditlog

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// Entry is one activity.
type Entry struct {
	Number        int // in the order of arrival
	ID            string
	CorrelationID string
	At            time.Time
	Activity      string // the name in Microsoft's list of activities
	Refused       string // the reason of a failure; empty for a success
	By            Actor
	Resources     []Resource
}

// Actor made the request: a user, or a service principal with its application.
type Actor struct {
	ID          string
	Application string
	User        bool
}

// Resource is an object that the activity is about.
type Resource struct{ ID, Type, DisplayName string }

// longest is how many entries the log keeps. Microsoft keeps them for thirty days.
const longest = 10_000

// Log is an audit log for concurrent use. The zero value is empty.
type Log struct {
	mu      sync.Mutex
	entries []Entry
	last    int
}

// Add appends an entry.
func (l *Log) Add(e Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.entries) == longest {
		l.entries = slices.Delete(l.entries, 0, longest/2)
	}
	l.last++
	e.Number = l.last
	l.entries = append(l.entries, e)
}

// Entries gives the entries since a time, the latest first, as Graph lists them.
func (l *Log) Entries(since time.Time) []Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	entries := slices.DeleteFunc(slices.Clone(l.entries), func(e Entry) bool { return e.At.Before(since) })
	slices.SortStableFunc(entries, func(a, b Entry) int { return cmp.Or(b.At.Compare(a.At), b.Number-a.Number) })
	return entries
}
