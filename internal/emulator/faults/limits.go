package faults

import (
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
)

// window is the time over which Graph counts an application's requests. See
// https://learn.microsoft.com/graph/throttling-limits.
const window = 10 * time.Second

// Limits restrict concurrent requests, and requests of an application in a time window. Zero means no limit.
type Limits struct {
	options *contract.Options

	mu      sync.Mutex
	running int
	buckets map[string]*bucket // by application
}

// bucket is a token bucket that refills steadily, up to the quota of a whole window.
type bucket struct {
	tokens float64
	at     time.Time
}

// NewLimits takes the limits from complete options.
func NewLimits(o *contract.Options) *Limits {
	return &Limits{options: o, buckets: map[string]*bucket{}}
}

// Enter admits a request, which ends with leave, or gives the refusal.
func (l *Limits) Enter(application string) (leave func(), refusal *exchange.Answer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.options.Concurrency > 0 && l.running >= l.options.Concurrency {
		return nil, tooMany(time.Second)
	}
	if wait := l.draw(application); wait > 0 {
		return nil, tooMany(wait)
	}
	l.running++
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.running--
	}, nil
}

// draw takes a token, or gives the time until the next one.
func (l *Limits) draw(application string) time.Duration {
	most := float64(l.options.Quota)
	if most <= 0 {
		return 0
	}
	now := l.options.Now()
	b, known := l.buckets[application]
	if !known {
		b = &bucket{most, now}
		l.buckets[application] = b
	}
	perSecond := most / window.Seconds()
	b.tokens = min(most, b.tokens+now.Sub(b.at).Seconds()*perSecond)
	b.at = now
	if b.tokens < 1 {
		return time.Duration((1 - b.tokens) / perSecond * float64(time.Second))
	}
	b.tokens--
	return 0
}

// tooMany is Graph's 429, with a wait in whole seconds.
func tooMany(wait time.Duration) *exchange.Answer {
	a := exchange.Refuse(http.StatusTooManyRequests, "TooManyRequests", "Please retry again later.")
	a.Header = http.Header{"Retry-After": {strconv.Itoa(int(math.Ceil(wait.Seconds())))}}
	return &a
}
