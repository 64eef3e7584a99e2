package construct

import (
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
)

// These are the least privileges for reading and writing rules, for descriptions. They name no permission of a user:
// the Azure CLI is the only way for a user to sign in, and its application has no entitlement management permission.
//
// See https://learn.microsoft.com/graph/api/accesspackage-list-incompatiblegroups and
// https://learn.microsoft.com/graph/api/accesspackage-post-incompatiblegroup.
const (
	ReadingProse = "**[Permissions](../guides/permissions.md):** the role *Catalog reader* on the catalog, or " +
		"`EntitlementManagement.Read.All`."
	WritingProse = "**[Permissions](../guides/permissions.md):** the role *Access package manager* on the catalog, or " +
		"`EntitlementManagement.ReadWrite.All`."
)

// MayManage is for creating and removing rules.
var MayManage = explain.Permission{
	Scopes: []string{"EntitlementManagement.ReadWrite.All"},
	Role:   "Access package manager",
}

// MayRead is for reading anything in entitlement management.
var MayRead = explain.Permission{
	Scopes: []string{"EntitlementManagement.Read.All", "EntitlementManagement.ReadWrite.All"},
	Role:   "Catalog reader",
}

// MayReadMembers is for groups and their members, which are part of the directory: no entitlement management role
// covers them.
var MayReadMembers = explain.Permission{
	Scopes: []string{"GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"},
}
