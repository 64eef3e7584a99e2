package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// write adds or removes one reference. It sends the request until the answer is clear.
type write struct {
	lister    *lister
	reference Reference
	adds      bool // otherwise it removes
	started   time.Time
	refusals  int
	unsure    bool // an attempt may have been carried out although the service didn't say so
}

// outcome is what an answer says about a write.
type outcome int

const (
	failed    outcome = iota // the refusal stands
	done                     // the service carried it out, now or in an attempt whose answer was lost
	hadEffect                // the service refused it because everything was as wanted before
	temporary                // the refusal may be temporary
)

// carryOut sends the write until its outcome is clear. A failed write has an error, which is ambiguous if an attempt
// may have been carried out.
func (w *write) carryOut(ctx context.Context, send func() (unsure bool, err error)) (outcome, error) {
	defer w.lister.forget(w.reference.AccessPackageID) // whatever the answer is, the list may have changed
	for {
		unsure, err := send()
		w.unsure = w.unsure || unsure
		if err == nil {
			return done, nil
		}
		result, err := w.judge(ctx, err)
		switch {
		case result == hadEffect && w.unsure:
			return done, nil
		case result == hadEffect:
			return hadEffect, nil
		case result == failed:
			if e, ok := errors.AsType[*wire.Error](err); ok && w.unsure {
				e.Ambiguous = true // an earlier attempt may have carried it out
			}
			return failed, err
		}
	}
}

// judge decides what a failed attempt means.
func (w *write) judge(ctx context.Context, failure error) (outcome, error) {
	var e *wire.Error
	if !errors.As(failure, &e) {
		return failed, failure
	}
	if w.adds && IsGone(failure) {
		if w.refusals == 0 && w.isInAnotherCatalog(ctx) || !w.pause(ctx, e, w.started.Add(VisibilityWindow)) {
			return failed, w.explainGone(ctx, failure)
		}
		return temporary, nil // the access package or the group may be seconds old
	}
	if !w.maySayDone(e) {
		return failed, failure
	}
	// Until this run's opposite write is visible everywhere, both the refusal and the list may speak of the time before
	// it.
	if until, ok := w.lister.ownWrites.unseenUntil(w.reference, !w.adds); ok {
		if w.pause(ctx, e, until) {
			return temporary, nil
		}
		return failed, failure
	}
	if w.adds && saysExists(e) {
		return hadEffect, nil
	}
	// A conflict may be with another write at the same moment: that doesn't happen twice.
	if e.Status == http.StatusConflict && w.refusals == 0 && w.pause(ctx, e, noLimit) {
		return temporary, nil
	}
	return w.compareWithList(ctx, e)
}

// compareWithList lets the list decide what a refusal means that doesn't say it.
func (w *write) compareWithList(ctx context.Context, e *wire.Error) (outcome, error) {
	listed, err := w.lister.shows(ctx, w.reference, w.adds, w.patience(e))
	switch {
	case err == nil && listed == w.adds, !w.adds && IsGone(err):
		return hadEffect, nil
	case err != nil && e.Cause == nil:
		e.Cause = fmt.Errorf("the provider couldn't read the list that would explain the refusal: %w", err)
		return failed, e
	case err == nil && e.Status == http.StatusConflict && w.refusals < wire.MostFaults && w.pause(ctx, e, noLimit):
		return temporary, nil
	default:
		return failed, e
	}
}

// patience is until when the list may change so that it agrees with the refusal.
func (w *write) patience(e *wire.Error) time.Time {
	now := w.lister.ownWrites.clock.Now()
	switch {
	case w.unsure, !w.adds && IsGone(e), w.refusals > 0 && e.Status != http.StatusConflict:
		return now.Add(VisibilityWindow)
	case w.adds && e.Status == http.StatusBadRequest:
		// A run that was interrupted moments ago may have added the reference.
		return w.lister.ownWrites.patience(w.reference.AccessPackageID)
	default:
		return now
	}
}

// maySayDone reports whether a refusal can mean that everything is as wanted: that the reference exists, or for a
// removal that it doesn't. Codes that Microsoft publishes with another meaning can't.
func (w *write) maySayDone(e *wire.Error) bool {
	switch e.Code {
	case "ODataUnrecognizedPathException",
		"InvalidFilter",
		"CallerNotResourceOwner",
		"InvalidDeleteResourceHasEntitlements":
		return false
	}
	switch e.Status {
	case http.StatusBadRequest, http.StatusConflict, http.StatusUnprocessableEntity:
		return true
	default:
		return !w.adds && (e.Status == http.StatusNotFound || e.Status == http.StatusGone)
	}
}

// saysExists reports whether the code says that the reference exists, as "EntityAlreadyExists" and
// "DuplicateAccessPackage" do.
func saysExists(e *wire.Error) bool {
	code := strings.ToLower(e.Code)
	return strings.Contains(code, "already") || strings.Contains(code, "duplicate")
}

// noLimit is for pauses that nothing but the operation's timeout ends.
var noLimit = time.Unix(1<<40, 0)

// pause waits before another attempt, and reports whether there is time for one.
func (w *write) pause(ctx context.Context, e *wire.Error, until time.Time) bool {
	left := until.Sub(w.lister.ownWrites.clock.Now())
	if left <= 0 {
		return false
	}
	wait := min(waiting.Backoff(w.refusals), left)
	w.refusals++
	return w.lister.packages.wire.Pause(ctx, e, wait) == nil
}

// isInAnotherCatalog reports that waiting for the access package is pointless.
func (w *write) isInAnotherCatalog(ctx context.Context) bool {
	if w.reference.CatalogID == "" {
		return false
	}
	found, err := w.lister.packages.readAccessPackage(ctx, w.reference.AccessPackageID)
	return err == nil && found.CatalogID != w.reference.CatalogID
}

// explainGone finds out which ID a 404 was about, because the service doesn't say.
func (w *write) explainGone(ctx context.Context, failure error) error {
	_, err := w.lister.packages.AccessPackage(ctx, w.reference.AccessPackageID)
	if err == nil && w.reference.CatalogID != "" {
		err = w.lister.packages.CheckCatalog(ctx, w.reference.AccessPackageID, w.reference.CatalogID)
		if mismatch, ok := errors.AsType[*CatalogMismatchError](err); ok {
			return mismatch
		}
	}
	if err != nil && !IsGone(err) {
		return failure // the caller may not read the access package
	}
	return &MissingError{AccessPackage: err != nil, Err: failure}
}
