package graph

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// AccessPackage is what the provider needs to know of an access package.
type AccessPackage struct {
	ID          string // GUID, lower case
	DisplayName string
	CatalogID   string // GUID, lower case
	CatalogName string // empty where it was not read
}

// CatalogMismatchError says that an access package is in another catalog than was claimed.
type CatalogMismatchError struct {
	AccessPackageID, CatalogID, ActualCatalogID string
}

func (e *CatalogMismatchError) Error() string {
	return fmt.Sprintf(
		"access package %s is in catalog %s, not in %s", e.AccessPackageID, e.ActualCatalogID, e.CatalogID,
	)
}

// AccessPackage reads an access package with the catalog that it is in, once per run.
//
// See https://learn.microsoft.com/graph/api/accesspackage-get.
func (c *Client) AccessPackage(ctx context.Context, id string) (AccessPackage, error) {
	return c.accessPackages.once(ctx, readingAccessPackage(id), id, func(ctx context.Context) (AccessPackage, error) {
		return c.readAccessPackage(ctx, id)
	})
}

// readAccessPackage reads an access package, whatever was read before.
func (c *Client) readAccessPackage(ctx context.Context, id string) (AccessPackage, error) {
	var item json.RawMessage
	r := &wire.Request{
		Operation: readingAccessPackage(id), Method: http.MethodGet, Path: accessPackagePath(id),
		Query: url.Values{"$expand": {c.catalogProperty()}}, Into: &item,
	}
	if err := c.wire.Do(ctx, r); err != nil {
		return AccessPackage{}, err
	}
	read, err := decodeAccessPackage(item, "")
	if err == nil && read.ID != id {
		err = errAnotherObject
	}
	if err != nil {
		return AccessPackage{}, &wire.Error{Operation: r.Operation, Cause: err}
	}
	c.keepNames(read)
	return read, nil
}

func readingAccessPackage(id string) string { return fmt.Sprintf("reading access package %s", id) }

// CheckCatalog reports a [CatalogMismatchError] unless the access package is in the catalog.
func (c *Client) CheckCatalog(ctx context.Context, accessPackageID, catalogID string) error {
	accessPackage, err := c.AccessPackage(ctx, accessPackageID)
	if err != nil {
		return err
	}
	if accessPackage.CatalogID != catalogID {
		return &CatalogMismatchError{
			AccessPackageID: accessPackageID,
			CatalogID:       catalogID,
			ActualCatalogID: accessPackage.CatalogID,
		}
	}
	return nil
}

// accessPackageRecord is an access package as either version of Graph writes it.
type accessPackageRecord struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
	CatalogID   string `json:"catalogId"` // beta

	// Where they were expanded: in v1.0, in beta.
	Catalog              catalogRecord `json:"catalog"`
	AccessPackageCatalog catalogRecord `json:"accessPackageCatalog"`
}

type catalogRecord struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
}

// AccessPackages gives the access packages of a catalog, or, for an empty id, all that the caller may read in the
// tenant. It asks for a page when the one before it is used up, and gives each once: pages may overlap. An error ends
// the sequence.
//
// A catalog's packages are found by the filter that Microsoft's PowerShell module uses: unlike $expand=accessPackages
// on the catalog it pages. A catalog that does not exist would look empty that way, so an empty answer is believed only
// after reading the catalog.
//
// See https://learn.microsoft.com/graph/api/entitlementmanagement-list-accesspackages.
func (c *Client) AccessPackages(ctx context.Context, catalogID string) iter.Seq2[AccessPackage, error] {
	return func(yield func(AccessPackage, error) bool) {
		seen := map[string]bool{}
		err := c.wire.Each(ctx, c.accessPackagesRequest(catalogID), func(item json.RawMessage) (bool, error) {
			found, err := decodeAccessPackage(item, catalogID)
			if err == nil && catalogID != "" && found.CatalogID != catalogID {
				err = errFilterIgnored
			}
			if err != nil || seen[found.ID] {
				return err == nil, err
			}
			seen[found.ID] = true
			c.keepNames(found)
			c.accessPackages.keep(found.ID, found)
			return yield(found, nil), nil
		})
		if err == nil && len(seen) == 0 && catalogID != "" {
			_, err = c.Catalog(ctx, catalogID)
		}
		if err != nil {
			yield(AccessPackage{}, err)
		}
	}
}

