package pace

import (
	"math"
	"time"
)

const (
	// first is how many requests may be under way before anything is known of the service. Six parallel reads of
	// entitlement management have been throttled.
	first = 4

	// probeAfterPrices is how many times the price of a refusal the service must have worked undisturbed before it is
	// asked for more. A refusal costs everyone the wait that comes with it, so probing costs a seventeenth of the time.
	probeAfterPrices = 16

	// longestProbeWait ends that sooner for a service that asks for minutes: many resources have a quarter of an hour.
	longestProbeWait = 5 * time.Minute

	// probeAfterAnswers is how many answers must have come before the service is asked for more, so that probing costs
	// few requests as well.
	probeAfterAnswers = 100

	// margin is the part of the service's capacity that is left out, because being refused again at once would cost the
	// wait a second time. If few requests were refused, the capacity was known well before.
	margin = 1. / 16
)

// adaptiveLimit is how many requests may be under way. It learns the limit from the service's refusals, and reads no
// clock: callers pass the time.
type adaptiveLimit struct {
	most     int // never more than that
	allowed  int // so many may be under way
	capacity int // so many the service took when it last refused some; most while nothing speaks against it

	// After a refusal, the service isn't asked for more than its capacity before a time and a number of answers.
	probeAfter time.Time
	healthy    int // answers since it refused
	step       int // so many more than the capacity are tried
	trial      int // answers that are still to come until these are known to be taken

	congestions int
	latest      bool    // the latest congestion may not be over: nothing was tried since
	refused     flight  // its first refused request
	taken       float64 // of the requests under way meanwhile, those that are not known to be refused
}

func newAdaptiveLimit(most int) adaptiveLimit {
	return adaptiveLimit{most: most, allowed: min(first, most), capacity: most}
}

// answered takes note of an answer that is no refusal, and of whether more requests wait to be allowed.
func (c *adaptiveLimit) answered(now time.Time, more bool) {
	c.healthy++
	switch {
	case !more: // unused places teach nothing about the limit
	case c.allowed < c.capacity:
		c.allowed++
	case c.allowed > c.capacity:
		if c.trial--; c.trial <= 0 {
			c.capacity = c.allowed
			c.try(2 * c.step)
		}
	case c.capacity < c.most && c.healthy >= probeAfterAnswers && !now.Before(c.probeAfter):
		c.try(1)
	}
}

// try allows so many more than the capacity.
func (c *adaptiveLimit) try(step int) {
	c.latest = false
	c.step = step
	c.allowed = min(c.capacity+step, c.most)
	c.trial = 2 * c.allowed // the first answers may be to requests from before
}

// congested takes note that the service refused a request, which was sent after so many congestions. All refusals of
// requests that were under way when the first one came are one congestion.
//
// The capacity is what the service took of the requests that were under way together with the first refused one: an
// average over that time, because answers come in bursts. It isn't believed below a third, because doubling leads to
// twice the capacity and not much further: a service that refuses more than that has other reasons. A late refusal
// tells of a time that is over: one that comes after those of requests sent later, or after more were tried. No refusal
// is a reason to allow more.
func (c *adaptiveLimit) congested(f flight, sentAfter int, price time.Duration) {
	switch {
	case sentAfter == c.congestions:
		c.congestions++
		c.latest, c.refused, c.taken = true, f, f.together
	case sentAfter < c.congestions-1 || !c.latest:
		return
	}
	c.taken -= f.share(c.refused)
	if c.refused.together <= 1 { // one request at a time can't be too many at a time
		return
	}
	sure := c.taken - min(margin*c.taken, (c.refused.together-c.taken)/4)
	believed := int(math.Round(max(c.refused.together/3, sure)))
	c.capacity = min(max(min(believed, c.allowed), 1), c.most)
	c.allowed = c.capacity
	c.healthy = 0
	c.probeAfter = f.until.Add(min(probeAfterPrices*price, longestProbeWait))
}
