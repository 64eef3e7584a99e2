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
	queues    bool // more than that wait inside the service; else they are refused
	silent    bool // refuses without a Retry-After, so that others are sent at once
	latency   time.Duration
	refusedIn time.Duration // how soon a refusal comes

	constant int // so many requests at a time in place of the course's

	random *rand.Rand
	course course
	now    time.Time
	gate   time.Time // nothing is sent before

	running  int
	underWay []request

	answers, refusals int
	widest            int // most requests under way
}

type request struct {
	sent, back time.Time
	sentAfter  int
	together   int // requests under way while this one was, at most
	refused    bool
}

// retryAfter is what the service asks for with each refusal.
const retryAfter = time.Second

func newWorld(takes, most int) *world {
	return &world{
		takes: takes, latency: 50 * time.Millisecond, refusedIn: 50 * time.Millisecond,
		random: rand.New(rand.NewPCG(1, 2)), course: newCourse(most), now: time.Unix(0, 0),
	}
}

// pass lets time go by, from answer to answer.
func (w *world) pass(d time.Duration) {
	for end := w.now.Add(d); ; {
		w.send()
		next, i := end, -1
		for n, r := range w.underWay {
			if r.back.Before(next) {
				next, i = r.back, n
			}
		}
		if opens := w.gate; opens.After(w.now) && !next.Before(opens) {
			w.now = opens
			continue
		}
		w.now = next
		if i < 0 {
			return
		}
		w.answer(i)
	}
}

func (w *world) send() {
	for !w.gate.After(w.now) && len(w.underWay) < cmp.Or(w.constant, w.course.allowed) {
		r := request{sent: w.now, sentAfter: w.course.congestions}
		takes := time.Duration(float64(w.latency) * (0.9 + 0.2*w.random.Float64()))
		switch {
		case w.running < w.takes:
			w.running++
		case w.queues:
			w.running++
			takes = takes * time.Duration(w.running) / time.Duration(w.takes)
		default:
			r.refused, takes = true, w.refusedIn
		}
		r.back = w.now.Add(takes)
		w.underWay = append(w.underWay, r)
		for i := range w.underWay {
			w.underWay[i].together = max(w.underWay[i].together, len(w.underWay))
		}
		w.widest = max(w.widest, len(w.underWay))
	}
}

func (w *world) answer(i int) {
	r := w.underWay[i]
	if r.refused {
		w.refusals++
		if !w.silent {
			w.gate = w.now.Add(retryAfter)
		}
		w.course.congested(w.now, r.sentAfter, r.together, retryAfter)
	} else {
		w.answers++
		w.running--
		w.course.answered(w.now, w.now.Sub(r.sent), true)
	}
	w.underWay = slices.Delete(w.underWay, i, i+1)
}

// constantly gives what so many requests at a time, which is as many as the service takes, get from a service like this one.
func (w *world) constantly(requests int, d time.Duration) (answers int) {
	other := newWorld(w.takes, requests)
	other.latency, other.refusedIn, other.queues, other.constant = w.latency, w.refusedIn, w.queues, requests
	other.pass(d)
	return other.answers
}

