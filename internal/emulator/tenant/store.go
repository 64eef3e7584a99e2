// Package tenant holds the records of the emulated service and their constraints. It knows no HTTP.
package tenant

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/auditlog"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
)

// Tenant holds the records of the emulated service and is safe for concurrent use. IDs are GUIDs, stored in lower case.
type Tenant struct {
	options *contract.Options
	started time.Time

	mu      sync.Mutex
	records records
	pending map[Collection][]change // changes that lists don't show yet
	lists   map[Collection]int      // first pages so far, which decide the next replica
	fresh   map[string]*freshness   // groups that are new to entitlement management
	late    map[string]*lateness    // objects that requests don't find yet
	audits  auditlog.Log
}

// records is everything that the tenant holds. A change replaces a value and never modifies it, so that copying the
// maps copies everything.
type records struct {
	catalogs           map[string]Catalog
	accessPackages     map[string]AccessPackage
	groups             map[string]Group
	deleted            map[string]DeletedGroup
	users              map[string]User
	applications       map[string]Application
	assignments        map[string]Assignment
	assignedTo         map[string][]Assignment // by access package, because there may be hundreds of thousands
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

// Started is when the tenant was created, and the age of everything in a seed.
func (t *Tenant) Started() time.Time { return t.started }

// change runs f with the lock held. Functions that change records check everything before the first change.
func (t *Tenant) change(f func(*records) error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return f(&t.records)
}

// Catalog gives a catalog by ID.
func (t *Tenant) Catalog(id string) (Catalog, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.records.catalogs[strings.ToLower(id)]
	return found, ok
}

// AccessPackage gives an access package by ID.
func (t *Tenant) AccessPackage(id string) (AccessPackage, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.records.accessPackages[strings.ToLower(id)]
	return found, ok
}

// User gives a user by ID.
func (t *Tenant) User(id string) (User, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.records.users[strings.ToLower(id)]
	return found, ok
}

// Catalogs gives all catalogs, by ID.
func (t *Tenant) Catalogs() []Catalog {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.catalogs)
}

// AccessPackages gives all access packages, by ID.
func (t *Tenant) AccessPackages() []AccessPackage {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.accessPackages)
}

// Users gives all users, by ID.
func (t *Tenant) Users() []User {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.users)
}

// inOrder gives records by ID, so that the order of answers is stable.
func inOrder[T any](byID map[string]T) []T {
	all := make([]T, 0, len(byID))
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		all = append(all, byID[id])
	}
	return all
}
