package contract

// The permissions that are looked at. See https://learn.microsoft.com/graph/permissions-reference.
const (
	PermissionRead            = "EntitlementManagement.Read.All"
	PermissionReadWrite       = "EntitlementManagement.ReadWrite.All"
	PermissionGroupRead       = "Group.Read.All"
	PermissionGroupMemberRead = "GroupMember.Read.All"
	PermissionDirectoryRead   = "Directory.Read.All"
)
