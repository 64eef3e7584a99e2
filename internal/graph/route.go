package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync"

	"golang.org/x/sync/semaphore"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// post adds the reference on the route that the tenant offers. It returns the ID that the service answered with, and
// whether an attempt may have been carried out although the service didn't say so.
func (r *References) post(ctx context.Context, reference Reference) (id string, unsure bool, err error) {
	if !r.kind.catalogRoute || r.client.wire.Version() != wire.Beta {
		unsure, err = r.postReference(ctx, reference)
		return reference.TargetID, unsure, err
	}
	use, leave, err := r.route.enter(ctx)
	if err != nil {
		return "", false, &wire.Error{Operation: r.adding(reference), Cause: err}
	}
	if use {
		id, unsure, err = r.postBelowCatalog(ctx, reference)
		leave(err)
		if !isRouteNotOffered(err) {
			return id, unsure, err
		}
	}
	unsure, err = r.postReference(ctx, reference)
	return reference.TargetID, unsure, err
}

func (r *References) adding(reference Reference) string {
	return fmt.Sprintf(
		"adding the rule about %s %s to access package %s", r.kind.noun, reference.TargetID, reference.AccessPackageID,
	)
}

// postBelowCatalog uses the route that one page describes and others contradict. It answers with the linked object.
func (r *References) postBelowCatalog(ctx context.Context, reference Reference) (id string, unsure bool, err error) {
	var linked struct {
		ID string `json:"id"`
	}
	request := &wire.Request{
		Operation: r.adding(reference),
		Method:    http.MethodPost,
		Path: entitlementManagement + "/accessPackageCatalogs/" + url.PathEscape(reference.CatalogID) +
			"/accessPackages/" + url.PathEscape(reference.AccessPackageID) + "/" + r.kind.collection,
		Body: map[string]string{
			"@odata.type": "#Microsoft.IGAELM.PDS.FrontEnd.ExternalModel.group",
			"id":          reference.TargetID,
		},
		Into: &linked,
	}
	err = r.client.wire.Do(ctx, request)
	if linked.ID == "" {
		linked.ID = reference.TargetID // success without a body is success
	}
	return linked.ID, request.Unsure, err
}

// postReference uses the published route, which neither names a catalog nor answers with anything. Only here the
// provider itself has to check the catalog.
func (r *References) postReference(ctx context.Context, reference Reference) (unsure bool, err error) {
	if reference.CatalogID != "" {
		if err := r.client.CheckCatalog(ctx, reference.AccessPackageID, reference.CatalogID); err != nil {
			return false, err
		}
	}
	target, err := r.client.wire.URL(ctx, r.kind.target+"/"+url.PathEscape(reference.TargetID))
	if err != nil {
		return false, &wire.Error{Operation: r.adding(reference), Cause: err}
	}
	request := &wire.Request{
		Operation: r.adding(reference),
		Method:    http.MethodPost,
		Path:      r.path(reference.AccessPackageID) + "/$ref",
		Body:      map[string]string{"@odata.id": target.String()},
	}
	err = r.client.wire.Do(ctx, request)
	return request.Unsure, err
}

// catalogRoute remembers, for one run, whether this tenant answers the POST below a catalog. Until that is known one
// request at a time finds out, so that a tenant without the route is asked once and not once per worker.
type catalogRoute struct {
	asking *semaphore.Weighted

	mu      sync.Mutex
	known   bool
	offered bool
}

func newCatalogRoute() *catalogRoute { return &catalogRoute{asking: semaphore.NewWeighted(1)} }

// enter reports whether to use the route. A caller that uses it must call leave with the result.
func (r *catalogRoute) enter(ctx context.Context) (use bool, leave func(error), err error) {
	if known, offered := r.look(); known {
		return offered, func(error) {}, nil
	}
	if err := r.asking.Acquire(ctx, 1); err != nil {
		return false, nil, err
	}
	if known, offered := r.look(); known {
		r.asking.Release(1)
		return offered, func(error) {}, nil
	}
	return true, func(err error) {
		r.learn(err)
		r.asking.Release(1)
	}, nil
}

func (r *catalogRoute) look() (known, offered bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.known, r.offered
}

// learn records what a request on the route tells. An end that says nothing about the route, such as a cut connection,
// leaves the question to the next caller.
func (r *catalogRoute) learn(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case isRouteNotOffered(err):
		r.known, r.offered = true, false
	case err == nil || IsGone(err) || isAboutReference(err): // a 404 or 400 about the route has been dealt with above
		r.known, r.offered = true, true
	}
}

// isAboutReference reports a refusal of this reference, such as one that is there already: only a route that exists
// refuses in such words.
func isAboutReference(err error) bool {
	var e *wire.Error
	return errors.As(err, &e) && e.Code != "" && (e.Status == http.StatusBadRequest || e.Status == http.StatusConflict)
}
