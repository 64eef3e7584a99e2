package ledger

import "time"

// If no operation begins for this long, the gate assumes that no more will. Terraform starts as many operations as it
// may at the same time, in any order, and takes a millisecond or two between one resource and the next. On a busy
// machine it takes longer, and the gate waits longer.
const (
	settle        = 200 * time.Millisecond
	longestSettle = 5 * settle
)

// These limit how long a removal steps back: in an apply, where creates can take much longer while Microsoft Graph
// throttles requests, and from the beginning of a plan, which is slower while removals take places.
const (
	longestStep = time.Minute
	longestPlan = 15 // in units of gate.settles
)

// gate has removals step back while creates and updates are under way or still arriving. Terraform runs a limited
// number of operations at a time (-parallelism), so removals that wait could take every place. The gate doesn't know
// the limit, but the most operations that it has seen at a time come close.
type gate struct {
	began    time.Time     // of the walk
	moved    time.Time     // when an operation began or ended last
	grew     time.Time     // when more operations than before were in flight last
	pause    time.Duration // the longest between two operations that took new places
	quiet    bool          // nothing has begun for a while
	inFlight int           // operations of any sort, refreshes too
	peak     int           // the most that were in flight at a time
	waiting  int           // removals that step back
	removing int           // removals that were let through and haven't ended
	removed  int           // removals that ended since the last create or update began
}

// settles is how long no operation may begin before the gate assumes that no more will.
func (g *gate) settles() time.Duration { return min(max(settle, 2*g.pause), longestSettle) }

// keeperArrived notes that a create or an update has begun, or in a plan that anything but a removal was planned or
// refreshed.
func (g *gate) keeperArrived() { g.moved, g.quiet, g.removed = time.Now(), false, 0 }

// enters notes that an operation has begun.
func (g *gate) enters(now time.Time) {
	if g.began.IsZero() {
		g.began, g.grew = now, now
	}
	g.inFlight++
	if g.inFlight > g.peak {
		g.pause = max(g.pause, now.Sub(g.grew))
		g.peak, g.grew = g.inFlight, now
	}
	g.moved, g.quiet = now, false
}

// leaves notes that an operation has ended. Unless nothing has begun for a while, another one takes its place.
func (g *gate) leaves(now time.Time) {
	g.inFlight--
	if !g.quiet {
		g.moved = now
	}
}

// opens reports whether one removal may go on, or how long it has to wait if nothing happens. Most is how many may wait
// at a time while others work. When only removals are left, the first goes alone, because it may make room for a
// create. Each that ends without one arriving lets one more go at a time, until as many have ended as run at a time. So
// a run that only destroys is soon as fast as without the gate.
func (g *gate) opens(now time.Time, most int) (opens bool, wait time.Duration) {
	if wait = g.settles() - now.Sub(g.grew); wait > 0 {
		return false, wait
	}
	if g.inFlight > g.waiting+g.removing { // a create or an update, or in a plan a refresh
		return g.waiting > most && g.removing <= most, longestStep
	}
	if g.removing > g.removed {
		return false, longestStep
	}
	wait = g.settles() - now.Sub(g.moved)
	g.quiet = g.quiet || wait <= 0
	return g.quiet || g.inFlight > most || g.removed >= g.peak, wait
}
