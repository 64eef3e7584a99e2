package graph

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// Grants is what an access package gives to those who get it, and on which conditions.
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

// Grants tells what an access package grants. It is read once per run; the caller must not change the slices.
//
// See https://learn.microsoft.com/graph/api/accesspackage-list-resourcerolescopes and
// https://learn.microsoft.com/graph/api/accesspackage-get.
func (c *Client) Grants(ctx context.Context, accessPackageID string) (Grants, error) {
	operation := fmt.Sprintf("reading what access package %s grants", accessPackageID)
	found, err := c.reads.once(ctx, operation, nil, func(ctx context.Context) (*answer, error) {
		var record grantsRecord
		err := c.wire.Do(ctx, &wire.Request{
			Operation: operation,
			Method:    http.MethodGet,
			Path:      accessPackagePath(accessPackageID),
			Query:     url.Values{"$expand": {"resourceRoleScopes($expand=role,scope),assignmentPolicies"}},
			Into:      &record,
			Version:   wire.V1, // beta names all of this differently
		})
		return withRefusal(&answer{grants: record.grants()}, err)
	})
	if err != nil {
		return Grants{}, err
	}
	return found.grants, found.refusal
}

// GrantedGroups gives the ids (lower case) of the groups whose membership an access package grants.
func (c *Client) GrantedGroups(ctx context.Context, accessPackageID string) ([]string, error) {
	grants, err := c.Grants(ctx, accessPackageID)
	var ids []string
	for _, role := range grants.Roles {
		if id, ok := role.Group(); ok {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// grantsRecord is an access package with what was expanded, as Graph writes it.
type grantsRecord struct {
	ResourceRoleScopes []struct {
		Role  originRecord `json:"role"`
		Scope originRecord `json:"scope"`
	} `json:"resourceRoleScopes"`
	AssignmentPolicies []struct {
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
	} `json:"assignmentPolicies"`
}

// originRecord names something of the system that entitlement management grants it in.
type originRecord struct {
	ID          string `json:"originId"`
	System      string `json:"originSystem"`
	DisplayName string `json:"displayName"`
	Type        string `json:"type"` // of a role in Azure: active or eligible
}

func (r *grantsRecord) grants() Grants {
	var g Grants
	for _, grant := range r.ResourceRoleScopes {
		role := Role{strings.ToLower(grant.Scope.System), strings.ToLower(grant.Scope.ID), strings.ToLower(grant.Role.ID)}
		g.Roles = append(g.Roles, GrantedRole{
			Role: role, ResourceName: grant.Scope.DisplayName, RoleName: grant.Role.DisplayName, Eligible: isEligible(role, grant.Role.Type),
		})
	}
	for _, policy := range r.AssignmentPolicies {
		automatic := policy.AutomaticRequestSettings
		g.Policies = append(g.Policies, AssignmentPolicy{
			DisplayName:      policy.DisplayName,
			RequiresApproval: policy.RequestApprovalSettings.Required,
			Ends:             policy.Expiration.Type != "" && !strings.EqualFold(policy.Expiration.Type, "noExpiration") && !strings.EqualFold(policy.Expiration.Type, "notSpecified"),
			Reviewed:         policy.ReviewSettings.Enabled,
			Automatic:        automatic != nil && (automatic.Requests == nil || *automatic.Requests),
		})
	}
	return g
}
