package graph

import (
	"context"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/singleflight"
)

// listings keeps what was listed per access package, so that N references of one package cost one list and not N. Concurrent readers
// share a request. A write to a package drops its listing, also one that is on its way.
type listings struct {
	fetch func(ctx context.Context, accessPackageID string) (*Targets, error)

	flights singleflight.Group
	serial  atomic.Uint64

	mu        sync.Mutex
	byPackage map[string]listing
	writes    map[string]uint64
}

type listing struct {
	targets *Targets
	serial  uint64 // grows with every list request; tells a reader whether it has seen this one
}

func newListings(fetch func(context.Context, string) (*Targets, error)) *listings {
	return &listings{fetch: fetch, byPackage: map[string]listing{}, writes: map[string]uint64{}}
}

// get gives a listing that is newer than the one with serial after; 0 takes what is there.
func (l *listings) get(ctx context.Context, accessPackageID string, after uint64) (listing, error) {
	for {
		l.mu.Lock()
		kept, ok := l.byPackage[accessPackageID]
		l.mu.Unlock()
		if ok && kept.serial > after {
			return kept, nil
		}
		own := false
		flight := l.flights.DoChan(accessPackageID, func() (any, error) {
			own = true
			return l.list(ctx, accessPackageID)
		})
		select {
		case <-ctx.Done():
			return listing{}, ctx.Err()
		case result := <-flight:
			if result.Err != nil {
				if !own && ranOutOfTime(result.Err) {
					continue // the time was another reader's
				}
				return listing{}, result.Err
			}
			if found, ok := result.Val.(listing); ok && found.serial > after {
				return found, nil
			}
		}
	}
}

// list asks the service. The request outlives the reader that started it, up to that reader's deadline: others may wait for it.
func (l *listings) list(ctx context.Context, accessPackageID string) (listing, error) {
	shared := context.WithoutCancel(ctx)
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		shared, cancel = context.WithDeadline(shared, deadline)
		defer cancel()
	}
	l.mu.Lock()
	writes := l.writes[accessPackageID]
	l.mu.Unlock()
	serial := l.serial.Add(1)
	targets, err := l.fetch(shared, accessPackageID)
	if err != nil {
		return listing{}, err
	}
	found := listing{targets: targets, serial: serial}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.writes[accessPackageID] == writes {
		l.byPackage[accessPackageID] = found
	}
	return found, nil
}

// drop forgets what was listed for a package, because a write to it has ended.
func (l *listings) drop(accessPackageID string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.byPackage, accessPackageID)
	l.writes[accessPackageID]++
	l.flights.Forget(accessPackageID)
}
