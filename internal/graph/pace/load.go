package pace

import "time"

// load is how many requests are under way, and how many there were over time.
type load struct {
	underWay int
	at       time.Time     // of the last change
	before   time.Duration // what came together until then: so many requests, each for so long
}

func (l *load) change(now time.Time, by int) {
	l.before, l.at = l.sum(now), now
	l.underWay += by
}

// sum is the time that all requests have been under way, taken together.
func (l *load) sum(now time.Time) time.Duration {
	return l.before + time.Duration(l.underWay)*now.Sub(l.at)
}

// mean is how many were under way on average since a time at which the sum was that.
func (l *load) mean(sum time.Duration, since, now time.Time) float64 {
	if !now.After(since) {
		return float64(l.underWay)
	}
	return float64(l.sum(now)-sum) / float64(now.Sub(since))
}

// flight is the time that a request was under way, and how many were on average in that time, itself among them.
type flight struct {
	since, until time.Time
	together     float64
}

// share is the part of another flight in which this one was under way too.
func (f flight) share(other flight) float64 {
	since, until := f.since, f.until
	if other.since.After(since) {
		since = other.since
	}
	if other.until.Before(until) {
		until = other.until
	}
	switch whole := other.until.Sub(other.since); {
	case until.Before(since):
		return 0
	case whole <= 0:
		return 1
	default:
		return float64(until.Sub(since)) / float64(whole)
	}
}
