package wire

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// outage is a service that answers no request any more. When all attempts of one request have failed, which takes about
// half a minute, and no attempt that was sent after its first failure got an answer, the service is down: the request
// fails with its error in full, and all others fail at once. Otherwise a plan of a thousand rules would wait half a
// minute for each. An answer to what was sent before is late, and says nothing about the service now.
//
// While the service is down, one request at a time makes one attempt. An answer ends the outage.
type outage struct {
	mu       sync.Mutex
	sent     int // attempts of all requests; each has its number
	answered int // the number of the last attempt that got an answer, whatever it said
	down     bool
	since    int  // while it is down: how many attempts had been sent when it began
	trying   bool // a request finds out whether the service is back
}

// entry is how an attempt may go on, and its part in finding out.
type entry struct{ tries, skip bool }

// enter says how a request may go on.
func (o *outage) enter() entry {
	o.mu.Lock()
	defer o.mu.Unlock()
	e := entry{tries: o.down && !o.trying, skip: o.down && o.trying}
	o.trying = o.trying || e.tries
	return e
}

// leave records whether an attempt, known by its number, got an answer.
func (o *outage) leave(e entry, number int, answered bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if e.tries {
		o.trying = false
	}
	if answered {
		o.answered = max(o.answered, number)
		o.down = o.down && o.answered <= o.since
	}
}

// next is the number of the attempt that is sent now.
func (o *outage) next() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sent++
	return o.sent
}

// soFar is how many attempts have been sent.
func (o *outage) soFar() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.sent
}

// gaveUp records that all attempts of a request failed, the first when so many attempts of all requests had been sent.
// It reports whether another request has already found that the service is down, so that one error in full is enough.
func (o *outage) gaveUp(ctx context.Context, since int) (known bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.down {
		return true
	}
	if o.answered <= since {
		o.down, o.since = true, since
		tflog.Warn(
			ctx,
			"Microsoft Graph has answered no request for half a minute; further requests fail at once until it does",
		)
	}
	return false
}

// skippedError is the error of a request that wasn't made, or that failed as others did.
func skippedError(r *Request) *Error {
	return &Error{Operation: r.Operation, Cause: errSkipped, Ambiguous: r.Unsure}
}
