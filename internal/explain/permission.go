package explain

// Permission is what an operation requires of the caller, least privilege first.
type Permission struct {
	Scopes []string // Microsoft Graph permissions of an application; any one of them is enough
	Role   string   // the entitlement management role that is enough instead
}
