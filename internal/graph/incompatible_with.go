package graph

import (
	"context"
	"encoding/json"
	"fmt"
)

// AccessPackagesIncompatibleWith gives the reverse view: the access packages that name this one as incompatible.
//
// See https://learn.microsoft.com/graph/api/accesspackage-list-accesspackagesincompatiblewith.
func (c *Client) AccessPackagesIncompatibleWith(ctx context.Context, accessPackageID string) (*Targets, error) {
	targets := &Targets{byID: map[string]int{}}
	err := c.each(ctx, request{
		operation: fmt.Sprintf("listing the access packages that are incompatible with access package %s", accessPackageID),
		path:      accessPackagePath(accessPackageID) + "/accessPackagesIncompatibleWith",
	}, func(item json.RawMessage) (bool, error) { return true, targets.add(item) })
	if err != nil {
		return nil, err
	}
	return targets, nil
}