func (c *Client) accessPackagesRequest(catalogID string) wire.Request {
	r := wire.Request{
		Operation: "listing the access packages of the tenant",
		Path:      entitlementManagement + "/accessPackages",
		Query:     url.Values{},
	}
	catalog := c.catalogProperty()
	if catalogID != "" {
		r.Operation = fmt.Sprintf("listing the access packages of catalog %s", catalogID)
		r.Query.Set("$filter", fmt.Sprintf("%s/id eq '%s'", catalog, catalogID))
	}
	r.Query.Set("$expand", catalog)
	return r
}

// catalogProperty is what each version calls the catalog of an access package. Only when expanded does it give its name
// and, in v1.0, its ID.
func (c *Client) catalogProperty() string {
	if c.wire.Version() == wire.Beta {
		return "accessPackageCatalog"
	}
	return "catalog"
}

func decodeAccessPackage(item json.RawMessage, catalogID string) (AccessPackage, error) {
	var record accessPackageRecord
	if err := json.Unmarshal(item, &record); err != nil {
		return AccessPackage{}, fmt.Errorf("an access package can't be read: %w", err)
	}
	for _, id := range []string{record.CatalogID, record.Catalog.ID, record.AccessPackageCatalog.ID} {
		if id != "" {
			catalogID = id
		}
	}
	if record.ID == "" || catalogID == "" {
		return AccessPackage{}, errors.New("an access package lacks its ID or its catalog")
	}
	return AccessPackage{
		ID:          strings.ToLower(record.ID),
		DisplayName: record.DisplayName,
		CatalogID:   strings.ToLower(catalogID),
		CatalogName: cmp.Or(record.Catalog.DisplayName, record.AccessPackageCatalog.DisplayName),
	}, nil
}

func (c *Client) keepNames(p AccessPackage) {
	c.names.keep(p.ID, p.DisplayName)
	c.names.keep(p.CatalogID, p.CatalogName)
}

// AccessPackagesIncompatibleWith gives the reverse view: the access packages that name this one as incompatible.
//
// See https://learn.microsoft.com/graph/api/accesspackage-list-accesspackagesincompatiblewith.
func (c *Client) AccessPackagesIncompatibleWith(ctx context.Context, accessPackageID string) (*Targets, error) {
	targets := newTargets()
	err := c.wire.Each(ctx, wire.Request{
		Operation: fmt.Sprintf("listing the access packages that exclude access package %s", accessPackageID),
		Path:      accessPackagePath(accessPackageID) + "/accessPackagesIncompatibleWith",
	}, func(item json.RawMessage) (bool, error) { return true, targets.add(item) })
	if err != nil {
		return nil, c.judgePart(ctx, accessPackageID, err)
	}
	return targets, nil
}

// errFilterIgnored marks a list that holds more than was asked for. It could just as well hold less.
var errFilterIgnored = errors.New("the service ignored the filter: the list contains objects that don't match it")

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
	if c.wire.Version() == wire.Beta {
		collection = "accessPackageCatalogs"
	}
	var answer struct {
		ID          string `json:"id"`
		DisplayName string `json:"displayName"`
	}
	r := &wire.Request{
		Operation: fmt.Sprintf("reading catalog %s", id),
		Method:    http.MethodGet,
		Path:      entitlementManagement + "/" + collection + "/" + url.PathEscape(id),
		Into:      &answer,
	}
	if err := c.wire.Do(ctx, r); err != nil {
		return Catalog{}, err
	}
	if !strings.EqualFold(answer.ID, id) {
		return Catalog{}, &wire.Error{Operation: r.Operation, Cause: errAnotherObject}
	}
	c.names.keep(id, answer.DisplayName)
	return Catalog{ID: id, DisplayName: answer.DisplayName}, nil
}
