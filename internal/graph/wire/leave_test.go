package wire

import (
	"context"
	"errors"
	"net"
	"runtime"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/pace"
)

// An answer that never came tells that the service is slow; a connection that never came, or that was cut, tells nothing of it.
func TestLeave_unanswered(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		err     error
		allowed int
	}{
		"answer":     {context.DeadlineExceeded, 4},
		"connection": {&net.OpError{Op: "dial", Err: context.DeadlineExceeded}, 8},
		"cut":        {errors.New("connection reset by peer"), 8},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now := time.Unix(0, 0)
			limiter := pace.New(8, func() time.Time { return now })
			all := free(t, limiter)
			for len(all) < 8 { // until there was somebody to allow more for
				ctx, giveUp := context.WithCancel(t.Context())
				began, entered := make(chan struct{}), make(chan *pace.Place)
				go func() {
					close(began)
					place, _ := limiter.Enter(ctx) // none if there was no room for it
					entered <- place
				}()
				<-began
				runtime.Gosched()
				now = now.Add(time.Millisecond)
				for _, place := range all {
					leave(place, nil)
				}
				giveUp()
				if place := <-entered; place != nil {
					place.Leave()
				}
				all = free(t, limiter)
			}
			for range 3 { // a round that began with quick answers, and one without
				now = now.Add(longestAttempt)
				for _, place := range all {
					leave(place, noAnswer(t.Context(), &Request{}, "", test.err))
				}
				all = free(t, limiter)
			}
			if len(all) != test.allowed {
				t.Errorf("%d are allowed, want %d", len(all), test.allowed)
			}
		})
	}
}

// free takes all places that are free: who cannot wait is let in all the same when there is room.
func free(t *testing.T, limiter *pace.Limiter) (places []*pace.Place) {
	t.Helper()
	ended, end := context.WithCancel(t.Context())
	end()
	for {
		place, err := limiter.Enter(ended)
		if err != nil {
			return places
		}
		places = append(places, place)
	}
}
