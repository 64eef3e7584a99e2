package graph

import (
	"context"
	"sync"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// reads keeps what was read of one sort, so that the N rules of one access package cost one request and not N.
// Concurrent readers of one key share a request.
type reads[K comparable, V any] struct {
	keepsRefusal func(error) bool // whether the next reader would get the same refusal; nil keeps none

	mu      sync.Mutex
	kept    map[K]*result[V]
	flights map[K]*waiting.Flight[*result[V]]
}

type result[V any] struct {
	value V
	err   error
}

// once returns what was read in this run, or reads it. The operation starts the errors.
func (r *reads[K, V]) once(
	ctx context.Context, operation string, key K, read func(context.Context) (V, error),
) (V, error) {
	return r.newer(ctx, operation, key, func(V) bool { return false }, read)
}

// newer returns what was read in this run unless it is stale, and otherwise reads it.
func (r *reads[K, V]) newer(
	ctx context.Context, operation string, key K, stale func(V) bool, read func(context.Context) (V, error),
) (V, error) {
	for {
		kept, flight := r.find(key, stale)
		if kept != nil {
			return kept.value, kept.err
		}
		joined := true
		found, err := flight.Do(ctx, func(shared context.Context) (*result[V], error) {
			joined = false
			if deadline, ok := ctx.Deadline(); ok { // a wait beyond it must fail at once
				var cancel context.CancelFunc
				shared, cancel = context.WithDeadline(shared, deadline)
				defer cancel()
			}
			return r.carryOut(shared, key, flight, stale, read), nil
		})
		if err != nil {
			var none V
			return none, &wire.Error{Operation: operation, Cause: err}
		}
		if !joined || !wire.RanOutOfTime(found.err) { // otherwise the time was another reader's
			return found.value, found.err
		}
	}
}

// find returns the stored result, otherwise the flight to join.
func (r *reads[K, V]) find(key K, stale func(V) bool) (*result[V], *waiting.Flight[*result[V]]) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if kept := r.kept[key]; kept != nil && !stale(kept.value) {
		return kept, nil
	}
	if r.flights == nil {
		r.kept, r.flights = map[K]*result[V]{}, map[K]*waiting.Flight[*result[V]]{}
	}
	if r.flights[key] == nil {
		r.flights[key] = &waiting.Flight[*result[V]]{}
	}
	return nil, r.flights[key]
}

// carryOut reads, unless a flight has landed since the reader looked for one.
func (r *reads[K, V]) carryOut(
	ctx context.Context,
	key K,
	flight *waiting.Flight[*result[V]],
	stale func(V) bool,
	read func(context.Context) (V, error),
) *result[V] {
	if kept, _ := r.find(key, stale); kept != nil {
		return kept
	}
	value, err := read(ctx)
	found := &result[V]{value, err}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.flights[key] == flight { // a write has not dropped it meanwhile
		delete(r.flights, key)
		if err == nil || r.keepsRefusal != nil && r.keepsRefusal(err) {
			r.kept[key] = found
		}
	}
	return found
}

// latest returns what was read last.
func (r *reads[K, V]) latest(key K) (value V, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if kept := r.kept[key]; kept != nil {
		return kept.value, true
	}
	return value, false
}

// keep saves a later once its request.
func (r *reads[K, V]) keep(key K, value V) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.kept == nil {
		r.kept, r.flights = map[K]*result[V]{}, map[K]*waiting.Flight[*result[V]]{}
	}
	r.kept[key] = &result[V]{value: value}
}

// drop forgets what was read, also what is on its way: a write has changed it.
func (r *reads[K, V]) drop(key K) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.kept, key)
	delete(r.flights, key)
}
