package tenant

import (
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// MemberRole and OwnerRole are the roles of a group, as they are shown.
const (
	MemberRole = "Member"
	OwnerRole  = "Owner"
)

// RoleOf is a role of a resource. Of a group there are two; what roles others have is not known here, so that any is taken.
func RoleOf(resource Resource, originID, displayName string) (Origin, error) {
	if resource.OriginSystem != GroupSystem {
		return Origin{guid.Derived("role", resource.OriginID, originID), displayName, originID, resource.OriginSystem}, nil
	}
	for _, name := range []string{MemberRole, OwnerRole} {
		if strings.EqualFold(originID, name+"_"+resource.OriginID) {
			return groupRole(name, resource.OriginID), nil
		}
	}
	return Origin{}, ErrUnknownRole
}

func groupRole(name, group string) Origin {
	id := guid.Derived("role", group)
	if name != MemberRole {
		id = guid.Derived("role", group, name)
	}
	return Origin{id, name, name + "_" + group, GroupSystem}
}

// RootScope is the scope of a whole resource.
func RootScope(resource Resource) Origin {
	return Origin{guid.Derived("scope", resource.OriginID), "Root", resource.OriginID, resource.OriginSystem}
}

// AddRoleScope has an access package grant a role of a resource in its catalog. The id is made of the role's and the scope's.
func (t *Tenant) AddRoleScope(scope RoleScope, originID string) (RoleScope, error) {
	scope.AccessPackageID = strings.ToLower(scope.AccessPackageID)
	return scope, t.change(func(r *records) error {
		p, ok := r.accessPackages[scope.AccessPackageID]
		if !ok {
			return ErrUnknownAccessPackage
		}
		resource, ok := r.resourceIn(p.CatalogID, originID)
		if !ok {
			return ErrUnknownResource
		}
		role, err := RoleOf(resource, scope.Role.OriginID, scope.Role.DisplayName)
		if err != nil {
			return err
		}
		scope.Role, scope.Scope, scope.ResourceID = role, RootScope(resource), resource.ID
		return r.addRoleScope(&scope)
	})
}

func (r *records) addRoleScope(scope *RoleScope) error {
	scope.ID = scope.Role.ID + "_" + scope.Scope.ID
	if _, taken := r.roleScopes[grant{scope.AccessPackageID, scope.ID}]; taken {
		return ErrGranted
	}
	r.roleScopes[grant{scope.AccessPackageID, scope.ID}] = *scope
	return nil
}

// grant has an access package of a seed grant membership of a group, which its catalog gets as well.
func (r *records) grant(p AccessPackage, group string) {
	resource, ok := r.resourceIn(p.CatalogID, group)
	if !ok {
		resource = Resource{ID: guid.Derived("resource", p.CatalogID, group), CatalogID: p.CatalogID, OriginID: group, OriginSystem: GroupSystem}
		r.resources[resource.ID] = resource
	}
	_ = r.addRoleScope(&RoleScope{ // twice in a seed is once
		AccessPackageID: p.ID, ResourceID: resource.ID, Role: groupRole(MemberRole, group), Scope: RootScope(resource),
	})
}

// RemoveRoleScope ends that an access package grants a role.
func (t *Tenant) RemoveRoleScope(accessPackageID, id string) error {
	return t.change(func(r *records) error {
		key := grant{strings.ToLower(accessPackageID), strings.ToLower(id)}
		if _, ok := r.roleScopes[key]; !ok {
			return ErrUnknownTarget
		}
		delete(r.roleScopes, key)
		return nil
	})
}

// RoleScopes gives what an access package grants, by id.
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

// grant names one role that one access package grants: the ids of role scopes are the same in every access package.
type grant struct{ accessPackage, roleScope string }
