package acctest

import (
	"context"
	"sync"
	"time"
)

// Clock is a waiting.Clock in whose time waiting takes none: SleepUntil moves the clock on and returns.
type Clock struct {
	mu    sync.Mutex
	ahead time.Duration
	slept time.Duration
}

// NewClock starts at the present.
func NewClock() *Clock { return &Clock{} }

// Now is the present, plus all that was slept.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

// SleepUntil moves the clock on to t. Ten workers that wait for one moment move it once.
func (c *Clock) SleepUntil(ctx context.Context, t time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	d := max(time.Until(t)-c.ahead, 0)
	c.ahead += d
	c.slept += d
	return ctx.Err()
}

// Shift moves the clock by d, back if d is negative. A deadline that is set while the clock is behind comes early in
// real time.
func (c *Clock) Shift(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += d
}

// Slept tells how much waiting the clock has skipped.
func (c *Clock) Slept() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.slept
}
