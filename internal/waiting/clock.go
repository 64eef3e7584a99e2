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
	// SleepUntil waits until t or until ctx ends; then it returns the context's error. It takes the time and not how long to wait, because
	// in a test's clock all who wait for one moment are to come to it together.
	SleepUntil(ctx context.Context, t time.Time) error
}

// SystemClock is the real one.
type SystemClock struct{}

// Now is the present.
func (SystemClock) Now() time.Time { return time.Now() }

// SleepUntil waits until t or until ctx ends.
func (SystemClock) SleepUntil(ctx context.Context, t time.Time) error {
	timer := time.NewTimer(time.Until(t))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
