package pace

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// world is a service and a client that always has more to ask, in a time of their own.
type world struct {
	takes     int  // requests at a time
	queues    bool // whether more than that wait inside the service; if false, they are refused
	silent    bool // refuses without a Retry-After, so that others are sent at once
	latency   time.Duration
	refusedIn time.Duration // how soon a refusal comes
	travel    time.Duration // how long requests and answers are on their way, about

	quota      float64 // requests in a second; 0 is any number
	left       float64 // of the latest second's
	leftAt     time.Time
	retryAfter time.Duration // what it asks for with each refusal

	constant int // so many requests at a time in place of the limit's

	random *rand.Rand
	limit  adaptiveLimit
	load   load
	now    time.Time
	gate   time.Time // nothing is sent before

	running int
	events  []event // to come, in their order

	answers, refusals int
	widest            int // most requests under way
}

type request struct {
	flight

	sentAfter int
	before    time.Duration // of the load
}

// event is the next that happens to a request: its arrival, the end of the work on it, or the answer.
type event struct {
	at      time.Time
	happens func()
}

func newWorld(takes, most int) *world {
	return &world{
		takes: takes, latency: 50 * time.Millisecond, refusedIn: 50 * time.Millisecond,
		retryAfter: time.Second, random: rand.New(rand.NewPCG(1, 2)), limit: newAdaptiveLimit(most), now: time.Unix(0, 0),
	}
}

// pass lets time go by, from event to event.
func (w *world) pass(d time.Duration) {
	for end := w.now.Add(d); ; {
		w.send()
		next := event{at: end}
		if len(w.events) > 0 && w.events[0].at.Before(end) {
			next = w.events[0]
		}
		if opens := w.gate; opens.After(w.now) && opens.Before(next.at) {
			w.now = opens
			continue
		}
		w.now = next.at
		if next.happens == nil {
			return
		}
		w.events = w.events[1:]
		next.happens()
	}
}

func (w *world) send() {
	for !w.gate.After(w.now) && w.load.underWay < cmp.Or(w.constant, w.limit.allowed) {
		r := &request{flight: flight{since: w.now}, sentAfter: w.limit.congestions, before: w.load.sum(w.now)}
		w.load.change(w.now, 1)
		w.widest = max(w.widest, w.load.underWay)
		w.after(w.onTheWay(), func() { w.arrives(r) })
	}
}

func (w *world) after(d time.Duration, happens func()) {
	at := w.now.Add(d)
	i, _ := slices.BinarySearchFunc(w.events, at, func(e event, at time.Time) int { return e.at.Compare(at) })
	w.events = slices.Insert(w.events, i, event{at, happens})
}

// onTheWay differs from request to request: what is sent first need not arrive first.
func (w *world) onTheWay() time.Duration {
	return time.Duration(float64(w.travel) * 2 * w.random.Float64())
}

func (w *world) arrives(r *request) {
	takes := time.Duration(float64(w.latency) * (0.9 + 0.2*w.random.Float64()))
	switch {
	case !w.withinQuota(): // refused
		w.after(w.refusedIn+w.onTheWay(), func() { w.refused(r) })
		return
	case w.running < w.takes:
		w.running++
	case w.queues:
		w.running++
		takes = takes * time.Duration(w.running) / time.Duration(w.takes)
	default:
		w.after(w.refusedIn+w.onTheWay(), func() { w.refused(r) })
		return
	}
	w.after(takes, func() {
		w.running--
		w.after(w.onTheWay(), func() { w.answered(r) })
	})
}

func (w *world) withinQuota() bool {
	if w.quota == 0 {
		return true
	}
	w.left = min(w.quota, w.left+w.now.Sub(w.leftAt).Seconds()*w.quota)
	w.leftAt = w.now
	if w.left < 1 {
		return false
	}
	w.left--
	return true
}

func (w *world) answered(r *request) {
	w.answers++
	w.end(r)
	w.limit.answered(w.now, true)
}

func (w *world) refused(r *request) {
	w.refusals++
	if !w.silent {
		w.gate = w.now.Add(w.retryAfter)
	}
	r.together = w.load.mean(r.before, r.since, w.now)
	w.end(r)
	w.limit.congested(r.flight, r.sentAfter, w.retryAfter)
}

func (w *world) end(r *request) {
	r.until = w.now
	w.load.change(w.now, -1)
}

// constantly gives what so many requests at a time, which is as many as the service takes, get from a service like this
// one.
func (w *world) constantly(requests int, d time.Duration) (answers int) {
	other := newWorld(w.takes, requests)
	other.latency, other.refusedIn, other.travel, other.queues, other.constant = w.latency, w.refusedIn, w.travel, w.queues, requests
	other.pass(d)
	return other.answers
}

