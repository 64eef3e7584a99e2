package graph

import (
	"context"
	"sync"

	"github.com/entra-elm/terraform-provider-elm/internal/display"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// reads keeps what was read, so that the N rules of one access package cost one request and not N. Concurrent readers share a request.
// What is read is named by the operation, in the words that also start its errors.
type reads struct {
	mu      sync.Mutex
	kept    map[string]*answer
	flights map[string]*flight
}

// answer is what one operation read: the field that belongs to it.
type answer struct {
	accessPackage AccessPackage
	group         Group
	grants        Grants
	targets       *Targets
	holders       Holders
	members       Members
	refusal       error // where a refusal is worth keeping too
}

// flight is a request under way.
type flight struct {
	ended  chan struct{}
	answer *answer
	err    error
}

func newReads() *reads {
	return &reads{kept: map[string]*answer{}, flights: map[string]*flight{}}
}

// once gives what the operation read in this run, and has it read if there is nothing, or nothing but what the caller calls stale.
func (r *reads) once(ctx context.Context, operation string, stale *answer, read func(context.Context) (*answer, error)) (*answer, error) {
	for {
		r.mu.Lock()
		if kept := r.kept[operation]; kept != nil && kept != stale {
			r.mu.Unlock()
			return kept, nil
		}
		f, joined := r.flights[operation]
		if !joined {
			f = &flight{ended: make(chan struct{})}
			r.flights[operation] = f
			go r.carryOut(ctx, operation, f, read)
		}
		r.mu.Unlock()
		select {
		case <-ctx.Done():
			return nil, &wire.Error{Operation: operation, Cause: ctx.Err()}
		case <-f.ended:
		}
		if joined && wire.RanOutOfTime(f.err) {
			continue // the time was another reader's
		}
		return f.answer, f.err
	}
}

// carryOut makes the request. It outlives the reader that started it, up to that reader's deadline: others may wait for it.
func (r *reads) carryOut(ctx context.Context, operation string, f *flight, read func(context.Context) (*answer, error)) {
	shared := context.WithoutCancel(ctx)
	if deadline, ok := ctx.Deadline(); ok {
		var cancel context.CancelFunc
		shared, cancel = context.WithDeadline(shared, deadline)
		defer cancel()
	}
	f.answer, f.err = read(shared)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.flights[operation] == f { // nobody dropped it meanwhile
		delete(r.flights, operation)
		if f.err == nil {
			r.kept[operation] = f.answer
		}
	}
	close(f.ended)
}

// has tells whether the operation has been read, or is being read.
func (r *reads) has(operation string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.kept[operation] != nil || r.flights[operation] != nil
}

// latest gives what was read last; nil if nothing was.
func (r *reads) latest(operation string) *answer {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.kept[operation]
}

// keep saves a later once its request.
func (r *reads) keep(operation string, found *answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept[operation] = found
}

// drop forgets what was read, also what is on its way: a write has changed it.
func (r *reads) drop(operation string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.kept, operation)
	delete(r.flights, operation)
}

// names keeps what things are called that were read for other reasons.
type names struct {
	mu   sync.RWMutex
	byID map[string]string
}

func (n *names) keep(id, name string) {
	if name == "" {
		return
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.byID == nil {
		n.byID = map[string]string{}
	}
	n.byID[id] = name
}

// of gives a name as it was read.
func (n *names) of(id string) string {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.byID[id]
}

func (n *names) keepAll(objects []Object) {
	for _, object := range objects {
		n.keep(object.ID, object.DisplayName)
	}
}

// Name gives the name of the access package, group or catalog with that GUID (lower case), if something that was read in this run told
// it. It asks nobody, and it is short and without line breaks: people choose names, and messages show them.
func (c *Client) Name(id string) string {
	return display.Name(c.names.of(id)).String()
}
