package record

import (
	"context"
	"net/http"
	"testing"
	"time"
)

// The probe waits as long as the service asks, and keeps the answer.
func TestThrottling(t *testing.T) {
	t.Parallel()
	answers := 0
	s, c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if answers++; answers <= 2 {
			w.Header().Set("Retry-After", "300")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	before := s.clock.Now()
	a := ask(t, c, Request{Method: http.MethodPost, Version: "v1.0", Path: "x"})
	if waited := s.clock.Now().Sub(before); a.Status != http.StatusNoContent || waited < 600*time.Second {
		t.Errorf("%d after %s", a.Status, waited)
	}
	exchanges := c.Exchanges()
	if len(exchanges) != 3 || exchanges[0].Status != 429 || exchanges[0].Headers["Retry-After"] != "300" || exchanges[2].Attempts != 3 {
		t.Errorf("%+v", exchanges)
	}
}

// A wait that is too long is an answer, too.
func TestThrottlingTooLong(t *testing.T) {
	t.Parallel()
	s, c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "86400")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	if a := ask(t, c, read("x")); a.Status != http.StatusTooManyRequests || len(s.requests()) != 1 {
		t.Errorf("%d after %q", a.Status, s.requests())
	}
}

// Only what changes nothing more the second time is sent again.
func TestLostAnswers(t *testing.T) {
	t.Parallel()
	for method, requests := range map[string]int{http.MethodGet: mostAttempts, http.MethodDelete: mostAttempts, http.MethodPost: 1} {
		s, c := serve(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
		a := ask(t, c, Request{Method: method, Version: "v1.0", Path: "x"})
		if a.Status != 0 || a.Failure == "" || a.OK() || a.Refused() || len(s.requests()) < requests {
			t.Errorf("%s: %+v after %q", method, a, s.requests())
		}
		if method == http.MethodPost && len(s.requests()) != 1 {
			t.Errorf("POST was sent %d times", len(s.requests()))
		}
	}
}

// A token that the service refuses is replaced once.
func TestRefusedToken(t *testing.T) {
	t.Parallel()
	s, c := serve(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	if a := ask(t, c, read("x")); a.Status != http.StatusUnauthorized || len(s.requests()) != 2 || s.tokens != 2 {
		t.Errorf("%d after %q, with %d tokens", a.Status, s.requests(), s.tokens)
	}
}

// An end of the work comes between requests, never in the middle of one.
func TestContextEndsBetweenRequests(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	s, c := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		cancel()
		w.WriteHeader(http.StatusNoContent)
	})
	a, err := c.Ask(ctx, "a question", read("x"))
	if err != nil || a.Status != http.StatusNoContent {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := c.Ask(ctx, "another", read("y")); err == nil || len(s.requests()) != 1 {
		t.Errorf("%v after %q", err, s.requests())
	}
}
