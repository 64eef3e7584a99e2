package graph

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// Grants is what an access package gives to people who get it, and on which conditions.
type Grants struct {
	Roles    []GrantedRole
	Policies []AssignmentPolicy
}

// AssignmentPolicy is a way to get an access package.
type AssignmentPolicy struct {
	DisplayName      string
	RequiresApproval bool
	Ends             bool // assignments end by themselves
	Reviewed         bool // access reviews are set
	Automatic        bool // assigns the access package to everyone whom its rule names, without a request
}

// grantReader reads what access packages grant.
type grantReader struct {
	wire *wire.Client
	kept reads[string, Grants]
}

// Grants returns what an access package grants. It is read once per run; the caller must not change the slices.
//
// See https://learn.microsoft.com/graph/api/accesspackage-list-resourcerolescopes and
// https://learn.microsoft.com/graph/api/accesspackage-get.
func (g *grantReader) Grants(ctx context.Context, accessPackageID string) (Grants, error) {
	operation := fmt.Sprintf("reading what access package %s grants", accessPackageID)
	return g.kept.once(ctx, operation, accessPackageID, func(ctx context.Context) (Grants, error) {
		var grants Grants
		err := g.wire.Again(ctx, operation, func() (err error) {
			grants, err = g.readGrants(ctx, operation, accessPackageID)
			return err
		})
		return grants, err
	})
}

// GrantedGroups gives the ids (lower case) of the groups whose membership an access package grants.
func (g *grantReader) GrantedGroups(ctx context.Context, accessPackageID string) ([]string, error) {
	grants, err := g.Grants(ctx, accessPackageID)
	var ids []string
	for _, role := range grants.Roles {
		if id, ok := role.Group(); ok {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// readGrants reads an access package with what was expanded. Something that is missing there is an error, never a
// shorter answer.
func (g *grantReader) readGrants(ctx context.Context, operation, accessPackageID string) (Grants, error) {
	r := wire.Request{
		Operation: operation,
		Path:      accessPackagePath(accessPackageID),
		Query:     url.Values{"$expand": {"resourceRoleScopes($expand=role,scope),assignmentPolicies"}},
		Version:   wire.V1, // beta names all of this differently
	}
	answer, err := readOne(ctx, g.wire, accessPackageID, func(answer grantsRecord) string { return answer.ID }, r)
	if err != nil {
		return Grants{}, err
	}
	if answer.Roles == nil || answer.Policies == nil {
		return Grants{}, &wire.Error{
			Operation: operation, Cause: errors.New("the answer lacks resourceRoleScopes or assignmentPolicies"),
		}
	}
	var grants Grants
	roles := wire.Page[grantRecord]{Value: answer.Roles, NextLink: answer.RolesNext}
	err = wire.Follow(ctx, g.wire, r, roles, func(record grantRecord) (bool, error) {
		role, err := record.grantedRole()
		grants.Roles = append(grants.Roles, role)
		return true, err
	})
	if err == nil {
		policies := wire.Page[policyRecord]{Value: answer.Policies, NextLink: answer.PoliciesNext}
		err = wire.Follow(ctx, g.wire, r, policies, func(record policyRecord) (bool, error) {
			grants.Policies = append(grants.Policies, record.policy())
			return true, nil
		})
	}
	if err != nil {
		return Grants{}, err
	}
	return grants, nil
}

type grantsRecord struct {
	ID           string          `json:"id"`
	Roles        *[]grantRecord  `json:"resourceRoleScopes"`
	RolesNext    string          `json:"resourceRoleScopes@odata.nextLink"`
	Policies     *[]policyRecord `json:"assignmentPolicies"`
	PoliciesNext string          `json:"assignmentPolicies@odata.nextLink"`
}

// originRecord names something of the system that entitlement management grants it in.
type originRecord struct {
	ID          string `json:"originId"`
	System      string `json:"originSystem"`
	DisplayName string `json:"displayName"`
	Type        string `json:"type"` // of a role in Azure: active or eligible
}

// name is empty for the scope of a whole resource, which is called Root whatever the resource is called.
func (o originRecord) name() string {
	if strings.EqualFold(o.DisplayName, "root") {
		return ""
	}
	return o.DisplayName
}

type grantRecord struct {
	Role  *originRecord `json:"role"`
	Scope *originRecord `json:"scope"`
}

func (grant *grantRecord) grantedRole() (GrantedRole, error) {
	if grant.Role == nil || grant.Scope == nil {
		return GrantedRole{}, errors.New("a grant has no role or no scope, although the request asked for both")
	}
	role := Role{strings.ToLower(grant.Scope.System), strings.ToLower(grant.Scope.ID), strings.ToLower(grant.Role.ID)}
	return GrantedRole{
		Role:         role,
		ResourceName: grant.Scope.name(),
		RoleName:     grant.Role.DisplayName,
		Eligible:     isEligible(role, grant.Role.Type),
	}, nil
}

type policyRecord struct {
	DisplayName             string `json:"displayName"`
	RequestApprovalSettings struct {
		Required bool `json:"isApprovalRequiredForAdd"`
	} `json:"requestApprovalSettings"`
	Expiration struct {
		Type string `json:"type"`
	} `json:"expiration"`
	ReviewSettings struct {
		Enabled bool `json:"isEnabled"`
	} `json:"reviewSettings"`

	// Only a policy that assigns automatically has these.
	// See https://learn.microsoft.com/graph/api/resources/accesspackageassignmentpolicy.
	AutomaticRequestSettings *struct {
		Requests *bool `json:"requestAccessForAllowedTargets"`
	} `json:"automaticRequestSettings"`
}

func (record *policyRecord) policy() AssignmentPolicy {
	ends, automatic := strings.ToLower(record.Expiration.Type), record.AutomaticRequestSettings
	return AssignmentPolicy{
		DisplayName:      record.DisplayName,
		RequiresApproval: record.RequestApprovalSettings.Required,
		Ends:             ends != "" && ends != "noexpiration" && ends != "notspecified",
		Reviewed:         record.ReviewSettings.Enabled,
		Automatic:        automatic != nil && (automatic.Requests == nil || *automatic.Requests),
	}
}

// Role is a role of a resource: of a group, an application, a site, the directory or Azure. The three together name it,
// in lower case.
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

// Group gives the group that holders of the role are members of, or can become. A group has four roles: Member_<id>,
// Owner_<id>, EligibleMember_<id> and one for eligible owners, whose ID Microsoft doesn't publish. A prefix that names
// an owner isn't a membership, and any other prefix is.
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

// isEligible reads what each system calls a role that has to be activated: an EligibleMember_<id> of a group, the role
// "Eligible" of the directory, and the type "eligible" in Azure.
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
