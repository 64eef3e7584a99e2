package wire_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A service that dies costs all requests together half a minute: one fails with its error in full, the others say that
// they were skipped.
func TestOutage(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]emulator.Fault{
		"503":   {Status: http.StatusServiceUnavailable},
		"reset": {Drop: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			ctx := within(t, s)
			if _, err := list(ctx, s.client, 0); err != nil {
				t.Fatal(err)
			}
			s.Inject(end)
			began := s.clock.Now()
			if _, err := list(ctx, s.client, 0); err == nil || wire.IsSkipped(err) {
				t.Errorf("the first request: %v", err)
			}
			s.ResetJournal()
			const rest = 40
			for i := range rest {
				if _, err := list(ctx, s.client, i%3); !wire.IsSkipped(err) || !wire.IsHopeless(err) {
					t.Errorf("a later request: %v", err)
				}
			}
			if waited := s.clock.Now().Sub(began).Seconds(); waited > 40 {
				t.Errorf("%.0f s for %d requests", waited, rest+1)
			}
			if n := s.Requests(http.MethodGet, ""); n != rest {
				t.Errorf("%d attempts, want one for each of %d requests", n, rest)
			}
			s.ClearFaults()
			for i := range 2 {
				if _, err := list(ctx, s.client, i); err != nil {
					t.Errorf("when the service is back: %v", err)
				}
			}
		})
	}
}

// A request that was sent before the service died may be answered late, when another one has already failed several
// times. That answer doesn't count: otherwise each of the next requests would take half a minute and report its error in
// full.
func TestOutage_lateAnswer(t *testing.T) {
	t.Parallel()
	for name, failures := range map[string]int{"before the outage is found": wire.MostFaults - 1, "after": wire.MostFaults} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			arrived, answer, answered := make(chan struct{}), make(chan struct{}), make(chan error, 1)
			attempts := 0
			s := respond(t, func(w http.ResponseWriter, r *http.Request) {
				if strings.HasSuffix(r.URL.Path, groups(0)) {
					close(arrived)
					<-answer
					acctest.AnswerJSON(w, http.StatusOK, `{"value": []}`)
					return
				}
				if attempts == failures {
					close(answer)
					if err := <-answered; err != nil {
						t.Errorf("the late answer: %v", err)
					}
				}
				attempts++
				w.WriteHeader(http.StatusInternalServerError)
			})
			ctx := within(t, s)
			go func() {
				_, err := list(ctx, s.client, 0)
				answered <- err
			}()
			<-arrived
			if _, err := list(ctx, s.client, 1); err == nil || wire.IsSkipped(err) {
				t.Errorf("the request that finds the outage: %v", err)
			}
			for range 2 {
				if _, err := list(ctx, s.client, 2); !wire.IsSkipped(err) {
					t.Errorf("the next: %v", err)
				}
			}
			if want := wire.MostFaults + 2; attempts != want {
				t.Errorf("%d attempts, want %d", attempts, want)
			}
		})
	}
}

// A request that fails alone, while another one that was sent after its first failure is answered, is no outage.
func TestOutage_answerMeanwhile(t *testing.T) {
	t.Parallel()
	var s *service
	ctx, attempts := t.Context(), 0
	s = respond(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, groups(0)) {
			acctest.AnswerJSON(w, http.StatusOK, `{"value": []}`)
			return
		}
		attempts++
		if attempts == 3 {
			if _, err := list(ctx, s.client, 0); err != nil {
				t.Errorf("another request: %v", err)
			}
		}
		w.WriteHeader(http.StatusInternalServerError)
	})
	for range 2 {
		if _, err := list(within(t, s), s.client, 1); err == nil || wire.IsSkipped(err) {
			t.Errorf("the request that fails: %v", err)
		}
		attempts = 0
	}
}

// While a request finds out whether the service is back, no other waits for that.
func TestOutage_oneRequestTries(t *testing.T) {
	t.Parallel()
	s := start(t)
	ctx := within(t, s)
	s.Inject(emulator.Fault{Status: http.StatusServiceUnavailable, Times: wire.MostFaults})
	if _, err := list(ctx, s.client, 0); err == nil {
		t.Fatal("no error")
	}
	arrived, release := make(chan struct{}), make(chan struct{})
	var once sync.Once
	s.Observe(func(m emulator.Moment, r *http.Request) {
		if m == emulator.Before && r.Method == http.MethodGet {
			once.Do(func() { close(arrived) })
			<-release
		}
	})
	tried := make(chan error)
	go func() {
		_, err := list(ctx, s.client, 0)
		tried <- err
	}()
	<-arrived
	if _, err := list(ctx, s.client, 1); !wire.IsSkipped(err) {
		t.Errorf("another request: %v", err)
	}
	close(release)
	if err := <-tried; err != nil {
		t.Errorf("the request that tries: %v", err)
	}
}

// One failing request doesn't stop requests that the service answers.
func TestOutage_oneRequestFails(t *testing.T) {
	t.Parallel()
	s := start(t)
	ctx := within(t, s)
	s.Inject(emulator.Fault{Path: acctest.Package(0), Status: http.StatusInternalServerError})
	for range 3 {
		if _, err := list(ctx, s.client, 0); err == nil {
			t.Error("the request that fails: no error")
		}
		if _, err := list(ctx, s.client, 1); err != nil {
			t.Errorf("another: %v", err)
		}
	}
}
