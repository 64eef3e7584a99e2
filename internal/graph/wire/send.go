package wire

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/pace"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// mostConcurrent is how many requests are under way at a time at most, whatever the service takes. More would gain
// little: a thousand that are answered within 60 ms take a second then.
const mostConcurrent = 64

// longestAttempt ends an attempt whose answer does not come. Graph answers within seconds; what takes longer was lost
// on the way.
const longestAttempt = 2 * time.Minute

// send makes one attempt.
func (c *Client) send(ctx context.Context, r *Request) (err error) {
	token, place, err := c.admit(ctx, r.service())
	if err != nil {
		return &Error{Operation: r.Operation, Cause: err}
	}
	defer func() { leave(place, err) }()
	attempt, cancel := context.WithTimeout(ctx, c.attemptTimeout)
	defer cancel()
	httpRequest, err := c.newHTTPRequest(attempt, r, token)
	if err != nil {
		return &Error{Operation: r.Operation, Cause: err}
	}
	clientRequestID := httpRequest.Header.Get("client-request-id")
	log := map[string]any{"method": r.Method, "url": httpRequest.URL.Redacted(), "client_request_id": clientRequestID}

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
			c.shutGate(e, r, response.Header)
		}
	}
	return err
}

// admit waits until the service may be asked, and then for a place among the requests under way, which the caller must
// leave. A request that waits at the gate takes no place: others find out at once that the wait is too long for them.
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

// leave says what an attempt tells of how much the service takes.
func leave(place *pace.Place, err error) {
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
