package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// Remove unlinks. A link or access package that is gone already is a success; whatever else the service answers, the list decides.
func (l *Links) Remove(ctx context.Context, accessPackageID, targetID string) error {
	defer l.listings.drop(accessPackageID)
	link := Link{AccessPackageID: accessPackageID, TargetID: targetID}
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
		if gone, readErr := l.isUnlinked(ctx, link, r.unsure || e.Ambiguous); gone {
			return nil
		} else if readErr != nil {
			return withReadBack(err, readErr)
		}
		// Another write to the same package may stand in the way for a moment.
		r.unsure = true
		if e.Status != http.StatusConflict || attempt >= mostFaults-1 || l.client.pause(ctx, e, backoff(attempt)) != nil {
			return err
		}
	}
}

// isUnlinked looks whether the link is gone. When an attempt may have removed it, the list may only lag.
func (l *Links) isUnlinked(ctx context.Context, link Link, patient bool) (bool, error) {
	ctx, cancel := pastDeadline(ctx)
	defer cancel()
	linked, err := l.isLinked(ctx, link)
	if linked && patient {
		until := l.client.clock.Now().Add(VisibilityWindow)
		var gone bool
		gone, err = l.listings.await(ctx, l.client.clock, link.AccessPackageID, link.TargetID, false, until)
		linked = !gone
	}
	if IsGone(err) {
		return true, nil
	}
	return err == nil && !linked, err
}
