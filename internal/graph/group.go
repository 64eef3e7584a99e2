package graph

import (
	"context"
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

// Group reads a group of the directory. The caller needs GroupMember.Read.All, which managing rules does not.
//
// See https://learn.microsoft.com/graph/api/group-get.
func (c *Client) Group(ctx context.Context, id string) (Group, error) {
	var group Group
	r := &request{
		operation: fmt.Sprintf("reading group %s", id),
		method:    http.MethodGet,
		path:      groupPath(id),
		query:     url.Values{"$select": {"id,displayName,securityEnabled,mailEnabled,groupTypes"}},
		into:      &group,
		version:   V1,
	}
	if err := c.do(ctx, r); err != nil {
		return Group{}, err
	}
	if !strings.EqualFold(group.ID, id) {
		return Group{}, &Error{Operation: r.operation, Cause: errAnotherObject}
	}
	group.ID = id
	return group, nil
}

func groupPath(id string) string { return "/groups/" + url.PathEscape(id) }
