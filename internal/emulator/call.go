package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// call is one request on its way through the service.
type call struct {
	request         *http.Request
	body            []byte
	now             time.Time
	requestID       string
	clientRequestID string

	// For Graph requests, filled in by the router.
	version string // "v1.0" or "beta"
	path    string // below the version
	vars    map[string]string
	query   url.Values
	caller  claims
}

// longestBody bounds what is read of a request. Graph takes 4 MB; nothing here needs a tenth of it.
const longestBody = 1 << 20

var errBodyTooLong = errors.New("the request body is too long")

func (s *Server) newCall(r *http.Request) (*call, error) {
	c := &call{request: r, now: s.options.Now(), requestID: newGUID(), clientRequestID: r.Header.Get("client-request-id")}
	if c.clientRequestID == "" {
		c.clientRequestID = c.requestID
	}
	if r.Body == nil {
		return c, nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, longestBody+1))
	if err != nil {
		return c, err
	}
	if len(body) > longestBody {
		return c, errBodyTooLong
	}
	c.body = body
	r.Body = io.NopCloser(bytes.NewReader(body)) // observers may read it too
	return c, nil
}

func (c *call) setHeaders(h http.Header) {
	h.Set("request-id", c.requestID)
	h.Set("client-request-id", c.clientRequestID)
	h.Set("x-ms-ags-diagnostic", `{"ServerInfo":{"DataCenter":"Emulator","Slice":"E","Ring":"1","ScaleUnit":"000","RoleInstance":"EMULATOR"}}`)
	h.Set("Date", c.now.UTC().Format(http.TimeFormat))
	h.Set("Cache-Control", "no-cache")
}

// origin is scheme and authority as the client sees them, so that what is answered leads back here.
func (c *call) origin() string {
	scheme := "http"
	if c.request.TLS != nil || c.request.URL.Scheme == "https" {
		scheme = "https"
	}
	return scheme + "://" + c.request.Host
}

// guid gives a path parameter as a canonical GUID.
func (c *call) guid(name string) (string, bool) {
	return canonicalGUID(c.vars[name])
}

// decode reads the JSON body into v, or says why not.
func (c *call) decode(v any) (answer, bool) {
	mediaType, _, err := mime.ParseMediaType(c.request.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" {
		return refuse(http.StatusUnsupportedMediaType, "UnsupportedMediaType", "The content type of the request must be application/json."), false
	}
	if err := json.Unmarshal(c.body, v); err != nil {
		return refuse(http.StatusBadRequest, "BadRequest", "Unable to read JSON request payload. "+
			"Please ensure Content-Type header is set and payload is of valid JSON format."), false
	}
	return answer{}, true
}

// keySegments splits a path. OData's other spelling of a key, accessPackages('…'), becomes two segments; functions keep theirs.
func keySegments(path string) []string {
	var segments []string
	for segment := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		name, key, found := strings.Cut(strings.TrimSuffix(segment, "')"), "('")
		if found && strings.HasSuffix(segment, "')") && !strings.ContainsAny(name, "(=") {
			segments = append(segments, name, key)
		} else {
			segments = append(segments, segment)
		}
	}
	return segments
}
