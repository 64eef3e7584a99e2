package tenant

import (
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// lateness is how new an object is that a request made.
type lateness struct {
	since    time.Time
	lag      time.Duration
	requests int // requests that still name it in vain
	lists    int // lists that still do not show it
	listed   bool
}

// NewID gives an id for an object of entitlement management that a request makes, which is found and listed late.
func (t *Tenant) NewID() string { return t.newID(t.options.ObjectLag, t.options.ObjectLagReads) }

// NewGroupID gives an id for a group that a request makes, which is found and listed late.
func (t *Tenant) NewGroupID() string {
	return t.newID(t.options.DirectoryLag, t.options.DirectoryLagReads)
}

func (t *Tenant) newID(lag time.Duration, requests int) string {
	id := guid.New()
	if lag > 0 || requests > 0 || t.options.ListLag > 0 || t.options.ListLagReads > 0 {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.late[id] = &lateness{since: t.options.Now(), lag: lag, requests: requests, lists: t.options.ListLagReads}
	}
	return id
}

// Found reports whether a request finds what it names, if it is there at all, and counts the request.
func (t *Tenant) Found(id string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	l, ok := t.late[strings.ToLower(id)]
	if !ok || l.requests <= 0 && t.options.Now().Sub(l.since) >= l.lag {
		return true
	}
	l.requests--
	return false
}

// InList reports whether a list shows an object. What its first page does not show, no later page shows.
func (t *Tenant) InList(id string, first bool) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	l, ok := t.late[id]
	if !ok || l.listed {
		return true
	}
	if !first {
		return false
	}
	if l.listed = l.lists <= 0 && t.options.Now().Sub(l.since) >= t.options.ListLag; !l.listed {
		l.lists--
	}
	return l.listed
}
