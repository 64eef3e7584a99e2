package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"strings"
)

// TransitiveMembers gives the object ids (lower case) of everything that is in a group, directly or through groups inside it. An
// error ends the sequence.
//
// It does not ask for users only: Graph answers such a query from an index that may be out of date.
//
// See https://learn.microsoft.com/graph/api/group-list-transitivemembers.
func (c *Client) TransitiveMembers(ctx context.Context, groupID string) iter.Seq2[string, error] {
	const largestPage = "999"
	return func(yield func(string, error) bool) {
		err := c.each(ctx, request{
			operation: fmt.Sprintf("listing the members of group %s", groupID),
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
			return yield(strings.ToLower(member.ID), nil), nil
		})
		if err != nil {
			yield("", err)
		}
	}
}
