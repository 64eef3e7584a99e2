package tenant

import (
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// Grant is a role that an access package grants, in Graph's words. OriginID names the scope: a group, a directory role
// definition, an Azure scope, an application or a site. An empty OriginSystem means AadGroup.
type Grant struct {
	OriginSystem    string `json:"originSystem"`
	OriginID        string `json:"originId"`
	RoleOriginID    string `json:"roleOriginId"`
	RoleDisplayName string `json:"roleDisplayName"`
	Type            string `json:"type"` // "active" or "eligible", for Azure roles
}

// AddGrant makes an access package grant a role. It adds the resource to the catalog if necessary.
func (t *Tenant) AddGrant(accessPackageID string, g Grant) error {
	return t.change(func(r *records) error {
		p, ok := r.accessPackages[strings.ToLower(accessPackageID)]
		if !ok {
			return ErrUnknownAccessPackage
		}
		resource, scope, err := r.granted(p, g)
		if err != nil {
			return err
		}
		r.resources[resource.ID] = resource
		return r.addRoleScope(&scope)
	})
}

// granted gives the resource and the role of a grant. The catalog may lack the resource.
func (r *records) granted(p AccessPackage, g Grant) (Resource, RoleScope, error) {
	if g.OriginSystem == "" {
		g.OriginSystem = GroupSystem
	}
	origin := resourceOrigin(g.OriginSystem, g.OriginID)
	resource, ok := r.resourceIn(p.CatalogID, origin)
	if !ok {
		resource = Resource{
			ID:           guid.Derived("resource", p.CatalogID, origin),
			CatalogID:    p.CatalogID,
			OriginID:     origin,
			OriginSystem: g.OriginSystem,
		}
	}
	role, err := RoleOf(resource, Origin{OriginID: g.RoleOriginID, DisplayName: g.RoleDisplayName, Type: g.Type})
	return resource, RoleScope{
		AccessPackageID: p.ID,
		ResourceID:      resource.ID,
		Role:            role,
		Scope:           scopeOf(resource, g.OriginID),
	}, err
}

// AddRoleScope makes an access package grant a role of a resource in its catalog. OriginID is the scope's. The new ID
// consists of those of the role and the scope.
func (t *Tenant) AddRoleScope(scope RoleScope, originID string) (RoleScope, error) {
	scope.AccessPackageID = strings.ToLower(scope.AccessPackageID)
	return scope, t.change(func(r *records) error {
		p, ok := r.accessPackages[scope.AccessPackageID]
		if !ok {
			return ErrUnknownAccessPackage
		}
		resource, ok := r.resourceIn(p.CatalogID, originID)
		if !ok {
			resource, ok = r.resourceIn(p.CatalogID, resourceOrigin(AzureSystem, originID))
		}
		if !ok {
			return ErrUnknownResource
		}
		role, err := RoleOf(resource, scope.Role)
		if err != nil {
			return err
		}
		scope.Role, scope.Scope, scope.ResourceID = role, scopeOf(resource, originID), resource.ID
		return r.addRoleScope(&scope)
	})
}

func (r *records) addRoleScope(scope *RoleScope) error {
	scope.ID = scope.Role.ID + "_" + scope.Scope.ID
	key := grantKey{scope.AccessPackageID, scope.ID}
	if _, taken := r.roleScopes[key]; taken {
		return ErrGranted
	}
	r.roleScopes[key] = *scope
	return nil
}

// RemoveRoleScope removes a role from an access package.
func (t *Tenant) RemoveRoleScope(accessPackageID, id string) error {
	return t.change(func(r *records) error {
		key := grantKey{strings.ToLower(accessPackageID), strings.ToLower(id)}
		if _, ok := r.roleScopes[key]; !ok {
			return ErrUnknownTarget
		}
		delete(r.roleScopes, key)
		return nil
	})
}

// RoleScopes gives the roles that an access package grants, by ID.
func (t *Tenant) RoleScopes(accessPackageID string) []RoleScope {
	t.mu.Lock()
	defer t.mu.Unlock()
	var found []RoleScope
	for key, scope := range t.records.roleScopes {
		if strings.EqualFold(key.accessPackage, accessPackageID) {
			found = append(found, scope)
		}
	}
	slices.SortFunc(found, func(a, b RoleScope) int { return strings.Compare(a.ID, b.ID) })
	return found
}

// grantKey identifies a granted role. IDs of role scopes are unique only within an access package.
type grantKey struct{ accessPackage, roleScope string }
