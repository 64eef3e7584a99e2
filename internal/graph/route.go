package graph

import (
	"context"
	"errors"
	"net/http"
	"sync"
)

// catalogRoute remembers, for one run, whether this tenant answers the POST below a catalog. Until that is known one request at a
// time finds out, so that a tenant without the route is asked once and not once per worker.
type catalogRoute struct {
	mu      sync.Mutex
	known   bool
	offered bool
	probing chan struct{} // closed when the request that finds out has ended
}

// enter reports whether to use the route. A caller that may must call leave with what it saw.
func (r *catalogRoute) enter(ctx context.Context) (bool, error) {
	for {
		r.mu.Lock()
		if r.known {
			defer r.mu.Unlock()
			return r.offered, nil
		}
		if r.probing == nil {
			r.probing = make(chan struct{})
			r.mu.Unlock()
			return true, nil
		}
		probing := r.probing
		r.mu.Unlock()
		select {
		case <-probing:
		case <-ctx.Done():
			return false, ctx.Err()
		}
	}
}

// leave records what a request on the route learned. An end that says nothing about the route, such as a cut connection, leaves the
// question to the next caller.
func (r *catalogRoute) leave(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case isRouteNotOffered(err):
		r.known, r.offered = true, false
	case err == nil || IsGone(err) || isAboutReference(err): // a 404 or 400 about the route has been dealt with above
		r.known, r.offered = true, true
	}
	if r.probing != nil {
		close(r.probing)
		r.probing = nil
	}
}

// isAboutReference reports a refusal of this reference, such as one that is there already: only a route that exists refuses in such words.
func isAboutReference(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Code != "" && (e.Status == http.StatusBadRequest || e.Status == http.StatusConflict)
}
