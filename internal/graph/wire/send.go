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

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/pace"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// send makes one attempt.
func (c *Client) send(ctx context.Context, r *Request) (err error) {
	token, place, err := c.admit(ctx, r.service())
	if err != nil {
		return &Error{Operation: r.Operation, Cause: err}
	}
	defer func() { release(place, err) }()
	attempt, cancel := context.WithTimeout(ctx, c.attemptTimeout)
	defer cancel()
	httpRequest, err := c.newHTTPRequest(attempt, r, token)
	if err != nil {
		return &Error{Operation: r.Operation, Cause: err}
	}
	clientRequestID := httpRequest.Header.Get("client-request-id")
	log := map[string]any{"method": r.Method, "url": httpRequest.URL.Redacted(), "client_request_id": clientRequestID}

	r.sent = c.outage.next()
	response, err := c.http.Do(httpRequest)
	if err != nil {
		tflog.Debug(ctx, "Microsoft Graph gave no answer", log)
		return noAnswer(ctx, r, clientRequestID, err)
	}
	c.answered()
	defer func() { _ = response.Body.Close() }()
	log["status"], log["request_id"] = response.StatusCode, shown(response.Header.Get("request-id"))
	tflog.Debug(ctx, "Microsoft Graph answered", log)

	err = readAnswer(ctx, r, response)
	if e, ok := errors.AsType[*Error](err); ok {
		e.ClientRequestID = clientRequestID
		switch e.Status {
		case http.StatusUnauthorized:
			e.Caller = c.session.Caller()
			e.Challenged = c.session.Refused(token, response.Header)
		case http.StatusForbidden:
			e.Caller = c.session.Caller()
		case http.StatusTooManyRequests, http.StatusServiceUnavailable:
			c.gates.shut(e, r, response.Header)
		}
	}
	return err
}

func (c *Client) newHTTPRequest(ctx context.Context, r *Request, token string) (*http.Request, error) {
	endpoint, err := c.session.Endpoint(ctx)
	if err != nil {
		return nil, err
	}
	target := r.url(endpoint, c.version)
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

// newRequestID is a random GUID. Graph asks for a fresh one per request, to find it in its logs.
//
// See https://learn.microsoft.com/graph/best-practices-concept.
func newRequestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails since Go 1.24
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// admit waits until the service may be asked, and then for a place among the requests under way, which the caller must
// release. A request that waits at the gate takes no place: others find out at once that the wait is too long for them.
func (c *Client) admit(ctx context.Context, service string) (token string, place *pace.Place, err error) {
	for {
		if err := c.gates.wait(ctx, service); err != nil {
			return "", nil, err
		}
		if token, err = c.session.Token(ctx); err != nil {
			return "", nil, err
		}
		if place, err = c.pace.Enter(ctx); err != nil {
			return "", nil, err
		}
		if c.gates.open(service) {
			return token, place, nil
		}
		place.Leave() // the gate was shut meanwhile
	}
}

// release frees the place, and says what the attempt tells of how much the service takes.
func release(place *pace.Place, err error) {
	var e *Error
	switch {
	case err == nil || IsRefusal(err) && !IsHopeless(err) && !hasStatus(err, http.StatusTooManyRequests):
		place.Answered()
	case errors.As(err, &e) && (e.Status == http.StatusTooManyRequests || e.Status == http.StatusServiceUnavailable):
		place.Refused(max(e.wait, waiting.FirstBackoff))
	default:
		place.Leave()
	}
}
