package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

const (
	// VisibilityWindow is how long something that was created moments ago may stay unseen by to entitlement management. Half a minute
	// has been reported for groups; Microsoft publishes no figure.
	VisibilityWindow = time.Minute

	// readBackTime is what an operation whose timeout has run out may still use to find out what it did.
	readBackTime = 30 * time.Second
)

// Added is what became of a reference.
type Added struct {
	TargetID string // as the service answered, lower case
	Existed  bool   // the reference was there already
}

// Add makes the reference, or finds the one that is there. It never repeats a request whose effect is unknown before it has read the list back.
func (l *References) Add(ctx context.Context, reference Reference) (Added, error) {
	defer l.listings.drop(reference.AccessPackageID)
	a := addition{references: l, reference: reference, started: l.client.clock.Now()}
	for {
		id, err := l.post(ctx, reference)
		if err == nil {
			if id = strings.ToLower(id); id != reference.TargetID {
				return Added{}, &Error{Operation: l.adding(reference), Cause: fmt.Errorf("the service linked %q instead", signin.Clip(id))}
			}
			return Added{TargetID: id}, nil
		}
		linked, again, err := a.resolve(ctx, err)
		if linked {
			return Added{TargetID: reference.TargetID, Existed: !a.ambiguous}, nil
		}
		if !again {
			return Added{}, err
		}
	}
}

// addition is one Add on its way.
type addition struct {
	references *References
	reference  Reference
	started    time.Time
	ambiguous  bool // an attempt may have linked
	attempts   int
}

// resolve decides what a failed attempt means: the reference is there, another attempt is safe, or the error stands.
func (a *addition) resolve(ctx context.Context, failure error) (linked, again bool, err error) {
	var e *Error
	if !errors.As(failure, &e) || errors.Is(failure, errUnsent) {
		return false, false, failure
	}
	waiting := a.references.client.clock.Now().Sub(a.started) < VisibilityWindow
	if IsGone(failure) && waiting { // a package or group that was created moments ago
		return false, a.pause(ctx, e), failure
	}
	switch {
	case isAmbiguous(failure):
		a.ambiguous = true
	case !isRefusal(failure) || e.Status == http.StatusUnauthorized || e.Status == http.StatusTooManyRequests:
		return false, false, failure
	}
	linked, err = a.readBack(ctx, e)
	switch {
	case linked:
		return true, false, nil
	case err != nil && !IsGone(failure):
		return false, false, withReadBack(failure, err)
	case IsGone(failure):
		return false, false, a.references.explainGone(ctx, a.reference, failure)
	case ctx.Err() != nil:
		return false, false, failure
	case (isAmbiguous(failure) || e.Status == http.StatusConflict) && a.attempts < mostFaults:
		return false, a.pause(ctx, e), failure
	default:
		return false, false, failure
	}
}

// readBack looks whether the reference is there. When the service refused after an attempt whose end was unknown, it is probably there
// and only the list lags. The same may be true of any 400, the answer to a reference that exists: a run before this one may have been
// killed behind its write.
func (a *addition) readBack(ctx context.Context, e *Error) (bool, error) {
	ctx, cancel := pastDeadline(ctx)
	defer cancel()
	linked, err := a.references.isThere(ctx, a.reference)
	lagging := a.ambiguous && isRefusal(e) || e.Status == http.StatusBadRequest
	if linked || err != nil || !lagging {
		return linked, err
	}
	until := a.references.client.clock.Now().Add(VisibilityWindow)
	targets, err := a.references.List(ctx, a.reference.AccessPackageID, ListOptions{Expect: []string{a.reference.TargetID}, Until: until})
	return err == nil && targets.Has(a.reference.TargetID), err
}

func (a *addition) pause(ctx context.Context, e *Error) bool {
	wait := waiting.Backoff(a.attempts)
	a.attempts++
	return a.references.client.pause(ctx, e, wait) == nil
}

// pastDeadline gives an operation that ran into its timeout a little time to find out what it did. An interrupted one gets none.
func pastDeadline(ctx context.Context) (context.Context, context.CancelFunc) {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return context.WithTimeout(context.WithoutCancel(ctx), readBackTime)
	}
	return ctx, func() {}
}

// withReadBack tells that the list could not be read either, unless that failed in the same way and says nothing new.
func withReadBack(failure, readBack error) error {
	var e, r *Error
	if errors.As(failure, &e) && e.Cause == nil && !(errors.As(readBack, &r) && r.Status == e.Status) {
		e.Cause = fmt.Errorf("and the list could not be read back: %w", readBack)
		return e
	}
	return failure
}

// MissingError says which end of a reference the service does not know.
type MissingError struct {
	AccessPackage bool // the access package is missing; else the target is
	Err           error
}

func (e *MissingError) Error() string { return e.Err.Error() }

// Unwrap gives the service's answer.
func (e *MissingError) Unwrap() error { return e.Err }

// explainGone finds out which id a 404 was about, since the service does not say.
func (l *References) explainGone(ctx context.Context, reference Reference, failure error) error {
	_, err := l.client.AccessPackage(ctx, reference.AccessPackageID)
	if err == nil && reference.CatalogID != "" {
		err = l.client.CheckCatalog(ctx, reference.AccessPackageID, reference.CatalogID)
		var mismatch *CatalogMismatchError
		if errors.As(err, &mismatch) {
			return mismatch
		}
	}
	if err != nil && !IsGone(err) {
		return failure // it may not be read; the answer has to speak for itself
	}
	return &MissingError{AccessPackage: err != nil, Err: failure}
}
