package wire

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// Request is one call of Graph, which may take several attempts. Sending it twice must have the effect of sending it
// once: that is true of reads, of removals, and of adding a reference.
type Request struct {
	Operation string // in words, with ids; starts every error message
	Method    string
	Path      string     // below the API version, escaped
	Query     url.Values // may be nil
	Body      any        // sent as JSON unless nil
	Into      any        // where a success is decoded to, unless nil
	Version   APIVersion // instead of the client's version, for routes that only one version offers

	Unsure bool // set by Do: an attempt may have been carried out although the service didn't say so

	throttled int      // how often in a row the service has refused it for being too much
	link      *url.URL // instead of path and query: a next link, checked to be on Graph's own origin
}

// service is the part of Graph that the request is for: the first segment below the API version, such as
// "identityGovernance".
func (r *Request) service() string {
	path := strings.TrimPrefix(r.Path, "/")
	if r.link != nil {
		_, path, _ = strings.Cut(strings.TrimPrefix(r.link.Path, "/"), "/")
	}
	service, _, _ := strings.Cut(path, "/")
	return service
}

// check refuses a request without one of its IDs: it would be a request for something else.
func (r *Request) check() error {
	if strings.Contains(r.Path, "//") || strings.HasSuffix(r.Path, "/") || strings.Contains(r.Path, "''") ||
		strings.Contains(r.Query.Get("$filter"), "''") {
		return errors.New("an ID is empty; no request was sent")
	}
	return nil
}

func (c *Client) newHTTPRequest(ctx context.Context, r *Request, token string) (*http.Request, error) {
	endpoint, err := c.session.Endpoint(ctx)
	if err != nil {
		return nil, err
	}
	target := r.link
	if target == nil {
		target = c.resolve(endpoint, r)
	}
	if !sameOrigin(target, endpoint) {
		return nil, fmt.Errorf(
			"refusing to send the access token to %s: Microsoft Graph is at %s", origin(target), origin(endpoint),
		)
	}
	var body io.Reader
	if r.Body != nil {
		encoded, err := json.Marshal(r.Body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(encoded)
	}
	httpRequest, err := http.NewRequestWithContext(ctx, r.Method, target.String(), body)
	if err != nil {
		return nil, err
	}
	httpRequest.Header.Set("Authorization", "Bearer "+token)
	httpRequest.Header.Set("Accept", "application/json")
	httpRequest.Header.Set("User-Agent", c.userAgent)
	httpRequest.Header.Set("client-request-id", newRequestID())
	if body != nil {
		httpRequest.Header.Set("Content-Type", "application/json")
	}
	return httpRequest, nil
}

func (c *Client) resolve(endpoint *url.URL, r *Request) *url.URL {
	version := r.Version
	if version == "" {
		version = c.version
	}
	target := endpoint.JoinPath(string(version), r.Path)
	target.RawQuery = strings.ReplaceAll(r.Query.Encode(), "+", "%20") // OData reads a plus as a plus
	return target
}

// newRequestID is a random GUID. Graph asks for a fresh one per request, to find it in its logs.
//
// See https://learn.microsoft.com/graph/best-practices-concept.
func newRequestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

// sameOrigin compares scheme, host and port; a default port may be written out or not.
func sameOrigin(a, b *url.URL) bool {
	return strings.EqualFold(a.Scheme, b.Scheme) && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

func port(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	if strings.EqualFold(u.Scheme, "http") {
		return "80"
	}
	return "443"
}
