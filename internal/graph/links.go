package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// kind is one of the collections by which an access package names what it is incompatible with.
type kind struct {
	collection   string // below the access package
	noun         string // of a target, in messages
	target       string // path of the collection that references point into
	catalogRoute bool   // whether a POST below the catalog exists for this kind (beta)
}

var (
	// See https://learn.microsoft.com/graph/api/accesspackage-post-incompatiblegroup.
	incompatibleGroups = kind{collection: "incompatibleGroups", noun: "group", target: "/groups", catalogRoute: true}

	// See https://learn.microsoft.com/graph/api/accesspackage-post-incompatibleaccesspackage.
	incompatibleAccessPackages = kind{
		collection: "incompatibleAccessPackages", noun: "access package", target: entitlementManagement + "/accessPackages",
	}
)

// kinds are all there are.
var kinds = []kind{incompatibleGroups, incompatibleAccessPackages}

// IncompatibleGroups are the groups whose members are ineligible for an access package.
func (c *Client) IncompatibleGroups() *Links { return c.links[incompatibleGroups.collection] }

// IncompatibleAccessPackages are the access packages whose holders are ineligible for an access package.
func (c *Client) IncompatibleAccessPackages() *Links {
	return c.links[incompatibleAccessPackages.collection]
}

// Link says that whoever has the target must not have the access package. All three are GUIDs in lower case.
type Link struct {
	CatalogID       string // of the access package; empty where the caller does not know it
	AccessPackageID string
	TargetID        string
}

// Links are the links of one kind: list, add, remove.
type Links struct {
	client   *Client
	kind     kind
	route    catalogRoute
	listings *listings
}

func newLinks(client *Client, kind kind) *Links {
	l := &Links{client: client, kind: kind}
	l.listings = newListings(l.fetch)
	return l
}

// List gives what the access package is incompatible with. The package is asked once, until something writes to it.
func (l *Links) List(ctx context.Context, accessPackageID string) (*Targets, error) {
	found, err := l.listings.get(ctx, accessPackageID, 0)
	return found.targets, err
}

// Await reports whether the link is listed, and polls until the given time when it is not: a link that was made moments ago may
// not be visible yet.
func (l *Links) Await(ctx context.Context, accessPackageID, targetID string, until time.Time) (bool, error) {
	return l.listings.await(ctx, l.client.clock, accessPackageID, targetID, true, until)
}

func (l *Links) fetch(ctx context.Context, accessPackageID string) (*Targets, error) {
	targets := &Targets{byID: map[string]int{}}
	first := request{
		operation: fmt.Sprintf("listing the %ss that access package %s is incompatible with", l.kind.noun, accessPackageID),
		path:      l.path(accessPackageID),
	}
	err := l.client.each(ctx, first, func(item json.RawMessage) (bool, error) { return true, targets.add(item) })
	if err != nil {
		return nil, err
	}
	return targets, nil
}

// ListAgain lists anew, whatever was listed before. An operation whose timeout is over may still do so, to find out what it did.
func (l *Links) ListAgain(ctx context.Context, accessPackageID string) (*Targets, error) {
	ctx, cancel := pastDeadline(ctx)
	defer cancel()
	l.listings.drop(accessPackageID)
	return l.List(ctx, accessPackageID)
}

func (l *Links) isLinked(ctx context.Context, link Link) (bool, error) {
	targets, err := l.ListAgain(ctx, link.AccessPackageID)
	if err != nil {
		return false, err
	}
	return targets.Has(link.TargetID), nil
}

func (l *Links) path(accessPackageID string) string {
	return accessPackagePath(accessPackageID) + "/" + l.kind.collection
}

func accessPackagePath(id string) string {
	return entitlementManagement + "/accessPackages/" + url.PathEscape(id)
}

// post sends one request to link, on whichever route the tenant offers. It gives the id that the service answered with.
func (l *Links) post(ctx context.Context, link Link) (string, error) {
	if !l.kind.catalogRoute || l.client.version != Beta {
		return link.TargetID, l.postReference(ctx, link)
	}
	use, err := l.route.enter(ctx)
	if err != nil {
		return "", err
	}
	if use {
		id, err := l.postBelowCatalog(ctx, link)
		l.route.leave(err)
		if !isRouteNotOffered(err) {
			return id, err
		}
	}
	return link.TargetID, l.postReference(ctx, link)
}

func (l *Links) adding(link Link) string {
	return fmt.Sprintf("making %s %s incompatible with access package %s", l.kind.noun, link.TargetID, link.AccessPackageID)
}

// postBelowCatalog uses the route of the service's own metadata, which answers with the linked object.
func (l *Links) postBelowCatalog(ctx context.Context, link Link) (string, error) {
	var linked struct {
		ID string `json:"id"`
	}
	err := l.client.do(ctx, &request{
		operation: l.adding(link),
		method:    http.MethodPost,
		path: entitlementManagement + "/accessPackageCatalogs/" + url.PathEscape(link.CatalogID) +
			"/accessPackages/" + url.PathEscape(link.AccessPackageID) + "/" + l.kind.collection,
		body: map[string]string{"@odata.type": "#Microsoft.IGAELM.PDS.FrontEnd.ExternalModel.group", "id": link.TargetID},
		into: &linked,
	})
	if linked.ID == "" {
		linked.ID = link.TargetID // success without a body is success
	}
	return linked.ID, err
}

// postReference uses the published route, which neither names a catalog nor answers with anything. Only here the provider itself
// has to check the catalog.
func (l *Links) postReference(ctx context.Context, link Link) error {
	if link.CatalogID != "" {
		if err := l.client.CheckCatalog(ctx, link.AccessPackageID, link.CatalogID); err != nil {
			return err
		}
	}
	endpoint, err := l.client.session.endpoint(ctx)
	if err != nil {
		return &Error{Operation: l.adding(link), Cause: err}
	}
	target := endpoint.JoinPath(string(l.client.version), l.kind.target, link.TargetID)
	return l.client.do(ctx, &request{
		operation: l.adding(link),
		method:    http.MethodPost,
		path:      l.path(link.AccessPackageID) + "/$ref",
		body:      map[string]string{"@odata.id": target.String()},
	})
}
