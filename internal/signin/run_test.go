package signin

import (
	"context"
	"errors"
	"sync"
	"testing"
)

// A run of many resources asks once after a refusal, and one resource shows the whole error.
func TestRun_refusedOnce(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	a.on(tokenPath, entraRefuses(7000215, "Invalid client secret provided."))
	s := a.session(t, Credentials{TenantID: testTenant, ClientID: testClient, ClientSecret: "wrong"})
	var all sync.WaitGroup
	var mu sync.Mutex
	whole := 0
	ask := func() {
		_, err := s.Token(t.Context())
		var failure *AuthenticationError
		if !errors.As(err, &failure) {
			t.Errorf("err = %v", err)
		} else if failure.FirstTime() {
			mu.Lock()
			whole++
			mu.Unlock()
		}
	}
	for range 20 {
		all.Go(ask)
	}
	all.Wait()
	ask()
	if n := a.count(tokenPath); n != 1 || whole != 1 {
		t.Errorf("%d requests and %d whole errors, want one of each", n, whole)
	}
}

// A run that never signed in stops after the first round of retries. A run that was signed in before keeps trying.
func TestRun_givesUp(t *testing.T) {
	t.Parallel()
	for name, signedIn := range map[string]bool{"never signed in": false, "signed in before": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAuthority(t)
			s := mustSession(t, Config{MetadataHost: a.URL, Clock: &steppedClock{}, Credentials: Credentials{TenantID: testTenant, ClientID: testClient, ClientSecret: "s"}})
			before := 0
			if signedIn {
				s.Refused(mustToken(t, s), nil)
				before = 1
			}
			a.on(tokenPath, status(503, "{}"))
			for range 3 {
				if _, err := s.Token(t.Context()); err == nil {
					t.Fatal("no error")
				}
			}
			want := mostTokenAttempts
			if signedIn {
				want = 3 * mostTokenAttempts
			}
			if n := a.count(tokenPath) - before; n != want {
				t.Errorf("%d requests, want %d", n, want)
			}
		})
	}
}

// A service that doesn't answer within the attempt's minute is asked once by a run that never signed in. An
// interruption is not a failure of the service.
func TestRun_silent(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		end      error
		signedIn bool
		want     bool
	}{
		"no answer":                   {context.DeadlineExceeded, false, true},
		"no answer, signed in before": {context.DeadlineExceeded, true, false},
		"interrupted":                 {context.Canceled, false, false},
	} {
		s := mustSession(t, Config{Credentials: Credentials{UseMSI: true}})
		s.outcome.signedIn = test.signedIn
		err := s.outcome.note(s.source.failure(&exchange{host: metadataService, err: test.end, ended: test.end}, test.end))
		mustSay(t, err, []string{"no answer within 1m0s", "IMDS", "no working managed identity endpoint"}, "")
		if got := s.outcome.failure() != nil; got != test.want {
			t.Errorf("%s: remembered: %v", name, got)
		}
	}
}
