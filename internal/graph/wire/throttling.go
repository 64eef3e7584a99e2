package wire

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// shutGate holds everybody back for as long as the service asks, before the place of the refused request is given to another. "Come back at
// once" is not taken at its word: a service that says so again and again would be asked without end. A 503 that asks for nothing
// keeps nobody else waiting; that it was too much counts all the same.
func (c *Client) shutGate(e *Error, r *Request, header http.Header) {
	asked, ok := waiting.RetryAfter(header, c.clock.Now())
	if !ok && e.Status != http.StatusTooManyRequests {
		return
	}
	e.wait = asked
	if asked < waiting.FirstBackoff {
		e.wait = max(asked, waiting.Backoff(r.throttled))
	}
	r.throttled++
	c.gate.close(e.wait)
}

// mayWait fails at once when the wait cannot fit the operation's timeout: hammering on would only lengthen it, and waiting in vain helps
// nobody. The wait itself is at the gate, in front of the next attempt.
func (c *Client) mayWait(ctx context.Context, e *Error) error {
	if left, ok := waiting.Left(ctx, c.clock); ok && e.wait > left {
		e.Cause = &waiting.TooLongError{Wait: e.wait, Left: left}
		return e
	}
	tflog.Warn(ctx, "Microsoft Graph asks for patience; every request waits", map[string]any{
		"operation": e.Operation, "status": e.Status, "wait": e.wait.String(), "request_id": e.RequestID,
	})
	return nil
}

// gate holds every request of the process back while the service asks for patience. Graph throttles the application, not a single
// request: ten workers that each find that out for themselves make it worse.
type gate struct {
	clock waiting.Clock

	mu    sync.Mutex
	until time.Time
}

// close keeps the gate shut for d from now, or longer if it is shut for longer already.
func (g *gate) close(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if until := g.clock.Now().Add(d); until.After(g.until) {
		g.until = until
	}
}

// opens is when the gate opens, which may be over.
func (g *gate) opens() time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.until
}

func (g *gate) open() bool { return !g.opens().After(g.clock.Now()) }

// wait returns once the gate is open. The gate may be shut again, for longer, while somebody waits.
func (g *gate) wait(ctx context.Context) error {
	for !g.open() {
		if err := waiting.Until(ctx, g.clock, g.opens()); err != nil {
			return err
		}
	}
	return ctx.Err()
}
