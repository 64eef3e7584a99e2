package wire

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/network"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// MostFaults is how often one request may fail by itself (5xx, a cut connection) before the failure is reported: half a
// minute. Throttling does not count: the service says when to come back, and only the operation's timeout ends that.
const MostFaults = 6

// Do sends r until the service gives a clear answer, or until the attempts or the operation's timeout end.
func (c *Client) Do(ctx context.Context, r *Request) error {
	if err := r.check(); err != nil {
		return &Error{Operation: r.Operation, Cause: err}
	}
	r.throttled = 0
	var so progress
	for {
		entry := c.outage.enter()
		if entry.skip {
			return skippedError(r)
		}
		err := c.send(ctx, r)
		var e *Error
		isFault := errors.As(err, &e) && c.isFault(e)
		c.outage.leave(entry, r.sent, err == nil || e != nil && e.Status != 0 && !isFault)
		if err == nil || e == nil || ctx.Err() != nil {
			return err
		}
		r.Unsure = r.Unsure || e.Ambiguous
		if isFault && entry.tries {
			return skippedError(r)
		}
		if err := c.waitForNext(ctx, r, e, &so); err != nil {
			return err
		}
	}
}

// progress is what has become of a request so far.
type progress struct {
	faults  int
	renewed bool // after a 401 with another token
	since   int  // how many attempts of all requests had been sent at its first fault
}

// waitForNext waits until a failed request may be sent again, or returns the error that stands.
func (c *Client) waitForNext(ctx context.Context, r *Request, e *Error, so *progress) error {
	switch {
	case e.Status == http.StatusUnauthorized && !so.renewed:
		so.renewed = true // send dropped the token; the next attempt asks for a new one
		return nil
	case e.wait > 0: // 429, or 503 with a Retry-After
		return c.gates.mayWait(ctx, e)
	case !c.isFault(e):
		return e
	case so.faults < MostFaults-1:
		if so.faults == 0 {
			so.since = c.outage.soFar()
		}
		so.faults++
		return c.Pause(ctx, e, waiting.Backoff(so.faults-1))
	case c.outage.gaveUp(ctx, so.since):
		return skippedError(r)
	default:
		return e
	}
}

// isFault reports a failure that may be temporary.
func (c *Client) isFault(e *Error) bool {
	return !network.IsFinal(e) && (e.Ambiguous || IsUnsent(e))
}

// Pause waits before another attempt and gives back the failure when there is no time for one.
func (c *Client) Pause(ctx context.Context, e *Error, d time.Duration) error {
	tflog.Info(ctx, "Unexpected answer from Microsoft Graph; trying again", map[string]any{
		"operation": e.Operation, "status": e.Status, "wait": d.String(), "request_id": e.RequestID,
	})
	if waiting.Within(ctx, c.clock, d) != nil {
		return e
	}
	return nil
}
