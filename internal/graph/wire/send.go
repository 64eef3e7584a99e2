package wire

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// mostConcurrent is how many requests are under way at a time, however many resources and changes there are: Terraform's own default.
// Microsoft Graph throttles entitlement management early, and a connection per request beyond that gains nothing.
const mostConcurrent = 10

// longestAttempt ends an attempt whose answer does not come. Graph answers within seconds; what takes longer was lost on the way.
const longestAttempt = 2 * time.Minute

// send makes one attempt.
func (c *Client) send(ctx context.Context, r *Request) error {
	token, err := c.admit(ctx)
	if err != nil {
		return &Error{Operation: r.Operation, Cause: err}
	}
	defer func() { <-c.slots }()
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
