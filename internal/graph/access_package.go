package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"sync"

	"golang.org/x/sync/singleflight"
)

// AccessPackage is what the provider needs to know of an access package.
type AccessPackage struct {
	ID          string // GUID, lower case
	DisplayName string
	CatalogID   string // GUID, lower case
}

// CatalogMismatchError says that an access package is in another catalog than was claimed.
type CatalogMismatchError struct {
	AccessPackageID, CatalogID, ActualCatalogID string
}

func (e *CatalogMismatchError) Error() string {
	return fmt.Sprintf("access package %s is in catalog %s, not in %s", e.AccessPackageID, e.ActualCatalogID, e.CatalogID)
}

// accessPackages keeps what was read, once per access package and run.
type accessPackages struct {
	client  *Client
	flights singleflight.Group

	mu    sync.Mutex
	known map[string]AccessPackage
}

func newAccessPackages(client *Client) *accessPackages {
	return &accessPackages{client: client, known: map[string]AccessPackage{}}
}

// AccessPackage reads an access package with the catalog that it is in, once per run.
//
// See https://learn.microsoft.com/graph/api/accesspackage-get.
func (c *Client) AccessPackage(ctx context.Context, id string) (AccessPackage, error) {
	p := c.packages
	for {
		p.mu.Lock()
		known, ok := p.known[id]
		p.mu.Unlock()
		if ok {
			return known, nil
		}
		own := false
		flight := p.flights.DoChan(id, func() (any, error) {
			own = true
			return nil, p.read(ctx, id)
		})
		select {
		case <-ctx.Done():
			return AccessPackage{}, ctx.Err()
		case result := <-flight:
			if result.Err != nil && (own || !ranOutOfTime(result.Err)) {
				return AccessPackage{}, result.Err
			}
		}
	}
}

func (p *accessPackages) read(ctx context.Context, id string) error {
	var answer json.RawMessage
	r := &request{
		operation: fmt.Sprintf("reading access package %s", id),
		method:    http.MethodGet,
		path:      accessPackagePath(id),
		into:      &answer,
	}
	if p.client.version == V1 {
		r.query = url.Values{"$expand": {"catalog"}}
	}
	if err := p.client.do(ctx, r); err != nil {
		return err
	}
	found, err := readAccessPackage(answer, "")
	if err == nil && found.ID != id {
		err = errAnotherObject
	}
	if err != nil {
		return &Error{Operation: r.operation, Cause: err}
	}
	p.keep(found)
	return nil
}

// CheckCatalog reports a [CatalogMismatchError] unless the access package is in the catalog.
func (c *Client) CheckCatalog(ctx context.Context, accessPackageID, catalogID string) error {
	accessPackage, err := c.AccessPackage(ctx, accessPackageID)
	if err != nil {
		return err
	}
	if accessPackage.CatalogID != catalogID {
		return &CatalogMismatchError{AccessPackageID: accessPackageID, CatalogID: catalogID, ActualCatalogID: accessPackage.CatalogID}
	}
	return nil
}
