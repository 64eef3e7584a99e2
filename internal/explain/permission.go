package explain

// Permission is what an operation requires of the caller, least privilege first.
type Permission struct {
	Scopes []string // Microsoft Graph permissions of an application; any one of them is enough
	Role   string   // the entitlement management role that is enough instead
}

// MayManage is for creating and removing rules.
var MayManage = Permission{
	Scopes: []string{"EntitlementManagement.ReadWrite.All"},
	Role:   "Access package manager",
}

// MayRead is for reading anything in entitlement management.
var MayRead = Permission{
	Scopes: []string{"EntitlementManagement.Read.All", "EntitlementManagement.ReadWrite.All"},
	Role:   "Catalog reader",
}

// MayReadMembers is for groups and their members, which are part of the directory: no entitlement management role
// covers them.
var MayReadMembers = Permission{
	Scopes: []string{"GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"},
}

// MayReadAuditLog is for the audit log, which is part of the directory.
var MayReadAuditLog = Permission{Scopes: []string{"AuditLog.Read.All"}}
