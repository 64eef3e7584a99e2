package graph

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// mostFaults is how often one request may fail by itself (5xx, a cut connection) before the failure is reported: half a minute.
// Throttling does not count: the service says when to come back, and only the operation's timeout ends that.
const mostFaults = 6

// do sends r until it succeeds, until it fails for good, or until it can no longer be known whether sending it again is safe.
func (c *Client) do(ctx context.Context, r *request) error {
	var faults, throttled int
	renewed := false
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
		case e.Status == http.StatusTooManyRequests:
			err = c.holdBack(ctx, e, throttled)
			throttled++
		case e.retryAfter != nil && r.repeatable(): // 503
			r.unsure = true
			err = c.holdBack(ctx, e, throttled)
			throttled++
		case c.isFault(e) && (r.repeatable() || !e.Ambiguous) && faults < mostFaults-1:
			r.unsure = r.unsure || e.Ambiguous
			err = c.pause(ctx, e, waiting.Backoff(faults))
			faults++
		default:
			if e.retryAfter != nil {
				c.gate.close(*e.retryAfter)
			}
			return e
		}
		if err != nil {
			return err
		}
	}
}

// isFault reports a failure that may pass by itself.
func (c *Client) isFault(e *Error) bool {
	var certificate *tls.CertificateVerificationError
	if errors.As(e, &certificate) {
		return false
	}
	return e.Ambiguous || errors.Is(e, errUnsent)
}

// pause waits before another attempt and gives back the failure when there is no time for one.
func (c *Client) pause(ctx context.Context, e *Error, d time.Duration) error {
	tflog.Info(ctx, "Microsoft Graph did not answer as it should; trying again", map[string]any{
		"operation": e.Operation, "status": e.Status, "wait": d.String(), "request_id": e.RequestID,
	})
	if waiting.Within(ctx, c.clock, d) != nil {
		return e
	}
	return nil
}
