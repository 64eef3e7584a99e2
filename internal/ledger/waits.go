package ledger

import (
	"context"
	"time"
)

// Enter notes that an operation of a resource is in flight, whatever it does. Always call the function that it gives.
func (l *Ledger) Enter() (leave func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.gate.enters(time.Now())
	l.wake()
	walk := l.walk
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.walk == walk {
			l.gate.leaves(time.Now())
			l.wake()
		}
	}
}

// stepBack waits until a removal may go on: all that it depends on is decided, the gate opens, or the time is over. A
// removal that sends no request only waits to learn of failures, and leaves half of the operations that Terraform runs
// at a time to others. Always call the function that it gives.
func (l *Ledger) stepBack(
	ctx context.Context, longest time.Time, sends, decided func() bool,
) (leave func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	g, walk := &l.gate, l.walk
	g.waiting++
	for err = ctx.Err(); err == nil && !decided(); err = ctx.Err() {
		now, most := time.Now(), g.peak-1
		if !sends() {
			most = g.peak / 2
		}
		opens, wait := g.opens(now, most)
		if opens || !now.Before(longest) {
			break
		}
		l.await(ctx, min(wait, longest.Sub(now)))
	}
	if l.walk != walk {
		return func() {}, err
	}
	g.waiting--
	l.wake()
	if !sends() {
		return func() {}, err
	}
	g.removing++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.walk == walk {
			g.removing--
			g.removed++
			l.wake()
		}
	}, err
}

// await is called with the lock held and gives it back for a while, until something changes.
func (l *Ledger) await(ctx context.Context, longest time.Duration) {
	changed := l.changed
	l.mu.Unlock()
	defer l.mu.Lock()
	timer := time.NewTimer(longest)
	defer timer.Stop()
	select {
	case <-changed:
	case <-timer.C:
	case <-ctx.Done():
	}
}
