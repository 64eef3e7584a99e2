package ledger

import (
	"context"
	"time"
)

// settle is how long a removal waits for the first create or update, and for the next one after the last: Terraform starts as
// much as it may at the same time, in any order, and takes a millisecond or two between one resource and the next.
const settle = 200 * time.Millisecond

// How long a removal steps back at most: in an apply, where creates can take much longer while Microsoft Graph throttles requests, and from the
// beginning of a plan, which is slower while removals take places.
const (
	longestStep = time.Minute
	longestPlan = 3 * time.Second
)

// gate has removals step back while creates and updates are under way or still arriving. Terraform runs a limited number of operations at
// a time (-parallelism), so removals that wait could take every place. The gate doesn't know the limit, but the most operations that it has
// seen at a time come close.
type gate struct {
	began    time.Time // of the walk
	latest   time.Time // when anything but a removal was seen last
	inFlight int       // operations of any sort, refreshes too
	peak     int       // the most that were in flight at a time
	waiting  int       // removals that step back
	removing int       // removals that were let through and haven't ended
	removed  int       // removals that ended since the last create or update began
}

// keeperArrived notes that a create or an update has begun, or in a plan that anything but a removal was planned or refreshed.
func (g *gate) keeperArrived() { g.latest, g.removed = time.Now(), 0 }

// opens reports whether one removal may go on, or how long it has to wait if nothing happens. Most is how many may wait at a time while
// others work. When only removals are left, the first goes alone, because it may make room for a create. Each that ends without one arriving
// lets one more go at a time, so a run that only destroys is soon as fast as without the gate.
func (g *gate) opens(now time.Time, most int) (opens bool, wait time.Duration) {
	if wait = settle - now.Sub(g.began); wait > 0 {
		return false, wait
	}
	if g.inFlight > g.waiting+g.removing { // a create or an update, or in a plan a refresh
		return g.waiting > most && g.removing <= most, longestStep
	}
	if g.removing > g.removed {
		return false, longestStep
	}
	wait = settle - now.Sub(g.latest)
	return wait <= 0 || g.waiting > most, wait
}

// Enter notes that an operation of a resource is in flight, whatever it does. Always call the function that it gives.
func (l *Ledger) Enter() (leave func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	g := &l.gate
	if g.began.IsZero() {
		g.began = time.Now()
	}
	g.inFlight++
	g.peak = max(g.peak, g.inFlight)
	walk := l.walk
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.walk == walk {
			l.gate.inFlight--
			l.wake()
		}
	}
}

// stepBack waits until a removal may go on: all that it depends on is decided, the gate opens, or the time is over. Most says, of the operations
// that Terraform runs at a time, how many may be removals that wait. Always call the function that it gives.
func (l *Ledger) stepBack(ctx context.Context, longest time.Time, most func(peak int) int, decided func() bool) (leave func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	walk := l.walk
	l.gate.waiting++
	for err = ctx.Err(); err == nil && !decided(); err = ctx.Err() {
		now := time.Now()
		opens, wait := l.gate.opens(now, most(l.gate.peak))
		if opens || !now.Before(longest) {
			break
		}
		l.await(ctx, min(wait, longest.Sub(now)))
	}
	if l.walk != walk {
		return func() {}, err
	}
	l.gate.waiting--
	l.gate.removing++
	l.wake()
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.walk == walk {
			l.gate.removing--
			l.gate.removed++
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
