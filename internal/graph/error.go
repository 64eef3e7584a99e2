package graph

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/signin"
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
	Caller          *signin.Caller
	Cause           error // transport or decoding error

	retryAfter *time.Duration // what the service asked for, if it did

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

// missingResourceCodes are the published codes that say, with a 404, that the route is right and something that it names is not there.
var missingResourceCodes = map[string]bool{
	"ResourceNotFound":               true, // entitlement management
	"ResourceNotFoundInOriginSystem": true, // a group that entitlement management does not see yet
	"Request_ResourceNotFound":       true, // directory
	"itemNotFound":                   true, // Graph's generic code
}

// IsGone reports a 404 about a resource. A 404 without Graph's error code speaks of a route or comes from somebody in between, and
// says nothing about what a state holds.
func IsGone(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == http.StatusNotFound && e.Code != "" && e.Code != "UnknownError"
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
		return !missingResourceCodes[e.Code]
	case http.StatusBadRequest:
		return e.Code == "ODataUnrecognizedPathException"
	default:
		return false
	}
}

// newStatusError reads Graph's error envelope. A body that is none (HTML from a gateway, say) leaves code and message empty.
func newStatusError(operation string, response *http.Response, body []byte) *Error {
	e := &Error{
		Operation: operation,
		Status:    response.StatusCode,
		RequestID: signin.Clip(response.Header.Get("request-id")),
		Date:      signin.Clip(response.Header.Get("Date")),
	}
	var envelope struct {
		Error struct {
			Code       string `json:"code"`
			Message    string `json:"message"`
			InnerError struct {
				RequestID string `json:"request-id"`
			} `json:"innerError"` // encoding/json matches "innererror" too
		} `json:"error"`
	}
	if json.Unmarshal(body, &envelope) != nil {
		return e
	}
	e.Code = signin.Clip(envelope.Error.Code)
	e.Message = signin.Clip(envelope.Error.Message)
	if e.RequestID == "" {
		e.RequestID = signin.Clip(envelope.Error.InnerError.RequestID)
	}
	return e
}

// ranOutOfTime reports an error that depends on how much time the caller had, so that another caller may fare better.
func ranOutOfTime(err error) bool {
	var wait *waiting.TooLongError
	return waiting.IsContextEnd(err) || errors.As(err, &wait)
}
