package tenant

import (
	"errors"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// Resource is a resource of a catalog whose roles access packages can grant: a group, a directory role, an Azure scope,
// an application or a site.
type Resource struct {
	ID           string
	CatalogID    string
	OriginID     string // its ID in the origin system
	OriginSystem string
	Written      Written
}

// RoleScope is one role of one resource that an access package grants.
type RoleScope struct {
	ID              string
	AccessPackageID string
	ResourceID      string
	Role            Origin
	Scope           Origin
	Written         Written
}

// Errors of entitlement management about resources.
var (
	ErrOnboarded       = errors.New("the catalog already has the resource")
	ErrUnknownResource = errors.New("the catalog has no such resource")
	ErrUnknownRole     = errors.New("the resource has no such role")
	ErrGranted         = errors.New("the access package already grants this role")
	ErrInUse           = errors.New("the object is in use")
)

// AddResource adds a resource to a catalog. Entitlement management must know a group.
func (t *Tenant) AddResource(resource Resource) error {
	return t.change(func(r *records) (err error) {
		if resource.CatalogID, err = knownID(r.catalogs, "catalogId", resource.CatalogID); err != nil {
			return ErrUnknownCatalog
		}
		if resource.OriginSystem == GroupSystem {
			id, _ := guid.Canonical(resource.OriginID)
			if _, ok := r.groups[id]; !ok || t.isFresh(id) {
				return ErrNotReplicated
			}
			resource.OriginID = id
		}
		if _, taken := r.resourceIn(resource.CatalogID, resource.OriginID); taken {
			return ErrOnboarded
		}
		r.resources[resource.ID] = resource
		return nil
	})
}

// RemoveResource removes a resource from a catalog, unless an access package grants one of its roles.
func (t *Tenant) RemoveResource(catalogID, originID string) error {
	return t.change(func(r *records) error {
		resource, ok := r.resourceIn(strings.ToLower(catalogID), originID)
		if !ok {
			return ErrUnknownResource
		}
		for _, scope := range r.roleScopes {
			if scope.ResourceID == resource.ID {
				return ErrInUse
			}
		}
		delete(r.resources, resource.ID)
		return nil
	})
}

// Resources gives the resources of a catalog, by ID.
func (t *Tenant) Resources(catalogID string) []Resource {
	t.mu.Lock()
	defer t.mu.Unlock()
	return slices.DeleteFunc(inOrder(t.records.resources),
		func(each Resource) bool { return !strings.EqualFold(each.CatalogID, catalogID) })
}

// Resource gives a resource by ID.
func (t *Tenant) Resource(id string) (Resource, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.records.resources[strings.ToLower(id)]
	return found, ok
}

func (r *records) resourceIn(catalogID, originID string) (Resource, bool) {
	for _, each := range r.resources {
		if each.CatalogID == catalogID && strings.EqualFold(each.OriginID, originID) {
			return each, true
		}
	}
	return Resource{}, false
}

// ResourceRequest is a completed request to add a resource to a catalog or to remove it.
type ResourceRequest struct {
	ID       string
	Type     string // AdminAdd or AdminRemove
	Resource Resource
	Written  Written
}

// NoteRequest stores a completed request.
func (t *Tenant) NoteRequest(request ResourceRequest) {
	_ = t.change(func(r *records) error {
		r.requests[request.ID] = request
		return nil
	})
}

// Request gives a request by ID.
func (t *Tenant) Request(id string) (ResourceRequest, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	found, ok := t.records.requests[strings.ToLower(id)]
	return found, ok
}

// Requests gives all requests, by ID.
func (t *Tenant) Requests() []ResourceRequest {
	t.mu.Lock()
	defer t.mu.Unlock()
	return inOrder(t.records.requests)
}
