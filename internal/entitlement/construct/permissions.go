package construct

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
