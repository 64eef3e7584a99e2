package wire_test

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A body that stops in the middle is an attempt that failed, too.
func TestAttempt_swallowedBody(t *testing.T) {
	t.Parallel()
	var once sync.Once
	s := respond(t, func(w http.ResponseWriter, r *http.Request) {
		hang := false
		once.Do(func() { hang = true })
		acctest.AnswerJSON(w, http.StatusOK, `{"value":[`)
		if hang {
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
			return
		}
		_, _ = w.Write([]byte(`]}`))
	})
	client := s.configured(t, func(cfg *wire.Config) { cfg.AttemptTimeout = time.Second })
	if items, err := list(within(t, s), client, 0); err != nil || items > 0 {
		t.Errorf("%d items, %v", items, err)
	}
}

// held is a clock whose sleepers wake when the test says so.
type held struct {
	*acctest.Clock

	asleep chan struct{}
	wake   chan struct{}
}

func (h *held) SleepUntil(ctx context.Context, t time.Time) error {
	h.asleep <- struct{}{}
	<-h.wake
	return h.Clock.SleepUntil(ctx, t)
}

// Ten requests that wait for the service's patience do not keep an eleventh from finding out that it cannot wait that
// long.
func TestAttempt_waitingTakesNoPlace(t *testing.T) {
	t.Parallel()
	s := start(t)
	clock := &held{Clock: s.clock, asleep: make(chan struct{}, 100), wake: make(chan struct{})}
	client := s.configured(t, func(cfg *wire.Config) { cfg.Clock = clock })
	s.Inject(emulator.Fault{Times: 1, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"300"}}})
	ctx := within(t, s)
	var workers sync.WaitGroup
	for i := range 10 {
		if i == 1 {
			<-clock.asleep // the first has shut the gate
		}
		workers.Go(func() {
			if _, err := list(ctx, client, i); err != nil {
				t.Error(err)
			}
		})
	}
	for range 9 {
		<-clock.asleep
	}
	short, cancel := context.WithDeadline(t.Context(), clock.Now().Add(5*time.Second))
	t.Cleanup(cancel)
	var wait *waiting.TooLongError
	if _, err := list(short, client, 10); !errors.As(err, &wait) {
		t.Errorf("List: %v", err)
	}
	close(clock.wake)
	workers.Wait()
}
