package graph

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

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
