package wire

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// outage is a service that answers no request any more. When all attempts of one request have failed, which takes about
// half a minute, and no other request got an answer meanwhile, the service is down: the request fails with its error in
// full, and all others fail at once. Otherwise a plan of a thousand rules would wait half a minute for each.
//
// While the service is down, one request at a time makes one attempt. An answer ends the outage.
type outage struct {
	mu      sync.Mutex
	answers int // of the service, whatever they said
	down    bool
	trying  bool // a request finds out whether the service is back
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

// leave records whether an attempt got an answer.
func (o *outage) leave(e entry, answered bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if e.tries {
		o.trying = false
	}
	if answered {
		o.answers++
		o.down = false
	}
}

func (o *outage) answered() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.answers
}

// gaveUp records that all attempts of a request failed since there were so many answers. It reports whether another
// request has already found that the service is down, so that one error in full is enough.
func (o *outage) gaveUp(ctx context.Context, answers int) (known bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.down {
		return true
	}
	if o.answers == answers {
		o.down = true
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
