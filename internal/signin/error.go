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
	Purpose string // what was asked for, in words
	Host    string // who was asked, "" when it was no service
	Status  int    // HTTP status, 0 without an answer
	Code    string // OAuth error code: invalid_client …
	Message string // the service's own words, bounded, with Microsoft Entra's error code
	Advice  string // the next step

	// TraceID, CorrelationID and Timestamp are by what Microsoft finds the request, if it answered.
	TraceID, CorrelationID, Timestamp string

	number     string // of Microsoft Entra's error code: the 7000215 of AADSTS7000215
	temporary  bool   // may pass by itself
	lasting    bool   // asking again in this run is of no use
	silent     bool   // whoever was asked took all the time that an attempt has
	retryAfter *time.Duration
	told       atomic.Bool
}

func (e *AuthenticationError) Error() string {
	var b strings.Builder
	switch {
	case e.Host == "":
		fmt.Fprintf(&b, "cannot get %s", e.Purpose)
	case e.Status == 0:
		fmt.Fprintf(&b, "cannot reach %s for %s", e.Host, e.Purpose)
	case e.Status < 400:
		fmt.Fprintf(&b, "%s gave no usable answer for %s", e.Host, e.Purpose)
	case e.Status >= 500:
		fmt.Fprintf(&b, "%s could not answer the request for %s: %d %s", e.Host, e.Purpose, e.Status, http.StatusText(e.Status))
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

// Reached reports whether the one who was asked answered at all.
func (e *AuthenticationError) Reached() bool { return e.Status != 0 }

// FirstTime is true once. A failure that is remembered reaches every resource of a run, and it is enough that one of them tells it whole.
func (e *AuthenticationError) FirstTime() bool { return !e.told.Swap(true) }
