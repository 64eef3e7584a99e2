package explain

// Permission is what an operation needs of the caller, least first.
type Permission struct {
	Scopes []string // Microsoft Graph permission, application or delegated; any one of them is enough
	Role   string   // the entitlement management role that is enough instead
}
