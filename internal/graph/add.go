package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// readBackTime is what an operation whose timeout has run out may still use to find out what it did.
const readBackTime = 30 * time.Second

// Added is what became of a reference.
type Added struct {
	TargetID string // as the service answered, lower case
	Existed  bool   // the reference was there already
}

// WasThere reports whether a reference that is about to be added is there already: by the access package's list as it was when the run first asked
// for any of them, and by what the run itself has done since. So one list is enough for all references of an access package, however many are added.
// Until is when an access package that is not there is believed to be missing, which is a [MissingError].
func (r *References) WasThere(ctx context.Context, reference Reference, until time.Time) (bool, error) {
	operation := r.listing(reference.AccessPackageID) + " before any is added"
	found, err := r.client.reads.once(ctx, operation, nil, func(ctx context.Context) (*answer, error) {
		targets, err := r.List(ctx, reference.AccessPackageID, ListOptions{Until: until})
		return &answer{targets: targets}, err
	})
	if err != nil {
		return false, err
	}
	if latest, ok := r.visibility.latest(reference); ok {
		return latest.added, nil
	}
	return found.targets.Has(reference.TargetID), nil
}

// Add makes the reference, or finds the one that is there. It never repeats a request whose effect is unknown before it has read the
// list back, unless what the list shows may be what this run has removed.
func (r *References) Add(ctx context.Context, reference Reference) (Added, error) {
	defer r.forget(reference.AccessPackageID)
	a := addition{references: r, reference: reference, started: r.client.Clock().Now()}
	for {
		id, err := r.post(ctx, reference)
		if err == nil {
			if id = strings.ToLower(id); id != reference.TargetID {
				return Added{}, &wire.Error{Operation: r.adding(reference), Cause: fmt.Errorf("the service linked %q instead", signin.Clip(id))}
			}
			r.visibility.record(reference, true)
			return Added{TargetID: id}, nil
		}
		there, again, err := a.resolve(ctx, err)
		if there {
			r.visibility.record(reference, true)
			return Added{TargetID: reference.TargetID, Existed: !a.ambiguous}, nil
		}
		if !again {
			return Added{}, err
		}
	}
}

// IsUnsure reports an error of [References.Add] after which the reference may have been made.
func IsUnsure(err error) bool { return wire.IsAmbiguous(err) || waiting.IsContextEnd(err) }

// addition is one Add on its way.
type addition struct {
	references *References
	reference  Reference
	started    time.Time
	ambiguous  bool // an attempt may have made the reference
	attempts   int
}

// resolve decides what a failed attempt means: the reference is there, another attempt is safe, or the error stands.
func (a *addition) resolve(ctx context.Context, failure error) (there, again bool, err error) {
	var e *wire.Error
	if !errors.As(failure, &e) || wire.IsUnsent(failure) {
		return false, false, failure
	}
	if left := a.started.Add(VisibilityWindow).Sub(a.references.client.Clock().Now()); IsGone(failure) && left > 0 {
		return false, a.pause(ctx, e, left), failure // an access package or group that was created moments ago
	}
	switch {
	case wire.IsAmbiguous(failure):
		a.ambiguous = true
	case !wire.IsRefusal(failure) || e.Status == http.StatusUnauthorized || e.Status == http.StatusTooManyRequests:
		return false, false, failure
	}
	if left := a.references.visibility.unseen(a.reference, false); left > 0 {
		// Service and list may still speak of the reference that this run has removed. Only an attempt can tell.
		return false, !wire.IsForbidden(failure) && a.pause(ctx, e, left), failure
	}
	there, err = a.readBack(ctx, e)
	switch {
	case there:
		return true, false, nil
	case err != nil && !IsGone(failure):
		return false, false, withReadBack(failure, err)
	case IsGone(failure):
		return false, false, a.references.explainGone(ctx, a.reference, failure)
	case ctx.Err() != nil:
		return false, false, failure
	case (wire.IsAmbiguous(failure) || e.Status == http.StatusConflict) && a.attempts < wire.MostFaults:
		return false, a.pause(ctx, e, VisibilityWindow), failure
	default:
		return false, false, failure
	}
}

// readBack looks whether the reference is there. When the service refused after an attempt whose end was unknown, it is probably there
// and only the list lags. The same may be true of any 400, the answer to a reference that exists: a run before this one may have been
// killed behind its write.
func (a *addition) readBack(ctx context.Context, e *wire.Error) (bool, error) {
	var until time.Time
	switch {
	case a.ambiguous && wire.IsRefusal(e):
		until = a.references.client.Clock().Now().Add(VisibilityWindow)
	case e.Status == http.StatusBadRequest:
		until = a.references.visibility.patience(a.reference.AccessPackageID)
	}
	return a.references.shows(ctx, a.reference, true, until)
}

// pause waits before another attempt, and reports whether there is time for one.
func (a *addition) pause(ctx context.Context, e *wire.Error, atMost time.Duration) bool {
	wait := min(waiting.Backoff(a.attempts), atMost)
	a.attempts++
	return a.references.client.wire.Pause(ctx, e, wait) == nil
}

// pastDeadline gives an operation that ran into its timeout a little time to find out what it did. An interrupted one gets none.
func (c *Client) pastDeadline(ctx context.Context) (context.Context, context.CancelFunc) {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		now := c.Clock().Now()
		if machine := time.Now(); machine.After(now) { // contexts end by the machine's clock, waits by the client's
			now = machine
		}
		return context.WithDeadline(context.WithoutCancel(ctx), now.Add(readBackTime))
	}
	return ctx, func() {}
}

// withReadBack tells that the list could not be read either, unless that failed in the same way and says nothing new.
func withReadBack(failure, readBack error) error {
	var e, r *wire.Error
	if errors.As(failure, &e) && e.Cause == nil && !(errors.As(readBack, &r) && r.Status == e.Status) {
		e.Cause = fmt.Errorf("and the list could not be read back: %w", readBack)
		return e
	}
	return failure
}

// explainGone finds out which id a 404 was about, since the service does not say.
func (r *References) explainGone(ctx context.Context, reference Reference, failure error) error {
	_, err := r.client.AccessPackage(ctx, reference.AccessPackageID)
	if err == nil && reference.CatalogID != "" {
		err = r.client.CheckCatalog(ctx, reference.AccessPackageID, reference.CatalogID)
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
