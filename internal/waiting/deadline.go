package waiting

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// TooLongError is a wait that is longer than the rest of the operation's timeout.
type TooLongError struct {
	Wait, Left time.Duration
}

func (e *TooLongError) Error() string {
	return fmt.Sprintf("the service asks to wait %s, but the operation's timeout ends in %s",
		e.Wait.Round(time.Millisecond), e.Left.Round(time.Second))
}

// Left is the time until the context's deadline, if it has one.
func Left(ctx context.Context, clock Clock) (time.Duration, bool) {
	deadline, ok := ctx.Deadline()
	return deadline.Sub(clock.Now()), ok
}

// Within waits for d, or fails at once with a [*TooLongError] if the context ends before that.
func Within(ctx context.Context, clock Clock, d time.Duration) error {
	return Until(ctx, clock, clock.Now().Add(d))
}

// Until waits until t, or fails at once with a [*TooLongError] if the context ends before that.
func Until(ctx context.Context, clock Clock, t time.Time) error {
	now := clock.Now()
	if deadline, ok := ctx.Deadline(); ok && t.After(deadline) {
		return &TooLongError{Wait: t.Sub(now), Left: deadline.Sub(now)}
	}
	return clock.SleepUntil(ctx, t)
}

// IsContextEnd reports an error that is the end of a context and not an answer of the service.
func IsContextEnd(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
