package graph

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/signin/claims"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// Error is a request that Graph refused, or that got no usable answer. Status is 0 when there was no answer at all.
//
// See https://learn.microsoft.com/graph/errors.
type Error struct {
	Operation       string // what was tried, with ids: "adding group … to …"
	Status          int    // HTTP status, 0 without an answer
	Code            string // Graph's error code; the service leaves it empty for routes that it does not know
	Message         string // Graph's own words, bounded
	RequestID       string // Graph's request-id header
	ClientRequestID string // the GUID this client sent
	Date            string // Graph's Date header
	Caller          *claims.Caller
	Challenged      bool  // a 401 that wants more of the token than it holds
	Cause           error // transport or decoding error

	retryAfter *time.Duration // what the service asked for, if it did
	namesGroup bool           // whether the request was about a group, or might be

	// Ambiguous says that the service may have carried the request out although it did not say so.
	Ambiguous bool
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
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", e.Message)
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

// isRefusal reports whether the service answered 4xx: the request was understood and not carried out.
func isRefusal(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status >= 400 && e.Status < 500
}

func isAmbiguous(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Ambiguous
}

// missingCodes are the published codes that say, with a 404, that something is not there that the request names.
var missingCodes = map[string]bool{
	"ResourceNotFound": true, // entitlement management
	"itemNotFound":     true, // Graph's generic code
}

// missingGroupCodes say the same of a group. They mean nothing about an access package: its list may fail because of a group that it holds.
var missingGroupCodes = map[string]bool{
	"Request_ResourceNotFound":       true, // directory
	"ResourceNotFoundInOriginSystem": true, // a group that entitlement management does not see yet
}

// IsGone reports a 404 that says, in one of the published codes, that what the request named is not there. Any other 404 speaks of a
// route or comes from somebody in between, and says nothing about what a state holds.
func IsGone(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == http.StatusNotFound && (missingCodes[e.Code] || e.namesGroup && missingGroupCodes[e.Code])
}

// IsHopeless reports a failure that any other request would share: the caller is not allowed to or not known, or has no time left.
// Who has many requests to make ends here.
func IsHopeless(err error) bool {
	var signIn *signin.AuthenticationError
	var config *signin.ConfigError
	return IsForbidden(err) || IsUnauthorized(err) || errors.As(err, &signIn) || errors.As(err, &config) || ranOutOfTime(err)
}

// isRouteNotOffered reports that this tenant does not know the route, judged by status and code, never by message.
func isRouteNotOffered(err error) bool {
	var e *Error
	if !errors.As(err, &e) {
		return false
	}
	switch e.Status {
	case http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return true
	case http.StatusNotFound:
		return !missingCodes[e.Code] && !missingGroupCodes[e.Code]
	case http.StatusBadRequest:
		return e.Code == "ODataUnrecognizedPathException"
	default:
		return false
	}
}

// ranOutOfTime reports an error that depends on how much time the caller had, so that another caller may fare better.
func ranOutOfTime(err error) bool {
	var wait *waiting.TooLongError
	return waiting.IsContextEnd(err) || errors.As(err, &wait)
}

// MissingError says which end of a reference the service does not know.
type MissingError struct {
	AccessPackage bool // the access package is missing; else the target is
	Err           error
}

func (e *MissingError) Error() string { return e.Err.Error() }

// Unwrap gives the service's answer.
func (e *MissingError) Unwrap() error { return e.Err }
