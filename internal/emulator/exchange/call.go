// Package exchange is one request to the emulator and its answer.
package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// Call is one request.
type Call struct {
	Request         *http.Request
	Body            []byte
	Now             time.Time
	RequestID       string
	ClientRequestID string

	// Set for requests to Graph.
	Version string // "v1.0" or "beta"
	Path    string // below the version
	Vars    map[string]string
	Query   url.Values
	Caller  Caller
}

// Caller is the sender of a request, from its token.
type Caller struct {
	ID          string   // of the user or the service principal
	Application string   // its client ID
	User        bool     // signed in through the application
	Permissions []string // the roles of an application, the scopes of a user's
}

// Holds reports whether the caller holds one of the permissions.
func (c Caller) Holds(permissions ...string) bool {
	return slices.ContainsFunc(permissions, func(p string) bool { return slices.Contains(c.Permissions, p) })
}

// LongestBody is the largest accepted request body in bytes. Graph accepts 4 MB; no request here needs a tenth of it.
const LongestBody = 1 << 20

// ErrBodyTooLong means that the body was only partly read.
var ErrBodyTooLong = errors.New("the request body is too long")

// Read reads a request. The call is usable even if there is an error.
func Read(r *http.Request, now time.Time) (*Call, error) {
	c := &Call{Request: r, Now: now, RequestID: guid.New(), ClientRequestID: r.Header.Get("client-request-id")}
	if c.ClientRequestID == "" {
		c.ClientRequestID = c.RequestID
	}
	if r.Body == nil {
		return c, nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, LongestBody+1))
	if err != nil {
		return c, err
	}
	if len(body) > LongestBody {
		return c, ErrBodyTooLong
	}
	c.Body = body
	r.Body = io.NopCloser(bytes.NewReader(body)) // observers may read it again
	return c, nil
}

// SetHeaders sets the headers that Graph puts on every answer.
func (c *Call) SetHeaders(h http.Header) {
	h.Set("request-id", c.RequestID)
	h.Set("client-request-id", c.ClientRequestID)
	h.Set("x-ms-ags-diagnostic",
		`{"ServerInfo":{"DataCenter":"Emulator","Slice":"E","Ring":"1","ScaleUnit":"000","RoleInstance":"EMULATOR"}}`)
	h.Set("Date", c.Now.UTC().Format(http.TimeFormat))
	h.Set("Cache-Control", "no-cache")
}

// Origin is scheme and authority as the client sees them, so that links point back to the emulator.
func (c *Call) Origin() string {
	scheme := "http"
	if c.Request.TLS != nil || c.Request.URL.Scheme == "https" {
		scheme = "https"
	}
	return scheme + "://" + c.Request.Host
}

// GUID gives a path parameter in canonical form, if it is a GUID.
func (c *Call) GUID(name string) (string, bool) {
	return guid.Canonical(c.Vars[name])
}

// Decode reads the JSON body into v. Otherwise it gives the refusal.
func (c *Call) Decode(v any) (Answer, bool) {
	mediaType, _, err := mime.ParseMediaType(c.Request.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" {
		return Refuse(http.StatusUnsupportedMediaType, "UnsupportedMediaType",
			"The content type of the request must be application/json."), false
	}
	if err := json.Unmarshal(c.Body, v); err != nil {
		return Refuse(http.StatusBadRequest, "BadRequest", "Unable to read JSON request payload. "+
			"Please ensure Content-Type header is set and payload is of valid JSON format."), false
	}
	return Answer{}, true
}
