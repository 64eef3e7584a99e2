package graph

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
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
func (c *Client) IncompatibleGroups() *References { return c.references[incompatibleGroups.collection] }

// IncompatibleAccessPackages are the access packages whose holders are ineligible for an access package.
func (c *Client) IncompatibleAccessPackages() *References {
	return c.references[incompatibleAccessPackages.collection]
}

// Reference says that whoever has the target must not have the access package. All three are GUIDs in lower case.
type Reference struct {
	CatalogID       string // of the access package; empty where the caller does not know it
	AccessPackageID string
	TargetID        string
}

// References are the references of one kind: list, add, remove.
type References struct {
	client   *Client
	kind     kind
	route    catalogRoute
	listings *listings
}

func newLinks(client *Client, kind kind) *References {
	l := &References{client: client, kind: kind}
	l.listings = newListings(l.fetch)
	return l
}

// ListOptions say what a list has to show to be believed. The zero value takes what was listed before in this run.
type ListOptions struct {
	// Fresh lists anew, whatever was listed before. An operation whose timeout is over may still do so, to find out what it did.
	Fresh bool

	// Expect are the targets (GUIDs, lower case) of references that were made moments ago.
	Expect []string

	// Until is when a list shows what was written before: until then one that lacks a target of Expect is read again, and so is an
	// access package that is not there. The zero value waits for nothing.
	Until time.Time
}

// List gives what the access package is incompatible with. The package is asked once, until something writes to it. That it is not there
// is a [MissingError].
func (l *References) List(ctx context.Context, accessPackageID string, options ListOptions) (*Targets, error) {
	if options.Fresh {
		var cancel context.CancelFunc
		ctx, cancel = pastDeadline(ctx)
		defer cancel()
		l.listings.drop(accessPackageID)
	}
	targets, err := l.await(ctx, accessPackageID, options.Until, func(t *Targets) bool {
		return !slices.ContainsFunc(options.Expect, func(id string) bool { return !t.Has(id) })
	})
	if IsGone(err) {
		return nil, &MissingError{AccessPackage: true, Err: err}
	}
	return targets, err
}

// await polls until the list shows what it should, and gives the last list when the clock says that nothing more is to come.
func (l *References) await(ctx context.Context, accessPackageID string, until time.Time, shown func(*Targets) bool) (*Targets, error) {
	clock := l.client.clock
	var after uint64
	for attempt := 0; ; attempt++ {
		found, err := l.listings.get(ctx, accessPackageID, after)
		if err != nil && !IsGone(err) || err == nil && shown(found.targets) {
			return found.targets, err
		}
		after = found.serial
		left := until.Sub(clock.Now())
		if left <= 0 {
			return found.targets, err
		}
		wait := min(waiting.Backoff(attempt), left)
		tflog.Info(ctx, "The list does not show the change yet; reading it again", map[string]any{
			"access_package_id": accessPackageID, "wait": wait.String(),
		})
		if err := waiting.Within(ctx, clock, wait); err != nil {
			if ctx.Err() == nil { // it would have, and nobody asked for this wait
				err = context.DeadlineExceeded
			}
			return nil, &Error{Operation: l.listing(accessPackageID), Cause: fmt.Errorf("the list may still change: %w", err)}
		}
	}
}

func (l *References) listing(accessPackageID string) string {
	return fmt.Sprintf("listing the %ss that access package %s is incompatible with", l.kind.noun, accessPackageID)
}

func (l *References) fetch(ctx context.Context, accessPackageID string) (*Targets, error) {
	targets := &Targets{byID: map[string]int{}}
	first := request{
		operation: l.listing(accessPackageID),
		path:      l.path(accessPackageID),
	}
	err := l.client.each(ctx, first, func(item json.RawMessage) (bool, error) { return true, targets.add(item) })
	if err != nil {
		return nil, err
	}
	return targets, nil
}

func (l *References) isThere(ctx context.Context, reference Reference) (bool, error) {
	targets, err := l.List(ctx, reference.AccessPackageID, ListOptions{Fresh: true})
	if err != nil {
		return false, err
	}
	return targets.Has(reference.TargetID), nil
}

func (l *References) path(accessPackageID string) string {
	return accessPackagePath(accessPackageID) + "/" + l.kind.collection
}

func accessPackagePath(id string) string {
	return entitlementManagement + "/accessPackages/" + url.PathEscape(id)
}

// post sends one request to make the reference, on whichever route the tenant offers. It gives the id that the service answered with.
func (l *References) post(ctx context.Context, reference Reference) (string, error) {
	if !l.kind.catalogRoute || l.client.version != Beta {
		return reference.TargetID, l.postReference(ctx, reference)
	}
	use, err := l.route.enter(ctx)
	if err != nil {
		return "", err
	}
	if use {
		id, err := l.postBelowCatalog(ctx, reference)
		l.route.leave(err)
		if !isRouteNotOffered(err) {
			return id, err
		}
	}
	return reference.TargetID, l.postReference(ctx, reference)
}

func (l *References) adding(reference Reference) string {
	return fmt.Sprintf("making %s %s incompatible with access package %s", l.kind.noun, reference.TargetID, reference.AccessPackageID)
}

// postBelowCatalog uses the route of the service's own metadata, which answers with the linked object.
func (l *References) postBelowCatalog(ctx context.Context, reference Reference) (string, error) {
	var linked struct {
		ID string `json:"id"`
	}
	err := l.client.do(ctx, &request{
		operation: l.adding(reference),
		method:    http.MethodPost,
		path: entitlementManagement + "/accessPackageCatalogs/" + url.PathEscape(reference.CatalogID) +
			"/accessPackages/" + url.PathEscape(reference.AccessPackageID) + "/" + l.kind.collection,
		body: map[string]string{"@odata.type": "#Microsoft.IGAELM.PDS.FrontEnd.ExternalModel.group", "id": reference.TargetID},
		into: &linked,
	})
	if linked.ID == "" {
		linked.ID = reference.TargetID // success without a body is success
	}
	return linked.ID, err
}

// postReference uses the published route, which neither names a catalog nor answers with anything. Only here the provider itself
// has to check the catalog.
func (l *References) postReference(ctx context.Context, reference Reference) error {
	if reference.CatalogID != "" {
		if err := l.client.CheckCatalog(ctx, reference.AccessPackageID, reference.CatalogID); err != nil {
			return err
		}
	}
	endpoint, err := l.client.session.Endpoint(ctx)
	if err != nil {
		return &Error{Operation: l.adding(reference), Cause: err}
	}
	target := endpoint.JoinPath(string(l.client.version), l.kind.target, reference.TargetID)
	return l.client.do(ctx, &request{
		operation: l.adding(reference),
		method:    http.MethodPost,
		path:      l.path(reference.AccessPackageID) + "/$ref",
		body:      map[string]string{"@odata.id": target.String()},
	})
}
