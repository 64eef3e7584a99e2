package graph

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// CatalogMismatchError says that an access package is in another catalog than was claimed.
type CatalogMismatchError struct {
	AccessPackageID, CatalogID, ActualCatalogID string
}

func (e *CatalogMismatchError) Error() string {
	return fmt.Sprintf(
		"access package %s is in catalog %s, not in %s", e.AccessPackageID, e.ActualCatalogID, e.CatalogID,
	)
}

// packageReader reads access packages and catalogs.
type packageReader struct {
	wire  *wire.Client
	names *names
	kept  reads[string, AccessPackage]
}

// AccessPackage reads an access package with the catalog that it is in, once per run.
//
// See https://learn.microsoft.com/graph/api/accesspackage-get.
func (p *packageReader) AccessPackage(ctx context.Context, id string) (AccessPackage, error) {
	return p.kept.once(ctx, readingAccessPackage(id), id, func(ctx context.Context) (AccessPackage, error) {
		return p.readAccessPackage(ctx, id)
	})
}

// readAccessPackage reads an access package, whatever was read before.
func (p *packageReader) readAccessPackage(ctx context.Context, id string) (AccessPackage, error) {
	var record accessPackageRecord
	r := &wire.Request{
		Operation: readingAccessPackage(id), Method: http.MethodGet, Path: accessPackagePath(id),
		Query: url.Values{"$expand": {p.catalogProperty()}}, Into: &record,
	}
	if err := p.wire.Do(ctx, r); err != nil {
		return AccessPackage{}, err
	}
	read, err := record.accessPackage("")
	if err == nil && read.ID != id {
		err = errAnotherObject
	}
	if err != nil {
		return AccessPackage{}, &wire.Error{Operation: r.Operation, Cause: err}
	}
	p.keepNames(read)
	return read, nil
}

// AwaitAccessPackage reads an access package that may be only moments old: it looks again until the given time. If it
// isn't there then, the error is a [MissingError].
func (p *packageReader) AwaitAccessPackage(ctx context.Context, id string, until time.Time) (AccessPackage, error) {
	for attempt := 0; ; attempt++ {
		found, err := p.AccessPackage(ctx, id)
		if !IsGone(err) {
			return found, err
		}
		left := until.Sub(p.wire.Clock().Now())
		if left <= 0 || waiting.Within(ctx, p.wire.Clock(), min(waiting.Backoff(attempt), left)) != nil {
			return AccessPackage{}, &MissingError{AccessPackage: true, Err: err}
		}
	}
}

func readingAccessPackage(id string) string { return fmt.Sprintf("reading access package %s", id) }

// CheckCatalog reports a [CatalogMismatchError] unless the access package is in the catalog.
func (p *packageReader) CheckCatalog(ctx context.Context, accessPackageID, catalogID string) error {
	accessPackage, err := p.AccessPackage(ctx, accessPackageID)
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
	Catalog              Object `json:"catalog"`
	AccessPackageCatalog Object `json:"accessPackageCatalog"`
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
func (p *packageReader) AccessPackages(ctx context.Context, catalogID string) iter.Seq2[AccessPackage, error] {
	return func(yield func(AccessPackage, error) bool) {
		seen := map[string]bool{}
		err := wire.Each(ctx, p.wire, p.accessPackagesRequest(catalogID), func(record accessPackageRecord) (bool, error) {
			found, err := record.accessPackage(catalogID)
			if err == nil && catalogID != "" && found.CatalogID != catalogID {
				err = errFilterIgnored
			}
			if err != nil || seen[found.ID] {
				return err == nil, err
			}
			seen[found.ID] = true
			p.keepNames(found)
			p.kept.keep(found.ID, found)
			return yield(found, nil), nil
		})
		if err == nil && len(seen) == 0 && catalogID != "" {
			err = p.CatalogExists(ctx, catalogID)
		}
		if err != nil {
			yield(AccessPackage{}, err)
		}
	}
}

func (p *packageReader) accessPackagesRequest(catalogID string) wire.Request {
	r := wire.Request{
		Operation: "listing the access packages of the tenant",
		Path:      entitlementManagement + "/accessPackages",
		Query:     url.Values{},
	}
	catalog := p.catalogProperty()
	if catalogID != "" {
		r.Operation = fmt.Sprintf("listing the access packages of catalog %s", catalogID)
		r.Query.Set("$filter", fmt.Sprintf("%s/id eq '%s'", catalog, catalogID))
	}
	r.Query.Set("$expand", catalog)
	return r
}

// catalogProperty is what each version calls the catalog of an access package. Only when expanded does it give its name
// and, in v1.0, its ID.
func (p *packageReader) catalogProperty() string {
	if p.wire.Version() == wire.Beta {
		return "accessPackageCatalog"
	}
	return "catalog"
}

// accessPackage checks what was read. An answer that doesn't name the catalog is about the one that was asked for.
func (record *accessPackageRecord) accessPackage(catalogID string) (AccessPackage, error) {
	catalogID = cmp.Or(record.AccessPackageCatalog.ID, record.Catalog.ID, record.CatalogID, catalogID)
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

func (p *packageReader) keepNames(read AccessPackage) {
	p.names.keep(read.ID, read.DisplayName)
	p.names.keep(read.CatalogID, read.CatalogName)
}

// AccessPackagesIncompatibleWith gives the reverse view: the access packages that name this one as incompatible.
//
// See https://learn.microsoft.com/graph/api/accesspackage-list-accesspackagesincompatiblewith.
func (p *packageReader) AccessPackagesIncompatibleWith(ctx context.Context, accessPackageID string) (*Targets, error) {
	return p.readTargets(ctx, accessPackageID, wire.Request{
		Operation: fmt.Sprintf("listing the access packages that exclude access package %s", accessPackageID),
		Path:      accessPackagePath(accessPackageID) + "/accessPackagesIncompatibleWith",
	})
}

// readTargets reads a list below an access package.
func (p *packageReader) readTargets(ctx context.Context, accessPackageID string, first wire.Request) (*Targets, error) {
	targets := newTargets(p.wire.Clock().Now())
	add := func(object Object) (bool, error) { return true, targets.add(object) }
	if err := wire.Each(ctx, p.wire, first, add); err != nil {
		return nil, p.judgePart(ctx, accessPackageID, err)
	}
	return targets, nil
}

// judgePart finds out what a 404 about something below an access package means, by reading the access package: either
// it doesn't exist, or the service didn't answer what was asked.
func (p *packageReader) judgePart(ctx context.Context, accessPackageID string, err error) error {
	if !IsGone(err) || IsAccessPackageGone(err) {
		return err
	}
	if _, packageErr := p.readAccessPackage(ctx, accessPackageID); packageErr != nil {
		return packageErr
	}
	return &partMissingError{err}
}

// CatalogExists reads a catalog, and keeps its name.
//
// See https://learn.microsoft.com/graph/api/accesspackagecatalog-get.
func (p *packageReader) CatalogExists(ctx context.Context, id string) error {
	collection := "catalogs"
	if p.wire.Version() == wire.Beta {
		collection = "accessPackageCatalogs"
	}
	catalog, err := readOne(ctx, p.wire, id, Object.id, wire.Request{
		Operation: fmt.Sprintf("reading catalog %s", id),
		Path:      entitlementManagement + "/" + collection + "/" + url.PathEscape(id),
	})
	p.names.keep(id, catalog.DisplayName)
	return err
}
