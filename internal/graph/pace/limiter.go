// Package pace decides how many requests are under way at a time. Microsoft Graph says what it takes by refusing what
// is too much (429, 503); no one has published a figure.
//
// It begins with few and allows one more for each answer, which doubles them in each round trip, as TCP does
// (https://www.rfc-editor.org/rfc/rfc5681, slow start). A refusal tells how many the service took, and so many are
// allowed from then on. As in TCP (https://www.rfc-editor.org/rfc/rfc6582), all refusals of requests that were under
// way count as one event. Like CUBIC (https://www.rfc-editor.org/rfc/rfc9438) it remembers the number at which it was
// refused. It stays there, and after a while tries one more, two, and so on, because a refusal costs everyone its
// Retry-After and not a round trip.
//
// How long answers take isn't looked at. In the simulation of the tests, a service that lets requests wait inside
// itself gets as much done with all of them as with few (within 6 %, 2 to 24 requests at a time).
package pace

import (
	"container/list"
	"context"
	"sync"
	"time"
)

// Limiter lets requests through, as many at a time as the service takes. It is safe for concurrent use.
type Limiter struct {
	now func() time.Time

	mu      sync.Mutex
	limit   adaptiveLimit
	load    load
	waiting list.List // of *Place, in the order of arrival
}

// New makes a limiter that never lets more than so many requests through at a time.
func New(most int, now func() time.Time) *Limiter {
	return &Limiter{now: now, limit: newAdaptiveLimit(most)}
}

// Enter waits until one more request may be under way.
func (l *Limiter) Enter(ctx context.Context) (*Place, error) {
	p := &Place{limiter: l, turn: make(chan struct{})}
	l.mu.Lock()
	waiter := l.waiting.PushBack(p)
	l.letThrough()
	l.mu.Unlock()
	select {
	case <-p.turn:
		return p, nil
	case <-ctx.Done():
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if p.underWay { // its turn came meanwhile
		return p, nil
	}
	l.waiting.Remove(waiter)
	return nil, ctx.Err()
}

// letThrough gives turns while more may be under way.
func (l *Limiter) letThrough() {
	for l.load.underWay < l.limit.allowed && l.waiting.Len() > 0 {
		p, _ := l.waiting.Remove(l.waiting.Front()).(*Place)
		now := l.now()
		p.underWay, p.since, p.load, p.sentAfter = true, now, l.load.sum(now), l.limit.congestions
		l.load.change(now, 1)
		close(p.turn)
	}
}

// Place is a request that is under way, or waits to be. Its holder leaves it in one of these ways, once.
type Place struct {
	limiter *Limiter
	turn    chan struct{} // closed when it is under way

	underWay  bool
	since     time.Time
	load      time.Duration // its sum then
	sentAfter int           // congestions
}

// Answered leaves after an answer that shows the service at work.
func (p *Place) Answered() {
	p.leave(func(l *Limiter, now time.Time) { l.limit.answered(now, l.waiting.Len() > 0) })
}

// Refused leaves after an answer that says that it was too much. Price is how long everyone waits for that.
func (p *Place) Refused(price time.Duration) {
	p.leave(func(l *Limiter, now time.Time) {
		l.limit.congested(flight{p.since, now, l.load.mean(p.load, p.since, now)}, p.sentAfter, price)
	})
}

// Leave leaves when nothing was learned.
func (p *Place) Leave() { p.leave(func(*Limiter, time.Time) {}) }

// leave gives the place to the next request that waits for one, after the limit has learned from this one.
func (p *Place) leave(learn func(l *Limiter, now time.Time)) {
	l := p.limiter
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	learn(l, now)
	l.load.change(now, -1)
	l.letThrough()
}
