package tenant

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// The origin systems with their own forms of roles. Other systems, such as AadApplication and SharePointOnline, accept
// any role.
const (
	GroupSystem         = "AadGroup"
	DirectoryRoleSystem = "DirectoryRole"
	AzureSystem         = "AzureResources"
)

// Origin is a role or a scope with its IDs in the origin system. Type is "active" or "eligible", only for roles of
// Azure resources.
type Origin struct{ ID, DisplayName, OriginID, OriginSystem, Type string }

// The roles of a group and of a directory role. A group's ID follows the name of its role. Microsoft's examples contain
// EligibleMember_{id} and Eligible; EligibleOwner_{id} is inferred.
//
// See https://learn.microsoft.com/graph/api/accesspackage-post-resourcerolescopes and
// https://learn.microsoft.com/entra/id-governance/entitlement-management-roles.
var (
	groupRoles = []Origin{
		{OriginID: "Member", DisplayName: "Member"},
		{OriginID: "Owner", DisplayName: "Owner"},
		{OriginID: "EligibleMember", DisplayName: "Eligible Member"},
		{OriginID: "EligibleOwner", DisplayName: "Eligible Owner"},
	}
	directoryRoles = []Origin{
		{OriginID: "Active", DisplayName: "Active Member"},
		{OriginID: "Eligible", DisplayName: "Eligible Member"},
	}
)

// Roles gives the roles that a catalog lists for a resource: four of a group, two of a directory role. The roles of
// other resources aren't known here.
func Roles(resource Resource) []Origin {
	var roles []Origin
	switch resource.OriginSystem {
	case GroupSystem:
		for _, each := range groupRoles {
			each.OriginID += "_" + resource.OriginID
			roles = append(roles, each.of(resource))
		}
	case DirectoryRoleSystem:
		for _, each := range directoryRoles {
			roles = append(roles, each.of(resource))
		}
	}
	return roles
}

// of completes a role of a resource. Its ID is derived from what identifies the role.
func (o Origin) of(resource Resource) Origin {
	parts := []string{"role", resource.OriginID, o.OriginID}
	if o.Type != "" {
		parts = append(parts, o.Type)
	}
	o.ID, o.OriginSystem = guid.Derived(parts...), resource.OriginSystem
	return o
}

// RoleOf finds a role of a resource by its origin ID and, for Azure, its type.
func RoleOf(resource Resource, asked Origin) (Origin, error) {
	switch resource.OriginSystem {
	case GroupSystem, DirectoryRoleSystem:
		for _, each := range Roles(resource) {
			if strings.EqualFold(each.OriginID, asked.OriginID) {
				return each, nil
			}
		}
		return Origin{}, ErrUnknownRole
	case AzureSystem:
		if err := checkAzureRole(asked); err != nil {
			return Origin{}, err
		}
	}
	return asked.of(resource), nil
}

// checkAzureRole checks that a role is a role definition of Azure, with or without a scope in front.
func checkAzureRole(asked Origin) error {
	_, definition, found := strings.Cut(asked.OriginID, "/providers/Microsoft.Authorization/roleDefinitions/")
	if _, isGUID := guid.Canonical(definition); !found || !isGUID {
		return fmt.Errorf("%w: %q does not end in /providers/Microsoft.Authorization/roleDefinitions/ and a GUID",
			ErrUnknownRole, asked.OriginID)
	}
	if !slices.Contains([]string{"active", "eligible"}, asked.Type) {
		return fmt.Errorf("%w: type %q is neither active nor eligible", ErrUnknownRole, asked.Type)
	}
	return nil
}

// RootScope is the scope that covers a whole resource.
func RootScope(resource Resource) Origin {
	return Origin{
		ID:           guid.Derived("scope", resource.OriginID),
		DisplayName:  "Root",
		OriginID:     resource.OriginID,
		OriginSystem: resource.OriginSystem,
	}
}

// scopeOf is a scope within a resource. Only an Azure subscription has scopes below the root, such as resource groups.
func scopeOf(resource Resource, originID string) Origin {
	root := RootScope(resource)
	if strings.EqualFold(originID, resource.OriginID) {
		return root
	}
	root.ID, root.OriginID = guid.Derived("scope", originID), originID
	root.DisplayName = originID[len(resource.OriginID):]
	return root
}

// resourceOrigin is the origin ID of the resource that contains a scope.
func resourceOrigin(system, scope string) string {
	parts := strings.Split(scope, "/")
	if system == AzureSystem && len(parts) > 3 && strings.EqualFold(parts[1], "subscriptions") {
		return strings.Join(parts[:3], "/")
	}
	return scope
}