// Without being told, the limit gets four fifths of what the best constant gets, and few refusals after the first
// second.
func TestAdaptiveLimit_findsWhatIsTaken(t *testing.T) {
	t.Parallel()
	for _, takes := range []int{1, 2, 3, 4, 7, 16, 23, 40, 64} {
		for name, refusedIn := range map[string]time.Duration{"at once": time.Millisecond, "like the rest": 50 * time.Millisecond} {
			for _, travel := range []time.Duration{0, 2 * time.Millisecond, 15 * time.Millisecond} {
				t.Run(fmt.Sprintf("%d, refused %s, %s away", takes, name, travel), func(t *testing.T) {
					t.Parallel()
					w := newWorld(takes, 64)
					w.refusedIn, w.travel = refusedIn, travel
					w.pass(time.Second)
					answers, refusals := w.answers, w.refusals
					w.pass(59 * time.Second)
					if best := w.constantly(takes, time.Minute); w.answers*5 < best*4 {
						t.Errorf("%d answers, the best constant gets %d", w.answers, best)
					}
					answers, refusals = w.answers-answers, w.refusals-refusals
					if refusals*50 >= answers+refusals {
						t.Errorf("%d requests were refused beside %d answers", refusals, answers)
					}
				})
			}
		}
	}
}

// A short run is refused once where refusals take as long as answers: what they tell is right, though answers come in
// bursts. Beside the wait for that and the doubling it loses a tenth at most.
func TestAdaptiveLimit_refusedOnce(t *testing.T) {
	t.Parallel()
	for _, takes := range []int{4, 8, 16, 23, 32, 48} {
		for _, travel := range []time.Duration{0, time.Millisecond, 2 * time.Millisecond} {
			t.Run(fmt.Sprintf("%d, %s away", takes, travel), func(t *testing.T) {
				t.Parallel()
				w := newWorld(takes, 64)
				w.travel = travel
				for w.answers < 1000 {
					w.pass(time.Millisecond)
				}
				took := w.now.Sub(time.Unix(0, 0))
				lost := w.retryAfter + 5*w.latency
				if best := w.constantly(takes, took-lost); best*9 > 1000*10 || w.limit.congestions != 1 {
					t.Errorf("1000 answers and %d congestions in %s; the best constant gets %d in %s", w.limit.congestions, took, best, took-lost)
				}
			})
		}
	}
}

// A quota per second refuses requests for a reason that the limit doesn't model. The limit then uses less of the
// quota, least where Retry-After is a minute each time, but few requests are refused.
func TestAdaptiveLimit_quota(t *testing.T) {
	t.Parallel()
	for _, wait := range []time.Duration{time.Second, 10 * time.Second, time.Minute} {
		t.Run(wait.String(), func(t *testing.T) {
			t.Parallel()
			const perSecond, lasts = 50, 15 * time.Minute
			w := newWorld(1000, 64)
			w.quota, w.retryAfter = perSecond, wait
			w.pass(lasts)
			if best := perSecond * int(lasts/time.Second); w.answers*3 < best || w.refusals*20 > w.answers {
				t.Errorf("%d answers and %d refusals, the quota is %d", w.answers, w.refusals, best)
			}
		})
	}
}

// A service that refuses without Retry-After (503 alone) makes no request wait, and must refuse as few.
func TestAdaptiveLimit_refusesWithoutWord(t *testing.T) {
	t.Parallel()
	for _, takes := range []int{2, 8, 30} {
		t.Run(fmt.Sprint(takes), func(t *testing.T) {
			t.Parallel()
			w := newWorld(takes, 64)
			w.silent = true
			w.pass(time.Minute)
			if best := w.constantly(takes, time.Minute); w.answers*5 < best*4 || w.refusals*10 > w.answers {
				t.Errorf("%d answers and %d refusals, the best constant gets %d", w.answers, w.refusals, best)
			}
		})
	}
}

// A service that takes more than before is found out, and so is one that takes less.
func TestAdaptiveLimit_followsChanges(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ before, after int }{{4, 64}, {64, 4}, {16, 12}, {1, 8}, {8, 1}} {
		t.Run(fmt.Sprintf("%d to %d", test.before, test.after), func(t *testing.T) {
			t.Parallel()
			w := newWorld(test.before, 64)
			w.pass(30 * time.Second)
			w.takes = test.after
			w.pass(30 * time.Second)
			answers, refusals := w.answers, w.refusals
			w.pass(time.Minute)
			answers, refusals = w.answers-answers, w.refusals-refusals
			if best := w.constantly(test.after, time.Minute); answers*5 < best*4 || refusals*50 >= answers {
				t.Errorf("%d answers and %d refusals, the best constant gets %d", answers, refusals, best)
			}
		})
	}
}

