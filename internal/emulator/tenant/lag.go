package tenant

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// change is a change of rules that lists don't show yet.
type change struct {
	target string
	added  bool
	at     time.Time
	reads  int // lists that don't show it yet
}

// freshness says how long entitlement management doesn't know a group.
type freshness struct {
	since    time.Time
	requests int // requests that still fail
}

// LinkByAPI adds a rule for a client. Entitlement management must know the target.
func (t *Tenant) LinkByAPI(c Collection, target string) error {
	unlooked := lax{target: t.options.UnknownTarget < 400, self: t.options.SelfLink < 400}
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.records.accessPackages[c.AccessPackage]; ok && c.Kind == IncompatibleGroups && !unlooked.target &&
		t.isFresh(target) {
		return ErrNotReplicated
	}
	if err := t.records.link(c, target, unlooked); err != nil {
		return err
	}
	t.hide(c, target, true)
	return nil
}

// UnlinkByAPI removes a rule for a client.
func (t *Tenant) UnlinkByAPI(c Collection, target string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.records.unlink(c, target); err != nil {
		return err
	}
	t.hide(c, target, false)
	return nil
}

func (t *Tenant) hide(c Collection, target string, added bool) {
	if t.options.ListLag > 0 || t.options.ListLagReads > 0 {
		t.pending[c] = append(t.pending[c], change{target, added, t.options.Now(), t.options.ListLagReads})
	}
}

// Settle ends the lag of all changes so far, so that lists show what the tenant holds.
func (t *Tenant) Settle() {
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.pending)
}

// Listed gives the targets that a list shows, sorted: the rules without the latest changes, unless the up-to-date
// replica answers. Only the first page of a list counts for ListLagReads; later pages and counts don't.
func (t *Tenant) Listed(c Collection, first bool) ([]string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, ok := t.records.accessPackages[c.AccessPackage]; !ok {
		return nil, ErrUnknownAccessPackage
	}
	if t.upToDate(c, first) {
		return slices.Sorted(maps.Keys(t.records.links[c])), nil
	}
	pending := slices.DeleteFunc(t.pending[c], func(p change) bool {
		return p.reads <= 0 && t.options.Now().Sub(p.at) >= t.options.ListLag
	})
	t.pending[c] = pending
	shown := maps.Clone(t.records.links[c])
	for i, p := range slices.Backward(pending) {
		if p.added {
			delete(shown, p.target)
		} else {
			shown[p.target] = true
		}
		if first {
			pending[i].reads--
		}
	}
	return slices.Sorted(maps.Keys(shown)), nil
}

// upToDate reports whether the up-to-date replica answers. Later pages and counts come from the replica of the first
// page.
func (t *Tenant) upToDate(c Collection, first bool) bool {
	if !t.options.ReplicasDisagree {
		return false
	}
	if first {
		t.lists[c]++
	}
	return t.lists[c]%2 == 1
}

// isFresh reports whether entitlement management doesn't know a group yet. It counts the request.
func (t *Tenant) isFresh(group string) bool {
	f, ok := t.fresh[group]
	if !ok {
		return false
	}
	if f.requests <= 0 && t.options.Now().Sub(f.since) >= t.options.GroupLag {
		delete(t.fresh, group)
		return false
	}
	f.requests--
	return true
}

// lateness says how long a created object is missing.
type lateness struct {
	since    time.Time
	lag      time.Duration
	requests int // requests that still fail
	lists    int // lists that don't show it yet
	listed   bool
}

// NewID gives the ID of an object that a client creates in entitlement management. Requests and lists find it late.
func (t *Tenant) NewID() string { return t.newID(t.options.ObjectLag, t.options.ObjectLagReads) }

// NewGroupID gives the ID of a group that a client creates. Requests and lists find it late.
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

// Found reports whether a request finds an existing object. It counts the request.
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

// InList reports whether a list shows an object. Later pages agree with the first one.
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
