package contract

// The permissions that the emulator checks. See https://learn.microsoft.com/graph/permissions-reference.
const (
	PermissionRead                 = "EntitlementManagement.Read.All"
	PermissionReadWrite            = "EntitlementManagement.ReadWrite.All"
	PermissionGroupCreate          = "Group.Create"
	PermissionGroupRead            = "Group.Read.All"
	PermissionGroupReadWrite       = "Group.ReadWrite.All"
	PermissionGroupMemberRead      = "GroupMember.Read.All"
	PermissionGroupMemberReadWrite = "GroupMember.ReadWrite.All"
	PermissionUserRead             = "User.Read.All"
	PermissionUserReadBasic        = "User.ReadBasic.All"
	PermissionApplicationRead      = "Application.Read.All"
	PermissionAuditLogRead         = "AuditLog.Read.All"
	PermissionDirectoryRead        = "Directory.Read.All"
	PermissionDirectoryReadWrite   = "Directory.ReadWrite.All"
)
