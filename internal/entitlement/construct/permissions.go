package construct

import (
	"github.com/entra-elm/terraform-provider-elm/internal/explain"
)

// What reading and writing rules takes, for descriptions, least first.
//
// See https://learn.microsoft.com/graph/api/accesspackage-list-incompatiblegroups and
// https://learn.microsoft.com/graph/api/accesspackage-post-incompatiblegroup.
const (
	ReadingProse = "**Permissions.** The entitlement management role *Catalog reader* on the catalog is meant to be enough, for an application too, " +
		"which has been reported to vary. Else the permission `EntitlementManagement.Read.All`, as an application permission or, for a user who is Security Reader or Global guid.Reader, " +
		"as a delegated one."
	WritingProse = "**Permissions.** The entitlement management role *Access package manager* on the catalog is meant to be enough, for an " +
		"application too, which has been reported to vary. Else the permission `EntitlementManagement.ReadWrite.All`, as an application permission or, for a user who is Identity Governance " +
		"Administrator, as a delegated one."
)

// MayManage is for making and removing rules.
var MayManage = explain.Permission{
	Scopes: []string{"EntitlementManagement.ReadWrite.All"},
	Role:   "Access package manager",
}

// MayRead is for everything in entitlement management that is only read.
var MayRead = explain.Permission{
	Scopes: []string{"EntitlementManagement.Read.All", "EntitlementManagement.ReadWrite.All"},
	Role:   "Catalog reader",
}

// MayReadMembers is for groups and who is in them, which is the directory's business: no role of entitlement management helps.
var MayReadMembers = explain.Permission{Scopes: []string{"GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"}}
