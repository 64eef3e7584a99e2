package wire

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// gates hold requests back while the service throttles them: all requests to the same service of Graph, such as
// entitlement management or the audit log, because Graph throttles an application there, not a single request. Ten
// workers that each find that out for themselves make it worse. Each service has limits of its own, so that a throttled
// audit log doesn't stop a rule.
//
// See https://learn.microsoft.com/graph/throttling-limits.
type gates struct {
	clock waiting.Clock

	mu    sync.Mutex
	until map[string]time.Time // by service; everything for all
}

// everything is where Graph throttles the application as a whole.
const everything = ""

func newGates(clock waiting.Clock) *gates { return &gates{clock: clock, until: map[string]time.Time{}} }

// shut holds back all requests to the service for as long as it asks, or longer if it has asked for more, before the
// place of the refused request is given to another. "Come back at once" isn't taken at its word: a service that says so
// again and again would be asked without end. A 503 that asks for nothing keeps no one else waiting, but counts as too
// much.
func (g *gates) shut(e *Error, r *Request, header http.Header) {
	asked, ok := waiting.RetryAfter(header, g.clock.Now())
	if !ok && e.Status != http.StatusTooManyRequests {
		return
	}
	e.wait = asked
	if asked < waiting.FirstBackoff {
		e.wait = max(asked, waiting.Backoff(r.throttled))
	}
	r.throttled++
	service := r.throttledBy(header)
	g.mu.Lock()
	defer g.mu.Unlock()
	if until := g.clock.Now().Add(e.wait); until.After(g.until[service]) {
		g.until[service] = until
	}
}

// mayWait fails at once when the wait doesn't fit the operation's timeout. The wait itself is at the gate, in front of
// the next attempt.
func (g *gates) mayWait(ctx context.Context, e *Error) error {
	if left, ok := waiting.Left(ctx, g.clock); ok && e.wait > left {
		e.Cause = &waiting.TooLongError{Wait: e.wait, Left: left}
		return e
	}
	tflog.Warn(ctx, "Microsoft Graph throttles requests; further requests to the same service wait", map[string]any{
		"operation": e.Operation, "status": e.Status, "wait": e.wait.String(), "request_id": e.RequestID,
	})
	return nil
}

// opens is when a request to the service may be sent, which may be over.
func (g *gates) opens(service string) time.Time {
	g.mu.Lock()
	defer g.mu.Unlock()
	if all := g.until[everything]; all.After(g.until[service]) {
		return all
	}
	return g.until[service]
}

func (g *gates) open(service string) bool { return !g.opens(service).After(g.clock.Now()) }

// wait returns once the gate is open. It may be shut again, for longer, while someone waits.
func (g *gates) wait(ctx context.Context, service string) error {
	for !g.open(service) {
		if err := waiting.Until(ctx, g.clock, g.opens(service)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// throttledBy is what a 429 is about: the service that was asked, or everything if Graph says that the limit is the
// application's in all tenants, or the tenant's. Which services have such limits isn't published.
func (r *Request) throttledBy(header http.Header) string {
	switch scope, _, _ := strings.Cut(header.Get("x-ms-throttle-scope"), "/"); scope {
	case "Application", "Tenant":
		return everything
	default:
		return r.service()
	}
}
