// Package tenant is what the emulated service holds. It keeps the rules between its records and knows no HTTP.
package tenant

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
)

// Tenant is what the emulated service holds. It keeps the rules between its records and is safe for concurrent use. Ids are GUIDs in
// any case and are kept in lower case.
type Tenant struct {
	options *contract.Options
	started time.Time

	mu      sync.Mutex
	records records
	pending map[Collection][]change // writes that lists do not show yet
	lists   map[Collection]int      // first pages so far, which say whose turn it is where replicas disagree
	fresh   map[string]*freshness   // groups that entitlement management does not know yet
	late    map[string]*lateness    // objects that requests made a moment ago
	audits  audit.Log
}

// records is everything that the tenant holds. Values are never changed in place, so that a copy of the maps is a copy of all.
type records struct {
	catalogs           map[string]Catalog
	accessPackages     map[string]AccessPackage
	groups             map[string]Group
	deleted            map[string]DeletedGroup
	users              map[string]User
	applications       map[string]Application
	assignments        map[string]Assignment
	assignedTo         map[string][]Assignment // by access package: a large tenant has hundreds of thousands
	assignmentRequests map[string]AssignmentRequest
	resources          map[string]Resource
	roleScopes         map[grantKey]RoleScope
	policies           map[string]Policy
	requests           map[string]ResourceRequest
	links              map[Collection]map[string]bool
}

// New gives an empty tenant. The options must be complete.
func New(options *contract.Options) *Tenant {
	return &Tenant{
		options: options,
		started: options.Now(),
		records: records{
			catalogs:           map[string]Catalog{},
			accessPackages:     map[string]AccessPackage{},
			groups:             map[string]Group{},
			deleted:            map[string]DeletedGroup{},
			users:              map[string]User{},
			applications:       map[string]Application{},
			assignments:        map[string]Assignment{},
			assignedTo:         map[string][]Assignment{},
			assignmentRequests: map[string]AssignmentRequest{},
			resources:          map[string]Resource{},
			roleScopes:         map[grantKey]RoleScope{},
			policies:           map[string]Policy{},
			requests:           map[string]ResourceRequest{},
			links:              map[Collection]map[string]bool{},
		},
		pending: map[Collection][]change{},
		lists:   map[Collection]int{},
		fresh:   map[string]*freshness{},
		late:    map[string]*lateness{},
	}
}

func (r *records) clone() records {
	links := make(map[Collection]map[string]bool, len(r.links))
	for c, targets := range r.links {
		links[c] = maps.Clone(targets)
	}
	return records{
		catalogs:           maps.Clone(r.catalogs),
		accessPackages:     maps.Clone(r.accessPackages),
		groups:             maps.Clone(r.groups),
		deleted:            maps.Clone(r.deleted),
		users:              maps.Clone(r.users),
		applications:       maps.Clone(r.applications),
		assignments:        maps.Clone(r.assignments),
		assignedTo:         maps.Clone(r.assignedTo),
		assignmentRequests: maps.Clone(r.assignmentRequests),
		resources:          maps.Clone(r.resources),
		roleScopes:         maps.Clone(r.roleScopes),
		policies:           maps.Clone(r.policies),
		requests:           maps.Clone(r.requests),
		links:              links,
	}
}

// Started is when the tenant was made, and so everything that a seed holds.
func (t *Tenant) Started() time.Time { return t.started }

// change runs f with the lock held. The functions that write records check everything before they write anything.
func (t *Tenant) change(f func(*records) error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return f(&t.records)
}

// Catalog gives one by its id.
func (t *Tenant) Catalog(id string) (Catalog, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.records.catalogs[strings.ToLower(id)]
	return found, ok
}

// AccessPackage gives one by its id.
func (t *Tenant) AccessPackage(id string) (AccessPackage, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.records.accessPackages[strings.ToLower(id)]
	return found, ok
}

// User gives one by its id.
func (t *Tenant) User(id string) (User, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.records.users[strings.ToLower(id)]
	return found, ok
}

// Catalogs gives all, by id.
func (t *Tenant) Catalogs() []Catalog {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.catalogs)
}

// AccessPackages gives all, by id.
func (t *Tenant) AccessPackages() []AccessPackage {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.accessPackages)
}

// Users gives all, by id.
func (t *Tenant) Users() []User {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.users)
}

// inOrder gives the records by id, so that answers do not change from one request to the next.
func inOrder[T any](byID map[string]T) []T {
	all := make([]T, 0, len(byID))
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		all = append(all, byID[id])
	}
	return all
}
