package graph

import (
	"context"
	"sync"
	"time"
)

// gate holds every request of the process back while the service asks for patience. Graph throttles the application, not a single
// request: ten workers that each find that out for themselves make it worse.
type gate struct {
	clock Clock

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

// remaining is how long the gate stays shut.
func (g *gate) remaining() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.until.Sub(g.clock.Now())
}

// wait returns once the gate is open. The gate may be shut again, for longer, while somebody waits.
func (g *gate) wait(ctx context.Context) error {
	for {
		remaining := g.remaining()
		if remaining <= 0 {
			return ctx.Err()
		}
		if err := sleepWithin(ctx, g.clock, remaining); err != nil {
			return err
		}
	}
}
