package graph

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
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

const entitlementManagement = "/identityGovernance/entitlementManagement"

// mostConcurrent is how many requests are under way at a time, however many resources and changes there are: Terraform's own default.
// Microsoft Graph throttles entitlement management early, and a connection per request beyond that gains nothing.
const mostConcurrent = 10

// longestAttempt ends an attempt whose answer does not come. Graph answers within seconds; what takes longer was lost on the way.
const longestAttempt = 2 * time.Minute

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

// namesGroup reports whether something that is not there may be a group.
func (r *request) namesGroup() bool {
	return r.method != http.MethodGet || strings.HasPrefix(r.path, groupsPath)
}

// errUnsent marks a failure before the request left this machine.
var errUnsent = errors.New("the connection could not be made")

// send makes one attempt.
func (c *Client) send(ctx context.Context, r *request) error {
	token, err := c.admit(ctx)
	if err != nil {
		return &Error{Operation: r.operation, Cause: err}
	}
	defer func() { <-c.slots }()
	attempt, cancel := context.WithTimeout(ctx, c.attemptTimeout)
	defer cancel()
	httpRequest, err := c.newHTTPRequest(attempt, r, token)
	if err != nil {
		return &Error{Operation: r.operation, Cause: err}
	}
	clientRequestID := httpRequest.Header.Get("client-request-id")
	log := map[string]any{"method": r.method, "url": httpRequest.URL.Redacted(), "client_request_id": clientRequestID}

	response, err := c.http.Do(httpRequest)
	if err != nil {
		tflog.Debug(ctx, "Microsoft Graph gave no answer", log)
		return noAnswer(ctx, r, clientRequestID, err)
	}
	defer func() { _ = response.Body.Close() }()
	log["status"], log["request_id"] = response.StatusCode, signin.Clip(response.Header.Get("request-id"))
	tflog.Debug(ctx, "Microsoft Graph answered", log)

	err = readAnswer(ctx, r, response)
	var e *Error
	if errors.As(err, &e) {
		e.ClientRequestID = clientRequestID
		switch e.Status {
		case http.StatusUnauthorized:
			e.Caller = c.session.Caller()
			e.Challenged = c.session.Refused(token, response.Header)
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

// admit waits until the service may be asked, and then for one of the slots, which the caller must give back. Who waits for the service's
// patience occupies none: others find out at once that the wait is too long for them.
func (c *Client) admit(ctx context.Context) (token string, err error) {
	for {
		if err := c.gate.wait(ctx); err != nil {
			return "", err
		}
		if token, err = c.session.Token(ctx); err != nil {
			return "", err
		}
		select {
		case c.slots <- struct{}{}:
		case <-ctx.Done():
			return "", ctx.Err()
		}
		if c.gate.open() {
			return token, nil
		}
		<-c.slots // the gate was shut meanwhile
	}
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
