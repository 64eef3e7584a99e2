package pace

import "time"

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
	l := p.limiter
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.course.answered(now, l.waiting.Len() > 0)
	l.end(now)
}

// Refused leaves after an answer that says that it was too much. Price is how long everyone waits for that.
func (p *Place) Refused(price time.Duration) {
	l := p.limiter
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.course.congested(flight{p.since, now, l.load.mean(p.load, p.since, now)}, p.sentAfter, price)
	l.end(now)
}

// Leave leaves when nothing was learned.
func (p *Place) Leave() {
	l := p.limiter
	l.mu.Lock()
	defer l.mu.Unlock()
	l.end(l.now())
}
