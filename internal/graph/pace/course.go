package pace

import (
	"math"
	"time"
)

const (
	// first is how many requests may be under way before anything is known of the service. Six parallel reads of entitlement management have
	// been throttled.
	first = 4

	// patience is how many times the price of a refusal the service must have worked undisturbed before it is asked for more: a refusal
	// costs everybody the wait that comes with it, so probing costs a seventeenth of the time at most.
	patience = 16

	// longestPatience ends that sooner for a service that asks for minutes: many resources have a quarter of an hour for all they do.
	longestPatience = 5 * time.Minute

	// fewest is how many answers must have come before the service is asked for more, so that probing costs few requests as well.
	fewest = 100

	// smallestRound is how many answers at least make a round: fewer tell little about how long answers take.
	smallestRound = 8

	// margin is the part of what the service seemed to take that is left out, for to be refused again at once would cost the wait a second time.
	// Where few were refused it was known well before.
	margin = 1. / 16

	// noise is by how much answers may come later without meaning anything.
	noise = 20 * time.Millisecond
)

// course is how many requests may be under way, and what has been learned about that. It knows no time but what it is told.
type course struct {
	most    int // never more than that
	allowed int // so many may be under way
	fits    int // so many the service took when it last refused some; most while nothing speaks against it

	// Having refused, it is not asked for more than fits before a time, and before it has answered some.
	patient time.Time
	healthy int // answers since it refused
	step    int // so many more than fits are tried
	trial   int // answers that are still to come until these are known to be taken

	congestions int
	latest      bool    // the latest congestion may not be over: nothing was tried since
	refused     flight  // its first refused request
	taken       float64 // of the requests under way meanwhile, those that are not known to be refused

	// The quickest answer of a round tells how busy the service is: a slow one may be slow for other reasons.
	start    time.Time     // of the round: what was sent before does not count
	began    int           // how many requests were allowed then
	answers  int           // to requests of the round
	quickest time.Duration // of these answers
	usual    time.Duration // of the best round; 0 before there was one
	slow     time.Duration // of the round for which fewer were allowed last, while that still is to be judged
	fitted   int           // what fits was before that
}

func newCourse(most int) course {
	allowed := min(first, most)
	return course{most: most, allowed: allowed, fits: most, began: allowed}
}

// answered takes note of an answer that is no refusal, of how long it took, and of whether more requests wait to be allowed.
func (c *course) answered(now time.Time, took time.Duration, more bool) {
	c.healthy++
	c.measure(now, took)
	switch {
	case !more || c.slower(took): // what is not used tells nothing
	case c.allowed < c.fits:
		c.allowed++
	case c.allowed > c.fits:
		if c.trial--; c.trial <= 0 {
			c.fits = c.allowed
			c.try(2 * c.step)
		}
	case c.fits < c.most && c.healthy >= fewest && !now.Before(c.patient):
		c.try(1)
	}
}

// try allows so many more than fits.
func (c *course) try(step int) {
	c.latest = false
	c.step = step
	c.allowed = min(c.fits+step, c.most)
	c.trial = 2 * c.allowed // the first answers may be to requests from before
}

// congested takes note that the service refused a request, which was sent after so many congestions. What is refused of the requests that
// were under way when the first refusal came is one congestion. Of those that were under way together with the first refused one, on average over that
// time, the others are what the service took, and so many are allowed from then on: an average, because answers come in bursts, and for a moment
// many are under way that the service is done with. It is not believed below a third, because doubling leads to twice as many as are taken and not much
// further: whoever refuses more than that has other reasons. A refusal that comes so late that others have come of requests sent since an
// earlier one, or after more were tried, tells of a time that is over; and what is refused never is a reason to allow more.
func (c *course) congested(f flight, sentAfter int, price time.Duration) {
	switch {
	case sentAfter == c.congestions:
		c.congestions++
		c.latest, c.refused, c.taken = true, f, f.together
	case sentAfter < c.congestions-1 || !c.latest:
		return
	}
	c.slow = 0 // what the service refuses tells more than how long it takes
	c.taken -= f.share(c.refused)
	if c.refused.together <= 1 { // one request at a time cannot be too many at a time
		return
	}
	sure := c.taken - min(margin*c.taken, (c.refused.together-c.taken)/4)
	c.settle(f.until, min(int(math.Round(max(c.refused.together/3, sure))), c.allowed), price)
}

// settle allows no more than fits for a while.
func (c *course) settle(now time.Time, fits int, price time.Duration) {
	c.fits = min(max(fits, 1), c.most)
	c.allowed = c.fits
	c.healthy = 0
	c.patient = now.Add(min(patience*price, longestPatience))
	c.beginRound(now)
}

func (c *course) beginRound(now time.Time) { c.start, c.began, c.answers = now, c.allowed, 0 }

// measure ends a round when its answers are in. When even the quickest took more than twice as long as usual, requests wait for each other
// inside the service: by Little's law half as many get as much done. Unless half as many are answered sooner it was something else: these
// requests take that long by nature, and may be as many as before. Nobody waits for a slow answer but who asked, so more are tried again soon. Few
// requests at a time are left alone.
func (c *course) measure(now time.Time, took time.Duration) {
	if now.Add(-took).Before(c.start) {
		return
	}
	if c.answers == 0 || took < c.quickest {
		c.quickest = took
	}
	if c.answers++; c.answers < max(c.began, smallestRound) {
		return
	}
	switch slower := c.slower(c.quickest); {
	case c.usual == 0:
		c.usual = c.quickest
	case slower && c.began > first && (c.slow == 0 || c.quickest < c.slow*3/4):
		c.slow, c.fitted = c.quickest, c.fits
		c.settle(now, min(max(c.began/2, first), c.fits), c.usual)
	case slower:
		if c.slow > 0 {
			c.fits = c.fitted
		}
		c.usual, c.slow = c.quickest, 0
	default:
		c.usual, c.slow = min(c.usual, c.quickest), 0
	}
	c.beginRound(now)
}

// slower tells whether something took so long that requests seem to wait for each other.
func (c *course) slower(took time.Duration) bool { return c.usual > 0 && took > 2*c.usual+noise }
