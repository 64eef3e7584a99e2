package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// Group is a group of the directory.
type Group struct {
	ID              string // GUID, lower case
	DisplayName     string
	SecurityEnabled bool
	MailEnabled     bool
	GroupTypes      []string // "Unified" for a Microsoft 365 group
}

const groupsPath = "/groups/"

// Group reads a group of the directory, once per run. The caller needs GroupMember.Read.All, which managing rules does not.
//
// See https://learn.microsoft.com/graph/api/group-get.
func (c *Client) Group(ctx context.Context, id string) (Group, error) {
	operation := fmt.Sprintf("reading group %s", id)
	found, err := c.reads.once(ctx, operation, nil, func(ctx context.Context) (*answer, error) {
		var group Group
		err := c.do(ctx, &request{
			operation: operation,
			method:    http.MethodGet,
			path:      groupPath(id),
			query:     url.Values{"$select": {"id,displayName,securityEnabled,mailEnabled,groupTypes"}},
			into:      &group,
			version:   V1,
		})
		if err == nil && !strings.EqualFold(group.ID, id) {
			err = &Error{Operation: operation, Cause: errAnotherObject}
		}
		group.ID = id
		return withRefusal(&answer{group: group}, err)
	})
	if err != nil {
		return Group{}, err
	}
	return found.group, found.refusal
}

// withRefusal keeps a refusal too: it would be the same for the next who asks.
func withRefusal(found *answer, err error) (*answer, error) {
	if isRefusal(err) {
		return &answer{refusal: err}, nil
	}
	return found, err
}

func groupPath(id string) string { return groupsPath + url.PathEscape(id) }

// GrantedGroups gives the ids (lower case) of the groups whose membership an access package grants. It is read once per run; the caller
// must not change the slice.
//
// See https://learn.microsoft.com/graph/api/accesspackage-list-resourcerolescopes.
func (c *Client) GrantedGroups(ctx context.Context, accessPackageID string) ([]string, error) {
	operation := fmt.Sprintf("reading what access package %s grants", accessPackageID)
	found, err := c.reads.once(ctx, operation, nil, func(ctx context.Context) (*answer, error) {
		var grants grantedRoles
		err := c.do(ctx, &request{
			operation: operation,
			method:    http.MethodGet,
			path:      accessPackagePath(accessPackageID),
			query:     url.Values{"$expand": {"resourceRoleScopes($expand=role,scope)"}},
			into:      &grants,
			version:   V1, // beta names all of this differently
		})
		return withRefusal(&answer{grantedGroups: grants.groups()}, err)
	})
	if err != nil {
		return nil, err
	}
	return found.grantedGroups, found.refusal
}

// grantedRoles is what an access package grants: roles in groups and applications.
type grantedRoles struct {
	ResourceRoleScopes []struct {
		Role  resourceOrigin `json:"role"`
		Scope resourceOrigin `json:"scope"`
	} `json:"resourceRoleScopes"`
}

// resourceOrigin names something of the system that entitlement management grants it in.
type resourceOrigin struct {
	ID     string `json:"originId"`
	System string `json:"originSystem"`
}

// groups are those that one becomes a member of. A group has two roles, "Member_<id>" and "Owner_<id>"; who owns a group is no member of it.
func (g *grantedRoles) groups() []string {
	var ids []string
	for _, grant := range g.ResourceRoleScopes {
		if grant.Scope.System == "AadGroup" && !strings.HasPrefix(grant.Role.ID, "Owner_") {
			ids = append(ids, strings.ToLower(grant.Scope.ID))
		}
	}
	return ids
}

// Members gives everything that is in a group, directly or through groups inside it, by object id, asked once per run.
//
// It does not ask for users only: Graph answers such a query from an index that may be out of date.
//
// See https://learn.microsoft.com/graph/api/group-list-transitivemembers.
func (c *Client) Members(ctx context.Context, groupID string) (Subjects, error) {
	const largestPage = "999"
	operation := fmt.Sprintf("listing the members of group %s", groupID)
	found, err := c.reads.once(ctx, operation, nil, func(ctx context.Context) (*answer, error) {
		var members Subjects
		err := c.each(ctx, request{
			operation: operation,
			path:      groupPath(groupID) + "/transitiveMembers",
			query:     url.Values{"$select": {"id"}, "$top": {largestPage}},
			version:   V1,
		}, func(item json.RawMessage) (bool, error) {
			var member struct {
				ID string `json:"id"`
			}
			if err := json.Unmarshal(item, &member); err != nil {
				return false, fmt.Errorf("a member cannot be read: %w", err)
			}
			if member.ID == "" {
				return false, errors.New("a member has no id")
			}
			members = members.with(c.subjects, strings.ToLower(member.ID))
			return true, nil
		})
		return withRefusal(&answer{members: members}, err)
	})
	if err != nil {
		return Subjects{}, err
	}
	return found.members, found.refusal
}
