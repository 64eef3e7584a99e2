package emulator

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// Tenant is what the emulated service holds. It keeps the rules between its records and is safe for concurrent use. Ids are GUIDs in
// any case and are kept in lower case.
type Tenant struct {
	options Options
	started time.Time

	mu      sync.Mutex
	records records
	pending map[collection][]change // writes that lists do not show yet
	fresh   map[string]*freshness   // groups that entitlement management does not know yet
}

// records is everything that a seed can hold. Values are never changed in place, so that a copy of the maps is a copy of all.
type records struct {
	catalogs       map[string]Catalog
	accessPackages map[string]AccessPackage
	groups         map[string]Group
	users          map[string]User
	assignments    map[string]Assignment
	links          map[collection]map[string]bool
}

func newTenant(options Options) *Tenant {
	return &Tenant{
		options: options,
		started: options.Now(),
		records: records{
			catalogs:       map[string]Catalog{},
			accessPackages: map[string]AccessPackage{},
			groups:         map[string]Group{},
			users:          map[string]User{},
			assignments:    map[string]Assignment{},
			links:          map[collection]map[string]bool{},
		},
		pending: map[collection][]change{},
		fresh:   map[string]*freshness{},
	}
}

func (r *records) clone() records {
	links := make(map[collection]map[string]bool, len(r.links))
	for c, targets := range r.links {
		links[c] = maps.Clone(targets)
	}
	return records{
		catalogs:       maps.Clone(r.catalogs),
		accessPackages: maps.Clone(r.accessPackages),
		groups:         maps.Clone(r.groups),
		users:          maps.Clone(r.users),
		assignments:    maps.Clone(r.assignments),
		links:          links,
	}
}

// change runs f with the lock held. The functions that write records check everything before they write anything.
func (t *Tenant) change(f func(*records) error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return f(&t.records)
}

func (t *Tenant) catalog(id string) (Catalog, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.records.catalogs[strings.ToLower(id)]
	return found, ok
}

func (t *Tenant) accessPackage(id string) (AccessPackage, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.records.accessPackages[strings.ToLower(id)]
	return found, ok
}

func (t *Tenant) group(id string) (Group, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.records.groups[strings.ToLower(id)]
	return found, ok
}

func (t *Tenant) user(id string) (User, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.records.users[strings.ToLower(id)]
	return found, ok
}

func (t *Tenant) allCatalogs() []Catalog {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.catalogs)
}

func (t *Tenant) allAccessPackages() []AccessPackage {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.accessPackages)
}

func (t *Tenant) allAssignments() []Assignment {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.assignments)
}

// inOrder gives the records by id, so that answers do not change from one request to the next.
func inOrder[T any](byID map[string]T) []T {
	all := make([]T, 0, len(byID))
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		all = append(all, byID[id])
	}
	return all
}
