package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// Remove ends a reference. That it or its access package is gone already is a success; whatever else the service answers, the list decides.
func (l *References) Remove(ctx context.Context, accessPackageID, targetID string) error {
	defer l.listings.drop(accessPackageID)
	reference := Reference{AccessPackageID: accessPackageID, TargetID: targetID}
	r := &request{
		operation: fmt.Sprintf("making %s %s compatible with access package %s again", l.kind.noun, targetID, accessPackageID),
		method:    http.MethodDelete,
		path:      l.path(accessPackageID) + "/" + url.PathEscape(targetID) + "/$ref",
	}
	for attempt := 0; ; attempt++ {
		err := l.client.do(ctx, r)
		var e *Error
		if err == nil || IsGone(err) || !errors.As(err, &e) || errors.Is(err, errUnsent) {
			if IsGone(err) {
				return nil
			}
			return err
		}
		if !isAmbiguous(err) && !isRefusal(err) || e.Status == http.StatusUnauthorized || e.Status == http.StatusTooManyRequests {
			return err
		}
		if gone, readErr := l.isUnlinked(ctx, reference, r.unsure || e.Ambiguous); gone {
			return nil
		} else if readErr != nil {
			return withReadBack(err, readErr)
		}
		// Another write to the same package may stand in the way for a moment.
		r.unsure = true
		if e.Status != http.StatusConflict || attempt >= mostFaults-1 || l.client.pause(ctx, e, waiting.Backoff(attempt)) != nil {
			return err
		}
	}
}

// isUnlinked looks whether the reference is gone. When an attempt may have removed it, the list may only lag.
func (l *References) isUnlinked(ctx context.Context, reference Reference, patient bool) (bool, error) {
	ctx, cancel := pastDeadline(ctx)
	defer cancel()
	linked, err := l.isThere(ctx, reference)
	if linked && patient {
		until := l.client.clock.Now().Add(VisibilityWindow)
		var targets *Targets
		targets, err = l.await(ctx, reference.AccessPackageID, until, func(t *Targets) bool { return !t.Has(reference.TargetID) })
		linked = err == nil && targets.Has(reference.TargetID)
	}
	if IsGone(err) {
		return true, nil
	}
	return err == nil && !linked, err
}
