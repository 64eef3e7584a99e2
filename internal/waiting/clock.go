// Package waiting is what signing in and requests share of patience: the clock that they live by, how long to wait after a failure, and
// that nobody waits beyond a deadline.
package waiting

import (
	"context"
	"time"
)

// Clock tells the time and waits. Tests replace it, so that a service that asks for five minutes of patience costs none.
type Clock interface {
	Now() time.Time
	// Sleep waits for d or until ctx ends; then it returns the context's error.
	Sleep(ctx context.Context, d time.Duration) error
}

// SystemClock is the real one.
type SystemClock struct{}

// Now is the present.
func (SystemClock) Now() time.Time { return time.Now() }

// Sleep waits for d or until ctx ends.
func (SystemClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
