package graph

import (
	"context"
	"errors"
)

// ListNew is List for an access package that may have been created moments ago: that it is not there is believed only after
// [VisibilityWindow], and is a [MissingError] then.
func (l *Links) ListNew(ctx context.Context, accessPackageID string) (*Targets, error) {
	started := l.client.clock.Now()
	for attempt := 0; ; attempt++ {
		targets, err := l.List(ctx, accessPackageID)
		if !IsGone(err) {
			return targets, err
		}
		var e *Error
		errors.As(err, &e)
		waited := l.client.clock.Now().Sub(started)
		if waited >= VisibilityWindow || l.client.pause(ctx, e, backoff(attempt)) != nil {
			return nil, &MissingError{AccessPackage: true, Err: err}
		}
	}
}
