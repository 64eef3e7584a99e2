package graph

import "strings"

// Role is a role of a resource: of a group, an application, a site, the directory or Azure. The three together name it, in lower case.
type Role struct {
	OriginSystem, OriginID, RoleOriginID string
}

// GrantedRole is a role that an access package grants, with its names, which may be empty.
type GrantedRole struct {
	Role

	ResourceName, RoleName string

	// Eligible means that holders must activate the role in Privileged Identity Management before they have it.
	Eligible bool
}

// Systems that roles come from, in lower case.
const (
	GroupSystem     = "aadgroup"
	DirectorySystem = "directoryrole"
)

// Group gives the group that holders of the role are members of, or can become. A group has four roles: Member_<id>, Owner_<id>,
// EligibleMember_<id> and one for eligible owners, whose ID nobody has published. Any prefix that names an owner is no membership,
// and any other is.
func (r Role) Group() (id string, ok bool) {
	return r.OriginID, r.OriginSystem == GroupSystem && !r.IsOwner()
}

// IsOwner tells the owners of a group from its members.
func (r Role) IsOwner() bool {
	return r.OriginSystem == GroupSystem && strings.Contains(r.prefix(), "owner")
}

// prefix is what a group's role is called: RoleOriginID without the group.
func (r Role) prefix() string {
	prefix, _, _ := strings.Cut(r.RoleOriginID, "_")
	return prefix
}

// isEligible reads what each system calls a role that has to be activated: an EligibleMember_<id> of a group, the role "Eligible" of
// the directory, and the type "eligible" in Azure.
func isEligible(r Role, kind string) bool {
	switch r.OriginSystem {
	case GroupSystem:
		return strings.Contains(r.prefix(), "eligible")
	case DirectorySystem:
		return r.RoleOriginID == "eligible"
	default:
		return strings.EqualFold(kind, "eligible")
	}
}
