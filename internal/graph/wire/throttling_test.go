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
				s := start(t)
				header := http.Header{}
				if value := test.header(s.clock.Now()); value != "" {
					header.Set("Retry-After", value)
				}
				s.Inject(emulator.Fault{Times: 1, Status: status, Header: header})
				before := s.clock.Now()
				if _, err := list(within(t, s), s.client, 0); err != nil {
					t.Error(err)
				}
				if waited := s.clock.Now().Sub(before); waited < test.atLeast {
					t.Errorf("waited %s, want at least %s", waited, test.atLeast)
				}
			})
		}
	}
}

// An addition that may have been carried out is sent again, too, when the service says that it may be.
func TestThrottling_addition(t *testing.T) {
	t.Parallel()
	s := start(t)
	s.Inject(emulator.Fault{Times: 1, Status: http.StatusServiceUnavailable, Header: http.Header{"Retry-After": {"10"}}})
	before := s.clock.Now()
	if err := add(within(t, s), s.client, 0, 0); err != nil {
		t.Error(err)
	}
	if waited := s.clock.Now().Sub(before); waited < 10*time.Second {
		t.Errorf("waited %s", waited)
	}
}

// A service that says "come back at once" for ever is not hammered.
func TestThrottling_retryAfterZero(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"0", "0.0001", "Mon, 02 Jan 2006 15:04:05 GMT"} {
		t.Run(value, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			s.Inject(emulator.Fault{Times: 200, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {value}}})
			if err := add(within(t, s), s.client, 0, 0); err == nil {
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
			s := start(t)
			s.Inject(emulator.Fault{Method: method, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"3600"}}})
			ctx := within(t, s)
			var err error
			switch method {
			case http.MethodGet:
				_, err = list(ctx, s.client, 0)
			case http.MethodPost:
				err = add(ctx, s.client, 0, 0)
			default:
				err = remove(ctx, s.client, 0, 0)
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
	s := start(t)
	ctx := within(t, s)
	if err := add(ctx, s.client, 0, 0); err != nil {
		t.Fatal(err)
	}
	s.Inject(emulator.Fault{Times: 1, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"315"}}})
	s.ResetJournal()
	if err := add(ctx, s.client, 0, 1); err != nil {
		t.Fatal(err)
	}
	var workers sync.WaitGroup
	for i := range 10 {
		workers.Go(func() {
			if err := add(ctx, s.client, 1, i); err != nil {
				t.Error(err)
			}
		})
	}
	workers.Wait()
	if got := s.Requests("", ""); got != 12 {
		t.Errorf("%d requests, want 12", got)
	}
}

// A throttled service of Graph doesn't stop requests to another, unless Graph says that the application is throttled as
// a whole.
func TestThrottling_perService(t *testing.T) {
	t.Parallel()
	for scope, all := range map[string]bool{"": false, "Tenant_Application/ReadWrite/app/tenant": false, "Application/ReadWrite/app": true} {
		t.Run(scope, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			header := http.Header{"Retry-After": {"300"}}
			if scope != "" {
				header.Set("x-ms-throttle-scope", scope)
			}
			s.Inject(emulator.Fault{Path: "/auditLogs/", Times: 1, Status: http.StatusTooManyRequests, Header: header})
			ctx, cancel := context.WithDeadline(t.Context(), s.clock.Now().Add(time.Minute))
			t.Cleanup(cancel)
			err := s.client.Do(ctx, &wire.Request{Operation: "reading", Method: http.MethodGet, Path: "/auditLogs/directoryAudits", Version: wire.V1})
			if err == nil {
				t.Fatal("the throttled request: no error")
			}
			if _, err := list(ctx, s.client, 0); (err != nil) != all {
				t.Errorf("another service: %v", err)
			}
		})
	}
}
