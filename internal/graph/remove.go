package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// Remove ends a reference. That it or its access package is gone already is a success; whatever the service answers, the list decides.
func (r *References) Remove(ctx context.Context, accessPackageID, targetID string) error {
	defer r.forget(accessPackageID)
	m := removal{
		references: r,
		reference:  Reference{AccessPackageID: accessPackageID, TargetID: targetID},
		request: &wire.Request{
			Operation: fmt.Sprintf("making %s %s compatible with access package %s again", r.kind.noun, targetID, accessPackageID),
			Method:    http.MethodDelete,
			Path:      r.path(accessPackageID) + "/" + url.PathEscape(targetID) + "/$ref",
		},
	}
	for {
		err := r.client.wire.Do(ctx, m.request)
		if err == nil {
			break
		}
		gone, again, err := m.resolve(ctx, err)
		if gone {
			break
		}
		if !again {
			return err
		}
	}
	r.visibility.record(m.reference, false)
	return nil
}

// removal is one Remove on its way.
type removal struct {
	references *References
	reference  Reference
	request    *wire.Request
	attempts   int
}

// resolve decides what a failed attempt means: the reference is gone, another attempt may help, or the error stands.
func (m *removal) resolve(ctx context.Context, failure error) (gone, again bool, err error) {
	var e *wire.Error
	if !errors.As(failure, &e) || wire.IsUnsent(failure) {
		return false, false, failure
	}
	if !wire.IsAmbiguous(failure) && !wire.IsRefusal(failure) || e.Status == http.StatusUnauthorized || e.Status == http.StatusTooManyRequests {
		return false, false, failure
	}
	if left := m.references.visibility.unseen(m.reference, true); left > 0 {
		// Service and list may not know the reference yet that this run has made.
		return false, !wire.IsForbidden(failure) && m.pause(ctx, e, left), failure
	}
	gone, err = m.readBack(ctx, e)
	switch {
	case gone:
		return true, false, nil
	case err != nil:
		return false, false, withReadBack(failure, err)
	default: // another write to the same package may stand in the way for a moment
		m.request.Unsure = true
		again = e.Status == http.StatusConflict && m.attempts < wire.MostFaults-1 && m.pause(ctx, e, VisibilityWindow)
		return false, again, failure
	}
}

// readBack looks whether the reference is gone. When an attempt may have removed it, or the service says so, the list may only lag.
func (m *removal) readBack(ctx context.Context, e *wire.Error) (bool, error) {
	var until time.Time
	if m.request.Unsure || e.Ambiguous || IsGone(e) {
		until = m.references.client.Clock().Now().Add(VisibilityWindow)
	}
	there, err := m.references.shows(ctx, m.reference, false, until)
	if IsGone(err) {
		return true, nil
	}
	return err == nil && !there, err
}

// pause waits before another attempt, and reports whether there is time for one.
func (m *removal) pause(ctx context.Context, e *wire.Error, atMost time.Duration) bool {
	wait := min(waiting.Backoff(m.attempts), atMost)
	m.attempts++
	return m.references.client.wire.Pause(ctx, e, wait) == nil
}
