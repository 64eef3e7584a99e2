package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// errAnotherObject marks an answer that is about something else than what was asked for.
var errAnotherObject = errors.New("the answer is about another object")

// Catalog is a container of access packages.
type Catalog struct {
	ID          string // GUID, lower case
	DisplayName string
}

// Catalog reads a catalog.
//
// See https://learn.microsoft.com/graph/api/accesspackagecatalog-get.
func (c *Client) Catalog(ctx context.Context, id string) (Catalog, error) {
	collection := "catalogs"
	if c.version == Beta {
		collection = "accessPackageCatalogs"
	}
	var answer struct {
		ID          string `json:"id"`
		DisplayName string `json:"displayName"`
	}
	r := &request{
		operation: fmt.Sprintf("reading catalog %s", id),
		method:    http.MethodGet,
		path:      entitlementManagement + "/" + collection + "/" + url.PathEscape(id),
		into:      &answer,
	}
	if err := c.do(ctx, r); err != nil {
		return Catalog{}, err
	}
	if !strings.EqualFold(answer.ID, id) {
		return Catalog{}, &Error{Operation: r.operation, Cause: errAnotherObject}
	}
	return Catalog{ID: id, DisplayName: answer.DisplayName}, nil
}
