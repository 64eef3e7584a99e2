package graph_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/acctest"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// Retry-After is obeyed in full, in every form, and the operation ends well.
func TestThrottling_retryAfter(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		header  func(now time.Time) string
		atLeast time.Duration
	}{
		"integer":      {func(time.Time) string { return "10" }, 10 * time.Second},
		"decimal":      {func(time.Time) string { return "2.128" }, 2128 * time.Millisecond},
		"date":         {func(now time.Time) string { return now.Add(90 * time.Second).UTC().Format(http.TimeFormat) }, 88 * time.Second},
		"five minutes": {func(time.Time) string { return "315" }, 315 * time.Second},
		"absent":       {func(time.Time) string { return "" }, 500 * time.Millisecond},
		"unreadable":   {func(time.Time) string { return "soon" }, 500 * time.Millisecond},
		"negative":     {func(time.Time) string { return "-5" }, 500 * time.Millisecond},
	} {
		for _, status := range []int{http.StatusTooManyRequests, http.StatusServiceUnavailable} {
			t.Run(name+" "+http.StatusText(status), func(t *testing.T) {
				t.Parallel()
				s := start(t, emulator.Options{}, graph.Beta)
				header := http.Header{}
				if value := test.header(s.clock.Now()); value != "" {
					header.Set("Retry-After", value)
				}
				s.Inject(emulator.Fault{Times: 1, Status: status, Header: header})
				before := s.clock.Now()
				if _, err := s.client.IncompatibleGroups().Add(within(t, s), reference(0, 0)); err != nil {
					t.Error(err)
				}
				if waited := s.clock.Now().Sub(before); waited < test.atLeast {
					t.Errorf("waited %s, want at least %s", waited, test.atLeast)
				}
			})
		}
	}
}

// A service that says "come back at once" for ever is not hammered.
func TestThrottling_retryAfterZero(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"0", "0.0001", "Mon, 02 Jan 2006 15:04:05 GMT"} {
		t.Run(value, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{}, graph.Beta)
			s.Inject(emulator.Fault{Times: 200, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {value}}})
			if _, err := s.client.IncompatibleGroups().Add(within(t, s), reference(0, 0)); err == nil {
				t.Error("200 refusals fit into 15 minutes: nobody waited")
			}
		})
	}
}

// A wait that does not fit the timeout fails at once, says so, and leaves nothing behind.
func TestThrottling_longerThanTimeout(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodDelete} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{}, graph.Beta)
			s.Inject(emulator.Fault{Method: method, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"3600"}}})
			ctx, references := within(t, s), s.client.IncompatibleGroups()
			var err error
			switch method {
			case http.MethodGet:
				_, err = references.List(ctx, acctest.Package(0), graph.ListOptions{})
			case http.MethodPost:
				_, err = references.Add(ctx, reference(0, 0))
			default:
				err = references.Remove(ctx, acctest.Package(0), acctest.Group(0))
			}
			var wait *waiting.TooLongError
			if !errors.As(err, &wait) || wait.Wait != time.Hour {
				t.Errorf("got %v", err)
			}
			if n := s.Requests("", ""); n != 1 || s.clock.Slept() != 0 {
				t.Errorf("%d requests and %s of waiting, want one and none", n, s.clock.Slept())
			}
		})
	}
}

// One refusal holds all workers back: the other nine do not find out for themselves.
func TestThrottling_oneGate(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, graph.Beta)
	ctx, references := within(t, s), s.client.IncompatibleGroups()
	if _, err := references.Add(ctx, reference(0, 0)); err != nil {
		t.Fatal(err)
	}
	s.Inject(emulator.Fault{Times: 1, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"315"}}})
	s.ResetJournal()
	if _, err := references.Add(ctx, reference(0, 1)); err != nil {
		t.Fatal(err)
	}
	var workers sync.WaitGroup
	for i := range 10 {
		workers.Go(func() {
			if _, err := references.Add(ctx, reference(1, i)); err != nil {
				t.Error(err)
			}
		})
	}
	workers.Wait()
	if got := s.Requests("", ""); got != 12 {
		t.Errorf("%d requests, want 12", got)
	}
}

// A reader with little time left fails by itself: who shares its request and has more time goes on.
func TestThrottling_impatientReader(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, graph.Beta)
	references := s.client.IncompatibleGroups()
	hang := make(chan struct{})
	s.Inject(emulator.Fault{Method: http.MethodGet, Times: 1, Hang: hang, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"60"}}})
	arrived := make(chan struct{}, 10)
	s.Observe(func(m emulator.Moment, r *http.Request) {
		if m == emulator.Before && strings.HasSuffix(r.URL.Path, "/incompatibleGroups") && r.Method == http.MethodGet {
			arrived <- struct{}{}
		}
	})
	if _, err := references.Add(within(t, s), reference(0, 0)); err != nil {
		t.Fatal(err)
	}
	impatient, cancel := context.WithDeadline(t.Context(), s.clock.Now().Add(30*time.Second))
	t.Cleanup(cancel)
	var readers sync.WaitGroup
	readers.Go(func() {
		var wait *waiting.TooLongError
		if _, err := references.List(impatient, acctest.Package(0), graph.ListOptions{}); !errors.As(err, &wait) {
			t.Errorf("the impatient reader got %v", err)
		}
	})
	<-arrived
	waiting := make(chan struct{})
	readers.Go(func() {
		close(waiting)
		targets, err := references.List(within(t, s), acctest.Package(0), graph.ListOptions{})
		if err != nil || !targets.Has(acctest.Group(0)) {
			t.Errorf("the patient reader got %v, %v", targets, err)
		}
	})
	<-waiting
	close(hang)
	readers.Wait()
}
