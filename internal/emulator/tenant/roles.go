package tenant

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// The origin systems whose roles have a form of their own. Other systems, such as AadApplication and SharePointOnline, take any role.
const (
	GroupSystem         = "AadGroup"
	DirectoryRoleSystem = "DirectoryRole"
	AzureSystem         = "AzureResources"
)

// Origin is a role or a scope as the system knows it that a resource comes from. Type is "active" or "eligible" and belongs to roles of
// Azure resources only.
type Origin struct{ ID, DisplayName, OriginID, OriginSystem, Type string }

// The roles of a group and of a directory role, as they begin and as they are shown. Microsoft's examples have EligibleMember_{id} and
// Eligible; the spelling of an eligible owner is inferred from them.
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

// Roles are the roles that a catalog shows of a resource: the four of a group, the two of a directory role, and none of other resources,
// whose roles are not known here.
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

// of completes a role of a resource. Its id is made of what names the role.
func (o Origin) of(resource Resource) Origin {
	parts := []string{"role", resource.OriginID, o.OriginID}
	if o.Type != "" {
		parts = append(parts, o.Type)
	}
	o.ID, o.OriginSystem = guid.Derived(parts...), resource.OriginSystem
	return o
}

// RoleOf is a role of a resource, known by its origin id and, of an Azure resource, by its type.
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

// checkAzureRole checks a role of Azure: a role definition, with or without the scope that it is defined in.
func checkAzureRole(asked Origin) error {
	_, definition, found := strings.Cut(asked.OriginID, "/providers/Microsoft.Authorization/roleDefinitions/")
	if _, isGUID := guid.Canonical(definition); !found || !isGUID {
		return fmt.Errorf("%w: %q does not end in /providers/Microsoft.Authorization/roleDefinitions/ and a GUID", ErrUnknownRole, asked.OriginID)
	}
	if !slices.Contains([]string{"active", "eligible"}, asked.Type) {
		return fmt.Errorf("%w: type %q is neither active nor eligible", ErrUnknownRole, asked.Type)
	}
	return nil
}

// RootScope is the scope of a whole resource.
func RootScope(resource Resource) Origin {
	return Origin{ID: guid.Derived("scope", resource.OriginID), DisplayName: "Root", OriginID: resource.OriginID, OriginSystem: resource.OriginSystem}
}

// scopeOf is a scope within a resource. Only an Azure subscription has scopes below the root: resource groups and what is in them.
func scopeOf(resource Resource, originID string) Origin {
	root := RootScope(resource)
	if strings.EqualFold(originID, resource.OriginID) {
		return root
	}
	root.ID, root.OriginID, root.DisplayName = guid.Derived("scope", originID), originID, originID[len(resource.OriginID):]
	return root
}

// resourceOrigin is the origin id of the resource that a scope is within.
func resourceOrigin(system, scope string) string {
	parts := strings.Split(scope, "/")
	if system == AzureSystem && len(parts) > 3 && strings.EqualFold(parts[1], "subscriptions") {
		return strings.Join(parts[:3], "/")
	}
	return scope
}
