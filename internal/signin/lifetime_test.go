package signin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// answerAt answers with a token of the given lifetime, and with a clock of its own. Times are from now.
func answerAt(from, until, clock time.Duration) http.HandlerFunc {
	token := lifetimeToken(from, until)
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", time.Now().Add(clock).UTC().Format(http.TimeFormat))
		status(200, `{"access_token":"`+token+`","expires_in":3600}`)(w, r)
	}
}

func lifetimeToken(from, until time.Duration) string {
	return testToken(fmt.Sprintf(`{"nbf":%d,"exp":%d}`, time.Now().Add(from).Unix(), time.Now().Add(until).Unix()))
}

// A token that the service would refuse for its lifetime is an error about a clock, from one request for the whole run.
func TestLifetime_onArrival(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		from, until, clock time.Duration
		want               []string // nil for a token that is used
	}{
		"valid":                             {-5 * time.Minute, time.Hour, 0, nil},
		"valid, this machine's clock slow":  {2 * time.Hour, 3 * time.Hour, 2 * time.Hour, nil},
		"valid, this machine's clock fast":  {-3 * time.Hour, -2 * time.Hour, -3 * time.Hour, nil},
		"a little early":                    {2 * time.Minute, time.Hour, 0, nil},
		"expired":                           {-2 * time.Hour, -time.Hour, 0, []string{"(`exp`)", "Check the clock of the machine that issues the token"}},
		"not yet valid":                     {time.Hour, 2 * time.Hour, 0, []string{"(`nbf`)", "Check the clock of the machine that issues the token"}},
		"expired, this machine's clock off": {-time.Minute, time.Hour, 2 * time.Hour, []string{"Set the clock of this machine, which is about 2h0m slow", "the service's clock shows"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAuthority(t)
			a.on(tokenPath, answerAt(test.from, test.until, test.clock))
			s := a.session(t, Credentials{TenantID: testTenant, ClientID: testClient, ClientSecret: "a secret"})
			if test.want == nil {
				mustToken(t, s)
				return
			}
			var failures []*AuthenticationError
			for range 2 {
				_, err := s.Token(t.Context())
				mustSay(t, err, test.want, "eyJ")
				var failure *AuthenticationError
				errors.As(err, &failure)
				failures = append(failures, failure)
			}
			if n := a.count(tokenPath); n != 1 || failures[0] != failures[1] {
				t.Errorf("%d requests, want one failure for the run", n)
			}
		})
	}
}

// The Azure CLI has no clock of its own. After Microsoft Graph has refused its token, a second one of that lifetime is
// an error about the clock.
func TestLifetime_afterRefusal(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		clock time.Duration
		want  string
	}{
		"an old token":                    {0, "Run `az account clear`, then sign in again"},
		"this machine's clock is slow":    {2 * time.Hour, "Set the clock of this machine, which is about 2h0m slow"},
		"this machine's clock is fast":    {-9 * time.Hour, "Set the clock of this machine, which is about 9h0m fast"},
		"this machine's clock, by minute": {6 * time.Minute, "Set the clock of this machine, which is about 6m slow"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			from, until := test.clock-2*time.Hour, test.clock-time.Hour
			if test.clock < 0 {
				from, until = test.clock+time.Hour, test.clock+2*time.Hour
			}
			s, calls := azSession(t, newAuthority(t), "", azAnswer(lifetimeToken(from, until)))
			first := mustToken(t, s)
			s.Refused(first, http.Header{"Date": {time.Now().Add(test.clock).UTC().Format(http.TimeFormat)}})
			for range 2 {
				_, err := s.Token(t.Context())
				mustSay(t, err, []string{"the token that arrived is valid from", "the service's clock shows", test.want}, "eyJ")
			}
			if n := strings.Count(calls(), "\n"); n != 2 {
				t.Errorf("`az` ran %d times, want 2", n)
			}
		})
	}
}

// An operation with a short timeout says that it waited for `az`, and its end is still that of the operation.
func TestAzureCLI_shortTimeout(t *testing.T) {
	t.Parallel()
	s, running, gone := hanging(t)
	if _, err := s.Endpoint(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, failed := &expired{t.Context(), make(chan struct{})}, make(chan error, 1)
	go func() { _, err := s.Token(ctx); failed <- err }()
	running()
	close(ctx.done)
	err := <-failed
	mustSay(t, err, []string{"`az` gave no answer before the operation's timeout", "Run `az account get-access-token --output json --scope", "by hand"}, "")
	if !waiting.IsContextEnd(err) || !errors.Is(err, context.DeadlineExceeded) || s.outcome.failure() != nil {
		t.Errorf("err = %v, remembered: %v", err, s.outcome.failure())
	}
	gone()
}
