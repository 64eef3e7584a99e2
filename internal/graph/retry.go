package graph

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

const (
	// mostFaults is how often one request may fail by itself (5xx, a cut connection) before the failure is reported: half a minute.
	// Throttling does not count: the service says when to come back, and only the operation's timeout ends that.
	mostFaults = 6

	firstBackoff   = time.Second
	longestBackoff = time.Minute
)

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
			err = c.pause(ctx, e, backoff(faults))
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
	if sleepWithin(ctx, c.clock, d) != nil {
		return e
	}
	return nil
}

func timeLeft(ctx context.Context, clock Clock) (time.Duration, bool) {
	deadline, ok := ctx.Deadline()
	return deadline.Sub(clock.Now()), ok
}

// sleepWithin waits for d, or fails at once when the context will have ended by then.
func sleepWithin(ctx context.Context, clock Clock, d time.Duration) error {
	if left, ok := timeLeft(ctx, clock); ok && d > left {
		return &WaitError{Wait: d, Left: left}
	}
	return clock.Sleep(ctx, d)
}

// backoff grows from one second to a minute; the jitter keeps workers that failed together from coming back together.
func backoff(attempt int) time.Duration {
	d := longestBackoff
	if attempt < 6 {
		d = firstBackoff << attempt
	}
	return d/2 + rand.N(d/2)
}
