package graph

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

const entitlementManagement = "/identityGovernance/entitlementManagement"

// largestAnswer bounds what is read of one answer, in bytes. A page of a thousand groups takes well under one megabyte.
const largestAnswer = 16 << 20

// mostConcurrent is how many requests are under way at a time, however many resources and changes there are: Terraform's own default.
// Microsoft Graph throttles entitlement management early, and a connection per request beyond that gains nothing.
const mostConcurrent = 10

// request is one call of Graph, which may take several attempts.
type request struct {
	operation string // in words, with ids; starts every error message
	method    string
	path      string     // below the API version, escaped
	query     url.Values // may be nil
	link      *url.URL   // instead of path and query: a next link, checked to be on Graph's own origin
	body      any        // sent as JSON unless nil
	into      any        // where a success is decoded to, unless nil
	version   APIVersion // instead of the client's, for what only one version offers

	unsure bool // set by do: the service may have carried an attempt out without saying so
}

// repeatable reports whether sending the request twice leaves the service as sending it once does.
func (r *request) repeatable() bool { return r.method != http.MethodPost }

// errUnsent marks a failure before the request left this machine.
var errUnsent = errors.New("the connection could not be made")

// send makes one attempt.
func (c *Client) send(ctx context.Context, r *request) (err error) {
	select {
	case c.slots <- struct{}{}:
		defer func() { <-c.slots }()
	case <-ctx.Done():
		return &Error{Operation: r.operation, Cause: ctx.Err()}
	}
	if err := c.gate.wait(ctx); err != nil {
		return &Error{Operation: r.operation, Cause: err}
	}
	token, err := c.session.Token(ctx)
	if err != nil {
		return &Error{Operation: r.operation, Cause: err}
	}
	httpRequest, err := c.newHTTPRequest(ctx, r, token)
	if err != nil {
		return &Error{Operation: r.operation, Cause: err}
	}
	clientRequestID := httpRequest.Header.Get("client-request-id")
	log := map[string]any{"method": r.method, "url": httpRequest.URL.Redacted(), "client_request_id": clientRequestID}

	response, err := c.http.Do(httpRequest)
	if err != nil {
		tflog.Debug(ctx, "Microsoft Graph gave no answer", log)
		return noAnswer(r, clientRequestID, err)
	}
	defer func() { _ = response.Body.Close() }()
	log["status"], log["request_id"] = response.StatusCode, signin.Clip(response.Header.Get("request-id"))
	tflog.Debug(ctx, "Microsoft Graph answered", log)

	err = readAnswer(r, response)
	var e *Error
	if errors.As(err, &e) {
		e.ClientRequestID = clientRequestID
		switch e.Status {
		case http.StatusUnauthorized:
			e.Caller = c.session.Caller()
			c.session.Drop(token)
		case http.StatusForbidden:
			e.Caller = c.session.Caller()
		case http.StatusTooManyRequests, http.StatusServiceUnavailable:
			if wait, ok := waiting.RetryAfter(response.Header, c.clock.Now()); ok {
				e.retryAfter = &wait
			}
		}
	}
	return err
}

func (c *Client) newHTTPRequest(ctx context.Context, r *request, token string) (*http.Request, error) {
	endpoint, err := c.session.Endpoint(ctx)
	if err != nil {
		return nil, err
	}
	target := r.link
	if target == nil {
		target = c.resolve(endpoint, r)
	}
	if !sameOrigin(target, endpoint) {
		return nil, fmt.Errorf("refusing to send the access token to %s: Microsoft Graph is at %s", origin(target), origin(endpoint))
	}
	var body io.Reader
	if r.body != nil {
		encoded, err := json.Marshal(r.body)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(encoded)
	}
	httpRequest, err := http.NewRequestWithContext(ctx, r.method, target.String(), body)
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

func (c *Client) resolve(endpoint *url.URL, r *request) *url.URL {
	version := r.version
	if version == "" {
		version = c.version
	}
	target := endpoint.JoinPath(string(version), r.path)
	target.RawQuery = strings.ReplaceAll(r.query.Encode(), "+", "%20") // OData reads a plus as a plus
	return target
}

// noAnswer says what is known of a request that got none.
func noAnswer(r *request, clientRequestID string, err error) error {
	e := &Error{Operation: r.operation, ClientRequestID: clientRequestID, Cause: &transportError{err}}
	var netError *net.OpError
	if errors.As(err, &netError) && (netError.Op == "dial" || netError.Op == "proxyconnect") {
		e.Cause = fmt.Errorf("%w: %w", errUnsent, e.Cause)
		return e
	}
	e.Ambiguous = true
	return e
}

// transportError words why there is no answer. net/http repeats what it could not read, which may be anything.
type transportError struct{ error }

func (e *transportError) Error() string { return signin.Clip(e.error.Error()) }

func (e *transportError) Unwrap() error { return e.error }

// readAnswer turns one answer into a decoded body or an error. An answer of success that cannot be read is ambiguous: the service
// did something.
func readAnswer(r *request, response *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(response.Body, largestAnswer+1))
	if err == nil && len(body) > largestAnswer {
		err = fmt.Errorf("the answer is larger than %d MiB", largestAnswer>>20)
	}
	if response.StatusCode < 200 || response.StatusCode > 299 {
		e := newStatusError(r.operation, response, body)
		e.Ambiguous = response.StatusCode >= 500 && response.StatusCode != http.StatusNotImplemented || response.StatusCode == http.StatusRequestTimeout
		if response.StatusCode < 400 {
			e.Cause = errors.New("the service redirects; redirects are not followed, so that the access token stays with Microsoft Graph")
		}
		return e
	}
	if err == nil && r.into != nil && len(body) > 0 {
		err = decode(response, body, r.into)
	} else if err == nil && r.into != nil && r.method == http.MethodGet {
		err = errors.New("the answer is empty")
	}
	if err == nil {
		return nil
	}
	e := newStatusError(r.operation, response, nil)
	e.Cause, e.Ambiguous = err, true
	return e
}

func decode(response *http.Response, body []byte, into any) error {
	mediaType, _, err := mime.ParseMediaType(response.Header.Get("Content-Type"))
	if err != nil || mediaType != "application/json" && !strings.HasSuffix(mediaType, "+json") {
		return fmt.Errorf("the answer is not JSON but %q", signin.Clip(response.Header.Get("Content-Type")))
	}
	if err := json.Unmarshal(body, into); err != nil {
		return fmt.Errorf("the answer cannot be read: %w", err)
	}
	return nil
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
