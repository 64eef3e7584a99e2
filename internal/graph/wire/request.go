package wire

import (
	"errors"
	"net/url"
	"strings"
)

// APIVersion is a version of Microsoft Graph, as it stands in URLs.
type APIVersion string

// The versions of Microsoft Graph.
const (
	Beta APIVersion = "beta"
	V1   APIVersion = "v1.0"
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

	sent      int      // the number of its last attempt among all that were sent
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

// url is where the request goes, by default to the given version.
func (r *Request) url(endpoint *url.URL, version APIVersion) *url.URL {
	if r.link != nil {
		return r.link
	}
	if r.Version != "" {
		version = r.Version
	}
	target := endpoint.JoinPath(string(version), r.Path)
	target.RawQuery = strings.ReplaceAll(r.Query.Encode(), "+", "%20") // OData reads a plus as a plus
	return target
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
