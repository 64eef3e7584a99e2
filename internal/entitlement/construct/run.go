package construct

import (
	"context"
	"time"
)

// othersTime is what an operation that finds an access package missing leaves to the operations beside it.
const othersTime = 100 * time.Millisecond

const cannotCount = "count/"

// FoundPackage notes that an access package of the state exists.
func (d *Data) FoundPackage() { d.foundPackage.Store(true) }

// AwaitPackage reports whether any access package of the state has been found, now or in a moment.
func (d *Data) AwaitPackage(ctx context.Context) bool {
	clock := d.Client.Clock()
	return d.foundPackage.Load() || clock.SleepUntil(ctx, clock.Now().Add(othersTime)) != nil || d.foundPackage.Load()
}

// FirstTime is true once in a run for the same message, which a title or a key names.
func (d *Data) FirstTime(message string) bool {
	_, known := d.told.LoadOrStore(message, true)
	return !known
}

// CannotCount notes that conflicts with rules of a kind can't be counted in this run, and reports whether that is news.
func (d *Data) CannotCount(kind string) (news bool) { return d.FirstTime(cannotCount + kind) }

// Counts reports whether conflicts with rules of a kind can be counted, as far as is known.
func (d *Data) Counts(kind string) bool {
	_, refused := d.told.Load(cannotCount + kind)
	return !refused
}
