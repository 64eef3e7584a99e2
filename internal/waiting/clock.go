// Package waiting is shared by sign-in and requests: the clock, how long to wait after a failure, waits that end
// before a deadline, and work that several callers wait for.
package waiting

import (
	"context"
	"time"
)

// Clock tells the time and waits. Tests replace it, so that a wait of five minutes takes no time.
type Clock interface {
	Now() time.Time
	// SleepUntil waits until t, or until ctx ends and then returns the context's error. It takes a time and not a
	// duration, so that with a test's clock all callers that wait for one moment reach it together.
	SleepUntil(ctx context.Context, t time.Time) error
}

// SystemClock is the system's clock.
type SystemClock struct{}

// Now is the current time.
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
