package waiting

import (
	"context"
	"errors"
	"testing"
)

// entering tells when a caller begins to wait.
type entering struct {
	context.Context

	waits chan struct{}
}

func (e *entering) Done() <-chan struct{} {
	select {
	case e.waits <- struct{}{}:
	default:
	}
	return e.Context.Done()
}

func TestFlight_oneCallerLeaves(t *testing.T) {
	t.Parallel()
	var f Flight[int]
	started, proceed, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	runs := 0
	work := func(ctx context.Context) (int, error) {
		runs++
		close(started)
		<-proceed
		return 7, ctx.Err()
	}
	first, leave := context.WithCancel(t.Context())
	go func() { _, err := f.Do(first, work); ended <- err }()
	<-started
	second := &entering{t.Context(), make(chan struct{}, 1)}
	result := make(chan int, 1)
	go func() { got, _ := f.Do(second, work); result <- got }()
	<-second.waits
	leave()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("the first caller got %v", err)
	}
	close(proceed)
	if got := <-result; got != 7 || runs != 1 {
		t.Errorf("the second caller got %d after %d runs", got, runs)
	}
}

func TestFlight_lastCallerLeaves(t *testing.T) {
	t.Parallel()
	var f Flight[int]
	started, canceled := make(chan struct{}), false
	ctx, leave := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		_, err := f.Do(ctx, func(ctx context.Context) (int, error) {
			close(started)
			<-ctx.Done()
			canceled = true
			return 0, ctx.Err()
		})
		ended <- err
	}()
	<-started
	leave()
	if err := <-ended; !errors.Is(err, context.Canceled) || !canceled {
		t.Errorf("err = %v, work canceled: %v", err, canceled)
	}
	if got, err := f.Do(t.Context(), func(context.Context) (int, error) { return 8, nil }); got != 8 || err != nil {
		t.Errorf("the next caller got %d, %v", got, err)
	}
}
