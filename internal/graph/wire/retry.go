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

// MostFaults is how often one request may fail by itself (5xx, a cut connection) before the failure is reported: half a minute.
// Throttling does not count: the service says when to come back, and only the operation's timeout ends that.
const MostFaults = 6

// Do sends r until the service gives a clear answer, or until the attempts or the operation's timeout end.
func (c *Client) Do(ctx context.Context, r *Request) error {
	faults, renewed := 0, false
	r.throttled = 0
	for {
		err := c.send(ctx, r)
		if err == nil || ctx.Err() != nil {
			return err
		}
		var e *Error
		if !errors.As(err, &e) {
			return err
		}
		switch {
		case e.Status == http.StatusUnauthorized && !renewed:
			renewed = true // send dropped the token; the next attempt asks for a new one
			continue
		case e.wait > 0: // 429, or 503 with a Retry-After
			r.Unsure = r.Unsure || e.Ambiguous
			err = c.mayWait(ctx, e)
		case c.isFault(e) && faults < MostFaults-1:
			r.Unsure = r.Unsure || e.Ambiguous
			err = c.Pause(ctx, e, waiting.Backoff(faults))
			faults++
		default:
			return e
		}
		if err != nil {
			return err
		}
	}
}

// isFault reports a failure that may pass by itself.
func (c *Client) isFault(e *Error) bool {
	return !network.IsFinal(e) && (e.Ambiguous || IsUnsent(e))
}

// Pause waits before another attempt and gives back the failure when there is no time for one.
func (c *Client) Pause(ctx context.Context, e *Error, d time.Duration) error {
	tflog.Info(ctx, "Microsoft Graph did not answer as it should; trying again", map[string]any{
		"operation": e.Operation, "status": e.Status, "wait": d.String(), "request_id": e.RequestID,
	})
	if waiting.Within(ctx, c.clock, d) != nil {
		return e
	}
	return nil
}
