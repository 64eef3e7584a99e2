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

// accessPackageRecord is an access package as either version of Graph writes it.
type accessPackageRecord struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
	CatalogID   string `json:"catalogId"` // beta
	Catalog     struct {
		ID string `json:"id"`
	} `json:"catalog"` // v1.0, where it was expanded
}

// AccessPackages gives the access packages of a catalog, or, for an empty id, all that the caller may read in the tenant. It asks for
// a page when the one before it is used up. An error ends the sequence.
//
// A catalog's packages are found by the filter that Microsoft's PowerShell module uses: unlike $expand=accessPackages on the catalog
// it pages. A catalog that does not exist would look empty that way, so an empty answer is believed only after reading the catalog.
//
// See https://learn.microsoft.com/graph/api/entitlementmanagement-list-accesspackages.
func (c *Client) AccessPackages(ctx context.Context, catalogID string) iter.Seq2[AccessPackage, error] {
	return func(yield func(AccessPackage, error) bool) {
		empty := true
		err := c.each(ctx, c.accessPackagesRequest(catalogID), func(item json.RawMessage) (bool, error) {
			empty = false
			found, err := readAccessPackage(item, catalogID)
			if err != nil {
				return false, err
			}
			c.packages.keep(found)
			return yield(found, nil), nil
		})
		if err == nil && empty && catalogID != "" {
			_, err = c.Catalog(ctx, catalogID)
		}
		if err != nil {
			yield(AccessPackage{}, err)
		}
	}
}

func (c *Client) accessPackagesRequest(catalogID string) request {
	r := request{operation: "listing the access packages of the tenant", path: entitlementManagement + "/accessPackages", query: url.Values{}}
	catalog := "catalog"
	if c.version == Beta {
		catalog = "accessPackageCatalog"
	}
	switch {
	case catalogID != "":
		r.operation = fmt.Sprintf("listing the access packages of catalog %s", catalogID)
		r.query.Set("$filter", fmt.Sprintf("%s/id eq '%s'", catalog, catalogID))
	case c.version == V1:
		r.query.Set("$expand", catalog) // else nothing tells the catalog
	}
	return r
}

func readAccessPackage(item json.RawMessage, catalogID string) (AccessPackage, error) {
	var record accessPackageRecord
	if err := json.Unmarshal(item, &record); err != nil {
		return AccessPackage{}, fmt.Errorf("an access package cannot be read: %w", err)
	}
	for _, id := range []string{record.CatalogID, record.Catalog.ID} {
		if id != "" {
			catalogID = id
		}
	}
	if record.ID == "" || catalogID == "" {
		return AccessPackage{}, errors.New("an access package lacks its id or its catalog")
	}
	return AccessPackage{ID: strings.ToLower(record.ID), DisplayName: record.DisplayName, CatalogID: strings.ToLower(catalogID)}, nil
}

// keep saves a later [Client.AccessPackage] its request.
func (p *accessPackages) keep(found AccessPackage) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known[found.ID] = found
}
