package wire

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/network"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/signin/claims"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// Error is a request that Graph refused, or that got no usable answer. Status is 0 when there was no answer at all.
//
// See https://learn.microsoft.com/graph/errors.
type Error struct {
	Operation       string // what was tried, with ids: "adding group … to …"
	Method, Path    string // of the request; Path is empty for a page after the first
	Status          int    // HTTP status, 0 without an answer
	Code            string // Graph's error code; the service leaves it empty for routes that it does not know
	Message         string // Graph's own words, bounded
	RequestID       string // Graph's request-id header
	ClientRequestID string // the GUID this client sent
	Date            string // Graph's Date header
	Caller          *claims.Caller
	Challenged      bool  // a 401 that wants more of the token than it holds
	Cause           error // transport or decoding error

	// Ambiguous says that the service may have carried the request out although it did not say so.
	Ambiguous bool

	// InBetween says that a proxy or gateway sent the 4xx, because it isn't in the form of Graph's errors.
	InBetween bool

	laterPage bool          // a page after the first was asked for
	wait      time.Duration // how long all requests are held back; 0 if none is
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Operation)
	if e.Status != 0 {
		fmt.Fprintf(&b, ": %d %s", e.Status, http.StatusText(e.Status))
	}
	if e.Code != "" {
		fmt.Fprintf(&b, " %s", e.Code)
	}
	message := e.Message
	if e.Cause != nil {
		message = strings.TrimSuffix(message, ".") // the sentence goes on
	}
	if message != "" {
		fmt.Fprintf(&b, ": %s", message)
	}
	if e.Cause != nil {
		fmt.Fprintf(&b, ": %v", e.Cause)
	}
	return b.String()
}

// Unwrap gives the transport or decoding error behind e.
func (e *Error) Unwrap() error { return e.Cause }

// IsForbidden reports whether the service answered 403.
func IsForbidden(err error) bool { return hasStatus(err, http.StatusForbidden) }

// IsUnauthorized reports whether the service answered 401.
func IsUnauthorized(err error) bool { return hasStatus(err, http.StatusUnauthorized) }

func hasStatus(err error, status int) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == status
}

// IsRefusal reports whether the service answered 4xx: the request was understood and not carried out.
func IsRefusal(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status >= 400 && e.Status < 500
}

// IsAmbiguous reports whether the service may have carried the request out although it did not say so.
func IsAmbiguous(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Ambiguous
}

// errUnsent marks a failure before the request left this machine.
var errUnsent = errors.New("the connection could not be made")

// IsUnsent reports a failure before the request left this machine.
func IsUnsent(err error) bool { return errors.Is(err, errUnsent) }

// IsHopeless reports a failure that every other request would share: the caller isn't known or lacks permission, or no
// time is left. A batch of requests stops there.
func IsHopeless(err error) bool {
	return IsForbidden(err) || IsUnauthorized(err) || network.IsFinal(err) || RanOutOfTime(err) || IsSkipped(err) ||
		errors.As(err, new(*signin.AuthenticationError)) || errors.As(err, new(*signin.ConfigError))
}

// errSkipped marks a request that was skipped because the service answers no request at present.
var errSkipped = errors.New("skipped because Microsoft Graph stopped answering")

// IsSkipped reports a request that failed at once because the service had failed for all requests before. Another error
// has the cause.
func IsSkipped(err error) bool { return errors.Is(err, errSkipped) }

// RanOutOfTime reports an error that depends on how much time the caller had, so that another caller may fare better.
func RanOutOfTime(err error) bool {
	return waiting.IsContextEnd(err) || errors.As(err, new(*waiting.TooLongError))
}
