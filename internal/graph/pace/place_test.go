package pace

import (
	"testing"
	"time"
)

// hour is a limiter at an o'clock of its own, which allows so many requests at a time and knows that they take a
// millisecond.
type hour struct {
	*Limiter

	t   *testing.T
	now time.Time
}

func newHour(t *testing.T, allowed int) *hour {
	t.Helper()
	h := &hour{t: t, now: time.Unix(0, 0)}
	h.Limiter = New(64, func() time.Time { return h.now })
	h.enter(1)[0].Leave() // no test begins at no load
	h.now = h.now.Add(time.Hour)
	h.limit.allowed = allowed
	return h
}

// enter takes places that are free.
func (h *hour) enter(places int) []*Place {
	h.t.Helper()
	entered := make([]*Place, places)
	for i := range entered {
		var err error
		if entered[i], err = h.Enter(h.t.Context()); err != nil {
			h.t.Fatal(err)
		}
	}
	return entered
}

// queue adds a waiter for a place.
func (h *hour) queue() *Place {
	p := &Place{limiter: h.Limiter, turn: make(chan struct{})}
	h.waiting.PushBack(p)
	return p
}

// The requests under way count on average over the time of the first refused one: twenty for all of it, and twenty for
// half.
func TestPlace_Refused(t *testing.T) {
	t.Parallel()
	h := newHour(t, 40)
	early := h.enter(20)
	h.now = h.now.Add(time.Second)
	late := h.enter(20)
	h.now = h.now.Add(time.Second)
	early[0].Refused(time.Second)
	if h.limit.allowed != 29 {
		t.Errorf("%d are allowed, want 29", h.limit.allowed)
	}
	late[0].Refused(time.Second) // there for half of it
	late[1].Refused(time.Second)
	if h.limit.allowed != 28 {
		t.Errorf("%d are allowed, want 28", h.limit.allowed)
	}
	for _, place := range append(early[1:], late[2:]...) {
		place.Leave()
	}
	places := h.enter(2)
	h.now = h.now.Add(time.Second)
	places[0].Refused(time.Second) // another congestion: there were two
	if h.limit.allowed != 1 || h.limit.congestions != 2 {
		t.Errorf("%d are allowed after %d congestions", h.limit.allowed, h.limit.congestions)
	}
}

// One more is allowed for an answer when someone waits for that.
func TestPlace_Answered(t *testing.T) {
	t.Parallel()
	h := newHour(t, 4)
	places := h.enter(4)
	places[0].Answered()
	if h.limit.allowed != 4 {
		t.Errorf("%d are allowed and three used", h.limit.allowed)
	}
	places = append(places[1:], h.enter(1)...)
	h.queue()
	places[0].Answered()
	if h.limit.allowed != 5 {
		t.Errorf("%d are allowed, want one more", h.limit.allowed)
	}
}
