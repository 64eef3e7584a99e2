package graph

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// GrantedGroups gives the ids (lower case) of the groups whose membership an access package grants.
//
// See https://learn.microsoft.com/graph/api/accesspackage-list-resourcerolescopes.
func (c *Client) GrantedGroups(ctx context.Context, accessPackageID string) ([]string, error) {
	type origin struct {
		ID     string `json:"originId"`
		System string `json:"originSystem"`
	}
	var answer struct {
		ResourceRoleScopes []struct {
			Role  origin `json:"role"`
			Scope origin `json:"scope"`
		} `json:"resourceRoleScopes"`
	}
	err := c.do(ctx, &request{
		operation: fmt.Sprintf("reading what access package %s grants", accessPackageID),
		method:    http.MethodGet,
		path:      accessPackagePath(accessPackageID),
		query:     url.Values{"$expand": {"resourceRoleScopes($expand=role,scope)"}},
		into:      &answer,
		version:   V1, // beta names all of this differently
	})
	if err != nil {
		return nil, err
	}
	var groups []string
	for _, grant := range answer.ResourceRoleScopes {
		// A group has two roles, "Member_<id>" and "Owner_<id>"; who owns a group is no member of it.
		if grant.Scope.System == "AadGroup" && !strings.HasPrefix(grant.Role.ID, "Owner_") {
			groups = append(groups, strings.ToLower(grant.Scope.ID))
		}
	}
	return groups, nil
}
