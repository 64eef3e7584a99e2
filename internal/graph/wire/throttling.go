package wire

import (
	"context"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// holdBack shuts the gate for as long as the service asks. When that cannot fit the operation's timeout it fails at once:
// hammering on would only lengthen the wait, and waiting in vain helps nobody. "Come back at once" is not taken at its word: a
// service that says so again and again would be asked without end.
func (c *Client) holdBack(ctx context.Context, e *Error, throttled int) error {
	wait := waiting.Backoff(throttled)
	if asked := e.retryAfter; asked != nil && *asked >= waiting.FirstBackoff {
		wait = *asked
	} else if asked != nil {
		wait = max(wait, *asked)
	}
	c.gate.close(wait)
	if left, ok := waiting.Left(ctx, c.clock); ok && wait > left {
		e.Cause = &waiting.TooLongError{Wait: wait, Left: left}
		return e
	}
	tflog.Warn(ctx, "Microsoft Graph asks for patience; every request waits", map[string]any{
		"operation": e.Operation, "status": e.Status, "wait": wait.String(), "request_id": e.RequestID,
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