// Without being told, the course gets four fifths of what the best constant gets, and few refusals after the first second.
func TestCourse_findsWhatIsTaken(t *testing.T) {
	t.Parallel()
	for _, takes := range []int{1, 2, 3, 4, 7, 16, 23, 64} {
		for name, refusedIn := range map[string]time.Duration{"at once": time.Millisecond, "like the rest": 50 * time.Millisecond} {
			t.Run(fmt.Sprintf("%d, refused %s", takes, name), func(t *testing.T) {
				t.Parallel()
				w := newWorld(takes, 64)
				w.refusedIn = refusedIn
				w.pass(time.Second)
				answers, refusals := w.answers, w.refusals
				w.pass(59 * time.Second)
				if best := w.constantly(min(takes, 64), time.Minute); w.answers*5 < best*4 {
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

// One that refuses without asking for patience (503 alone) keeps nobody waiting, and gets as little that it refuses.
func TestCourse_refusesWithoutWord(t *testing.T) {
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
func TestCourse_followsChanges(t *testing.T) {
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

// A service that refuses nothing but lets requests wait is not given more than gets them answered sooner.
func TestCourse_risingLatency(t *testing.T) {
	t.Parallel()
	for _, takes := range []int{1, 2, 4, 8, 16} {
		t.Run(fmt.Sprint(takes), func(t *testing.T) {
			t.Parallel()
			w := newWorld(takes, 64)
			w.queues = true
			w.pass(time.Minute)
			if best := w.constantly(takes, time.Minute); w.answers*5 < best*4 {
				t.Errorf("%d answers, the best constant gets %d", w.answers, best)
			}
			if most := max(5*takes, 4*first); w.widest > most { // an answer tells of the time when its request was sent
				t.Errorf("%d requests were under way at a time", w.widest)
			}
		})
	}
}

// Requests that take longer by nature, such as long lists after short writes, cost a while at half the pace and no more.
func TestCourse_slowerRequests(t *testing.T) {
	t.Parallel()
	w := newWorld(1000, 64)
	w.pass(10 * time.Second)
	w.latency *= 10
	before := w.answers
	w.pass(time.Minute)
	if answers, best := w.answers-before, w.constantly(64, time.Minute); answers*5 < best*4 {
		t.Errorf("%d answers, the best constant gets %d", answers, best)
	}
}

// Quick requests and slow ones in turn are not taken for a service that gets slower and slower.
func TestCourse_inTurn(t *testing.T) {
	t.Parallel()
	for _, turn := range []time.Duration{2 * time.Second, 5 * time.Second, 20 * time.Second} {
		t.Run(turn.String(), func(t *testing.T) {
			t.Parallel()
			w, best := newWorld(1000, 64), newWorld(1000, 64)
			best.constant = 64
			for i := range 20 {
				for _, each := range []*world{w, best} {
					each.latency = []time.Duration{50 * time.Millisecond, 500 * time.Millisecond}[i%2]
					each.pass(turn)
				}
			}
			if w.answers*4 < best.answers*3 {
				t.Errorf("%d answers, the best constant gets %d", w.answers, best.answers)
			}
		})
	}
}

// A refusal that comes after others of requests that were sent later tells nothing of today.
func TestCourse_lateRefusal(t *testing.T) {
	t.Parallel()
	c := newCourse(64)
	c.congested(time.Unix(0, 0), 0, 64, time.Second)
	c.congested(time.Unix(2, 0), 1, 3, time.Second)
	c.congested(time.Unix(30, 0), 0, 64, time.Second)
	if c.allowed != 2 {
		t.Errorf("%d are allowed, want 2", c.allowed)
	}
}

// Whatever is refused of the requests under way is one congestion. Of what seems to be taken an eighth is left out where many were refused. It
// never leaves less than a third.
func TestCourse_oneCongestion(t *testing.T) {
	t.Parallel()
	for refused, want := range map[int]int{1: 39, 8: 32, 20: 17, 30: 13, 40: 13} {
		c := newCourse(64)
		c.allowed = 40
		for range refused {
			c.congested(time.Unix(0, 0), 0, 40, time.Second)
		}
		if c.allowed != want {
			t.Errorf("%d of 40 were refused: %d are allowed, want %d", refused, c.allowed, want)
		}
	}
}

// What is not used is not taken for tried, and one request at a time is never too many.
func TestCourse_unused(t *testing.T) {
	t.Parallel()
	c := newCourse(64)
	for range 1000 {
		c.answered(time.Unix(0, 0), time.Millisecond, false)
		c.congested(time.Unix(0, 0), c.congestions, 1, time.Second)
	}
	if c.allowed != first {
		t.Errorf("%d are allowed, want %d", c.allowed, first)
	}
}

// However low the most is, it is kept.
func TestCourse_most(t *testing.T) {
	t.Parallel()
	for _, most := range []int{1, 2, 4, 5, 64} {
		w := newWorld(100, most)
		w.pass(time.Minute)
		if w.widest != most {
			t.Errorf("%d at a time, want %d", w.widest, most)
		}
	}
}
