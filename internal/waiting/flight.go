package waiting

import (
	"context"
	"sync"
)

// Flight is a piece of work whose result several callers can share while it is under way. The zero value is ready to
// use.
type Flight[T any] struct {
	mu      sync.Mutex
	current *journey[T]
}

// journey is one run of the work.
type journey[T any] struct {
	callers int
	cancel  context.CancelFunc
	done    chan struct{}
	value   T
	err     error
}

// Do joins the work that is under way, or starts it. The work outlives the caller that started it, and is canceled
// when the last caller has left. Otherwise a program that it started would keep running. Do
// returns the caller's own error if its context ends first.
func (f *Flight[T]) Do(ctx context.Context, work func(context.Context) (T, error)) (T, error) {
	f.mu.Lock()
	j := f.current
	if j == nil {
		j = f.start(ctx, work)
	}
	j.callers++
	f.mu.Unlock()

	select {
	case <-j.done:
		return j.value, j.err
	case <-ctx.Done():
	}
	if f.leave(j) {
		<-j.done
	}
	var none T
	return none, ctx.Err()
}

func (f *Flight[T]) start(ctx context.Context, work func(context.Context) (T, error)) *journey[T] {
	shared, cancel := context.WithCancel(context.WithoutCancel(ctx))
	j := &journey[T]{cancel: cancel, done: make(chan struct{})}
	f.current = j
	go func() {
		defer cancel()
		j.value, j.err = work(shared)
		f.forget(j)
		close(j.done)
	}()
	return j
}

// leave cancels the work after its last caller and reports that it did. A later caller starts the work again.
func (f *Flight[T]) leave(j *journey[T]) (last bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	j.callers--
	if j.callers > 0 {
		return false
	}
	j.cancel()
	if f.current == j {
		f.current = nil
	}
	return true
}

func (f *Flight[T]) forget(j *journey[T]) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.current == j {
		f.current = nil
	}
}
