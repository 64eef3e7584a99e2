package construct

import (
	"context"
	"time"
)

// othersTime is what an operation that finds an access package missing leaves to the operations beside it.
const othersTime = 100 * time.Millisecond

// FoundPackage notes that an access package of the state exists.
func (d *Data) FoundPackage() { d.foundPackage.Store(true) }

// AwaitPackage reports whether any access package of the state has been found, now or in a moment.
func (d *Data) AwaitPackage(ctx context.Context) bool {
	clock := d.Client.Clock()
	return d.foundPackage.Load() || clock.SleepUntil(ctx, clock.Now().Add(othersTime)) != nil || d.foundPackage.Load()
}

// WrongTenant reports whether the error about the wrong tenant is news in this run.
func (d *Data) WrongTenant() (news bool) { return !d.wrongTenant.Swap(true) }

// FirstMove reports whether the warning about rules of the access package that move is news in this run.
func (d *Data) FirstMove(accessPackage string) (news bool) {
	_, known := d.moves.LoadOrStore(accessPackage, true)
	return !known
}
