package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

const assignmentsPath = entitlementManagement + "/assignments"

// Holders are the object ids (lower case) of people.
type Holders map[string]bool

// Holders gives the people to whom an access package is delivered. Like everything about assignments it is asked of v1.0, where
// applications may ask for all of it.
//
// An unknown access package looks like one that nobody holds, so an empty answer is believed only after reading the package.
//
// See https://learn.microsoft.com/graph/api/entitlementmanagement-list-assignments.
func (c *Client) Holders(ctx context.Context, accessPackageID string) (Holders, error) {
	holders, err := c.holders(ctx, request{
		operation: fmt.Sprintf("listing the assignments of access package %s", accessPackageID),
		path:      assignmentsPath,
		query: url.Values{
			"$filter": {fmt.Sprintf("accessPackage/id eq '%s' and state eq 'Delivered'", accessPackageID)},
			"$expand": {"target"},
		},
		version: V1,
	})
	if err == nil && len(holders) == 0 {
		_, err = c.AccessPackage(ctx, accessPackageID)
	}
	return holders, err
}

// HoldersOfBoth gives the people who hold two access packages.
//
// Some revisions of Microsoft's page keep applications from asking this question. Where the answer is 403, the assignments of
// both packages are compared instead.
//
// See https://learn.microsoft.com/graph/api/accesspackageassignment-additionalaccess.
func (c *Client) HoldersOfBoth(ctx context.Context, accessPackageID, otherID string) (Holders, error) {
	both, err := c.holders(ctx, request{
		operation: fmt.Sprintf("listing who holds both access package %s and %s", accessPackageID, otherID),
		path: fmt.Sprintf("%s/additionalAccess(accessPackageId='%s',incompatibleAccessPackageId='%s')",
			assignmentsPath, url.PathEscape(accessPackageID), url.PathEscape(otherID)),
		query:   url.Values{"$expand": {"target"}},
		version: V1,
	})
	if IsForbidden(err) {
		return c.compareHolders(ctx, accessPackageID, otherID)
	}
	for _, id := range []string{accessPackageID, otherID} {
		if err == nil && len(both) == 0 {
			_, err = c.AccessPackage(ctx, id)
		}
	}
	return both, err
}

func (c *Client) compareHolders(ctx context.Context, accessPackageID, otherID string) (Holders, error) {
	holders, err := c.Holders(ctx, accessPackageID)
	if err != nil {
		return nil, err
	}
	others, err := c.Holders(ctx, otherID)
	if err != nil {
		return nil, err
	}
	both := Holders{}
	for id := range holders {
		if others[id] {
			both[id] = true
		}
	}
	return both, nil
}

// holders reads a collection of assignments. Somebody may hold one access package by several policies and counts once.
func (c *Client) holders(ctx context.Context, first request) (Holders, error) {
	holders := Holders{}
	err := c.each(ctx, first, func(item json.RawMessage) (bool, error) {
		var assignment struct {
			State  string `json:"state"`
			Target struct {
				ObjectID string `json:"objectId"`
			} `json:"target"`
		}
		if err := json.Unmarshal(item, &assignment); err != nil {
			return false, fmt.Errorf("an assignment cannot be read: %w", err)
		}
		if assignment.State != "" && !strings.EqualFold(assignment.State, "delivered") {
			return true, nil
		}
		if assignment.Target.ObjectID == "" {
			return false, errors.New("an assignment does not say whose it is")
		}
		holders[strings.ToLower(assignment.Target.ObjectID)] = true
		return true, nil
	})
	if err != nil {
		return nil, err
	}
	return holders, nil
}
