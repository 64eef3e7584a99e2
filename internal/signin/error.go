package signin

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// AuthenticationError says why there is no access token. Its text holds no secret.
type AuthenticationError struct {
	Purpose string // what was requested, in words
	Host    string // that was asked, "" if the failure was on this machine
	Status  int    // HTTP status, 0 without an answer
	Code    string // OAuth error code: invalid_client …
	Message string // the service's own words, bounded, with Microsoft Entra's error code
	Advice  string // the next step

	// TraceID, CorrelationID, and Timestamp let Microsoft find the request, if Microsoft answered.
	TraceID, CorrelationID, Timestamp string

	number     string // digits of Microsoft Entra's error code: the 7000215 of AADSTS7000215
	temporary  bool   // the next attempt can succeed
	lasting    bool   // every attempt in this run fails in the same way
	silent     bool   // the attempt ended without an answer, after all of its time
	retryAfter *time.Duration
	cause      error // the end of the caller's context, if that is why
	told       atomic.Bool
}

func (e *AuthenticationError) Error() string {
	var b strings.Builder
	switch {
	case e.Host == "":
		fmt.Fprintf(&b, "can't get %s", e.Purpose)
	case e.Status == 0:
		fmt.Fprintf(&b, "can't reach %s for %s", e.Host, e.Purpose)
	case e.Status < 400:
		fmt.Fprintf(&b, "%s gave no usable answer for %s", e.Host, e.Purpose)
	case e.Status >= 500:
		fmt.Fprintf(&b, "%s could not answer the request for %s: %d %s",
			e.Host, e.Purpose, e.Status, http.StatusText(e.Status))
	default:
		fmt.Fprintf(&b, "%s refused the request for %s: %d %s", e.Host, e.Purpose, e.Status, http.StatusText(e.Status))
	}
	if e.Code != "" {
		fmt.Fprintf(&b, " (%s)", e.Code)
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", strings.TrimSuffix(e.Message, "."))
	}
	return b.String()
}

// Unwrap gives the end of the caller's context, if that is why there is no token.
func (e *AuthenticationError) Unwrap() error { return e.cause }

// Reached reports whether the host answered.
func (e *AuthenticationError) Reached() bool { return e.Status != 0 }

// FirstTime is true once. Every resource of a run gets the same failure, and only the first one shows it in full.
func (e *AuthenticationError) FirstTime() bool { return !e.told.Swap(true) }
