package pace

import "time"

// Place is a request that is under way, or waits to be. Who has it leaves it in one of three ways, once.
type Place struct {
	limiter *Limiter
	turn    chan struct{} // closed when it is under way

	since     time.Time
	sentAfter int // congestions
	together  int // how many requests were under way at a time while this one was, at most
}

// Answered leaves after an answer that shows the service at work.
func (p *Place) Answered() {
	l := p.limiter
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.course.answered(now, now.Sub(p.since), l.waiting.Len() > 0)
	l.end(p)
}

// Refused leaves after an answer that says that it was too much. Price is how long everybody waits for that.
func (p *Place) Refused(price time.Duration) {
	l := p.limiter
	l.mu.Lock()
	defer l.mu.Unlock()
	l.course.congested(l.now(), p.sentAfter, p.together, price)
	l.end(p)
}

// Leave leaves when nothing was learned.
func (p *Place) Leave() {
	l := p.limiter
	l.mu.Lock()
	defer l.mu.Unlock()
	l.end(p)
}