// A service that refuses nothing but lets requests wait gets as much done as with the best constant.
func TestAdaptiveLimit_queuesInside(t *testing.T) {
	t.Parallel()
	for _, takes := range []int{1, 2, 4, 8, 16} {
		t.Run(fmt.Sprint(takes), func(t *testing.T) {
			t.Parallel()
			w := newWorld(takes, 64)
			w.queues = true
			w.pass(time.Minute)
			if best := w.constantly(takes, time.Minute); w.answers*10 < best*9 || w.refusals > 0 {
				t.Errorf("%d answers and %d refusals, the best constant gets %d", w.answers, w.refusals, best)
			}
		})
	}
}

// A refusal that comes after others of requests that were sent later tells nothing of today, nor does one that comes
// when more are tried.
func TestAdaptiveLimit_lateRefusal(t *testing.T) {
	t.Parallel()
	during := func(since, until int64, together float64) flight {
		return flight{time.Unix(since, 0), time.Unix(until, 0), together}
	}
	c := newAdaptiveLimit(64)
	c.allowed = 64
	c.congested(during(0, 1, 64), 0, time.Second)
	c.congested(during(2, 3, 3), 1, time.Second)
	c.congested(during(0, 30, 64), 0, time.Second)
	if c.allowed != 2 {
		t.Errorf("%d are allowed, want 2", c.allowed)
	}
	for range probeAfterAnswers {
		c.answered(time.Unix(60, 0), true)
	}
	c.congested(during(2, 60, 3), 1, time.Second)
	if c.allowed != 3 {
		t.Errorf("%d are tried, want 3", c.allowed)
	}
}

// Fewer are allowed already when a refusal comes of a time when more were.
func TestAdaptiveLimit_neverMoreForRefusals(t *testing.T) {
	t.Parallel()
	c := newAdaptiveLimit(64)
	c.allowed, c.capacity = 8, 8
	c.congested(flight{time.Unix(0, 0), time.Unix(1, 0), 60}, 0, time.Second)
	if c.allowed != 8 || c.capacity != 8 {
		t.Errorf("%d are allowed and a capacity of %d, want 8", c.allowed, c.capacity)
	}
}

// However long the service throttles requests, the limit tries more within minutes.
func TestAdaptiveLimit_patience(t *testing.T) {
	t.Parallel()
	c := newAdaptiveLimit(64)
	c.congested(flight{time.Unix(0, 0), time.Unix(1, 0), 4}, 0, time.Hour)
	before := c.allowed
	for range probeAfterAnswers {
		c.answered(time.Unix(302, 0), true)
	}
	if c.allowed != before+1 {
		t.Errorf("%d are allowed, %d before", c.allowed, before)
	}
}

// All refusals among the requests under way are one congestion. The more were refused, the lower is the new limit, but
// at least a third of the old one.
func TestAdaptiveLimit_oneCongestion(t *testing.T) {
	t.Parallel()
	for refused, want := range map[int]int{1: 39, 8: 30, 20: 19, 30: 13, 40: 13} {
		c := newAdaptiveLimit(64)
		c.allowed = 40
		for range refused {
			c.congested(flight{time.Unix(0, 0), time.Unix(1, 0), 40}, 0, time.Second)
		}
		if c.allowed != want {
			t.Errorf("%d of 40 were refused: %d are allowed, want %d", refused, c.allowed, want)
		}
	}
}

// Unused places don't raise the limit, and one request at a time is always allowed.
func TestAdaptiveLimit_unused(t *testing.T) {
	t.Parallel()
	c := newAdaptiveLimit(64)
	for range 1000 {
		c.answered(time.Unix(0, 0), false)
		c.congested(flight{time.Unix(0, 0), time.Unix(1, 0), 1}, c.congestions, time.Second)
	}
	if c.allowed != first {
		t.Errorf("%d are allowed, want %d", c.allowed, first)
	}
}

// However low the most is, it is kept.
func TestAdaptiveLimit_most(t *testing.T) {
	t.Parallel()
	for _, most := range []int{1, 2, 4, 5, 64} {
		w := newWorld(100, most)
		w.pass(time.Minute)
		if w.widest != most {
			t.Errorf("%d at a time, want %d", w.widest, most)
		}
	}
}
