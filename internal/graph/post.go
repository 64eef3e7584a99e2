package graph

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync/atomic"

	"golang.org/x/sync/semaphore"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// poster sends the request that adds a reference, on the route that the tenant offers. It remembers, for one run,
// whether this tenant answers the POST below a catalog. Until that is known one request at a time finds out, so that a
// tenant without the route is asked once and not once per worker.
type poster struct {
	kind     kind
	packages *packageReader
	asking   *semaphore.Weighted
	offered  atomic.Pointer[bool] // nil while it isn't known
}

func newPoster(k kind, packages *packageReader) *poster {
	return &poster{kind: k, packages: packages, asking: semaphore.NewWeighted(1)}
}

// post adds the reference on the route that the tenant offers. It returns the ID that the service answered with, and
// whether an attempt may have been carried out although the service didn't say so.
func (p *poster) post(ctx context.Context, reference Reference) (id string, unsure bool, err error) {
	if !p.kind.catalogRoute || p.packages.wire.Version() != wire.Beta {
		unsure, err = p.postReference(ctx, reference)
		return reference.TargetID, unsure, err
	}
	offered := p.offered.Load()
	if offered == nil {
		if err := p.asking.Acquire(ctx, 1); err != nil {
			return "", false, &wire.Error{Operation: p.kind.adding(reference), Cause: err}
		}
		if offered = p.offered.Load(); offered != nil {
			p.asking.Release(1)
		}
	}
	if offered == nil || *offered {
		id, unsure, err = p.postBelowCatalog(ctx, reference)
		if offered == nil {
			p.learn(err)
			p.asking.Release(1)
		}
		if !isRouteNotOffered(err) {
			return id, unsure, err
		}
	}
	unsure, err = p.postReference(ctx, reference)
	return reference.TargetID, unsure, err
}

// postBelowCatalog uses the route that one page describes and others contradict. It answers with the linked object.
func (p *poster) postBelowCatalog(ctx context.Context, reference Reference) (id string, unsure bool, err error) {
	var linked struct {
		ID string `json:"id"`
	}
	request := &wire.Request{
		Operation: p.kind.adding(reference),
		Method:    http.MethodPost,
		Path: entitlementManagement + "/accessPackageCatalogs/" + url.PathEscape(reference.CatalogID) +
			"/accessPackages/" + url.PathEscape(reference.AccessPackageID) + "/" + p.kind.collection,
		Body: map[string]string{
			"@odata.type": "#Microsoft.IGAELM.PDS.FrontEnd.ExternalModel.group",
			"id":          reference.TargetID,
		},
		Into: &linked,
	}
	err = p.packages.wire.Do(ctx, request)
	if linked.ID == "" {
		linked.ID = reference.TargetID // success without a body is success
	}
	return linked.ID, request.Unsure, err
}

// postReference uses the published route, which neither names a catalog nor answers with anything. So the provider
// itself checks the catalog.
func (p *poster) postReference(ctx context.Context, reference Reference) (unsure bool, err error) {
	if reference.CatalogID != "" {
		if err := p.packages.CheckCatalog(ctx, reference.AccessPackageID, reference.CatalogID); err != nil {
			return false, err
		}
	}
	target, err := p.packages.wire.URL(ctx, p.kind.target+"/"+url.PathEscape(reference.TargetID))
	if err != nil {
		return false, &wire.Error{Operation: p.kind.adding(reference), Cause: err}
	}
	request := &wire.Request{
		Operation: p.kind.adding(reference),
		Method:    http.MethodPost,
		Path:      p.kind.path(reference.AccessPackageID) + "/$ref",
		Body:      map[string]string{"@odata.id": target.String()},
	}
	err = p.packages.wire.Do(ctx, request)
	return request.Unsure, err
}

// learn records what a request on the route tells. An end that says nothing about the route, such as a cut connection,
// leaves the question to the next caller.
func (p *poster) learn(err error) {
	offered := !isRouteNotOffered(err)
	if !offered || err == nil || IsGone(err) || isAboutReference(err) {
		p.offered.Store(&offered)
	}
}

// isRouteNotOffered reports that this tenant does not know the route, judged by status and code, never by message.
func isRouteNotOffered(err error) bool {
	var e *wire.Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Status {
	case http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return true
	case http.StatusNotFound:
		return !missingCodes[e.Code] && !missingGroupCodes[e.Code]
	case http.StatusBadRequest:
		return e.Code == "ODataUnrecognizedPathException"
	default:
		return false
	}
}

// isAboutReference reports a refusal of this reference, such as one that is there already: only a route that exists
// refuses in such words.
func isAboutReference(err error) bool {
	var e *wire.Error
	return errors.As(err, &e) && e.Code != "" && (e.Status == http.StatusBadRequest || e.Status == http.StatusConflict)
}
