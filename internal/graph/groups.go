package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
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
		err := c.wire.Do(ctx, &wire.Request{
			Operation: operation,
			Method:    http.MethodGet,
			Path:      groupPath(id),
			Query:     url.Values{"$select": {"id,displayName,securityEnabled,mailEnabled,groupTypes"}},
			Into:      &group,
			Version:   wire.V1,
		})
		if err == nil && !strings.EqualFold(group.ID, id) {
			err = &wire.Error{Operation: operation, Cause: errAnotherObject}
		}
		group.ID = id
		c.names.keep(id, group.DisplayName)
		if IsGone(err) {
			return nil, err // it may have been made moments ago, and be there for the next who asks
		}
		return withRefusal(&answer{group: group}, err)
	})
	if err != nil {
		return Group{}, err
	}
	return found.group, found.refusal
}

// withRefusal keeps a refusal that would be the same for the next who asks. Others, such as a 429 for which the reader had no time, would not.
func withRefusal(found *answer, err error) (*answer, error) {
	if wire.IsForbidden(err) || IsGone(err) {
		return &answer{refusal: err}, nil
	}
	return found, err
}

func groupPath(id string) string { return groupsPath + url.PathEscape(id) }

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
		err := c.wire.Each(ctx, wire.Request{
			Operation: operation,
			Path:      groupPath(groupID) + "/transitiveMembers",
			Query:     url.Values{"$select": {"id"}, "$top": {largestPage}},
			Version:   wire.V1,
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
