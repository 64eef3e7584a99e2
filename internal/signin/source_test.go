package signin

import (
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"
)

func TestRenewAt(t *testing.T) {
	t.Parallel()
	hour, short := time.Now().Add(time.Hour), time.Now().Add(4*time.Minute)
	expiring := func(at time.Time) string { return testToken(fmt.Sprintf(`{"exp":%d}`, at.Unix())) }
	for name, test := range map[string]struct {
		token  string
		expiry time.Time
		want   time.Duration // from now; -1 for never
	}{
		"an hour":                  {"opaque", hour, 55 * time.Minute},
		"short":                    {"opaque", short, 2 * time.Minute},
		"the answer wins":          {expiring(short), hour, 55 * time.Minute},
		"the token says it itself": {expiring(hour), time.Time{}, 55 * time.Minute},
		"nobody says":              {"opaque", time.Time{}, -1},
	} {
		got := renewAt(test.token, test.expiry, time.Now())
		if test.want < 0 {
			if !got.IsZero() {
				t.Errorf("%s: %v, want never", name, got)
			}
			continue
		}
		if off := time.Until(got) - test.want; off.Abs() > time.Minute {
			t.Errorf("%s: in %v, want %v", name, time.Until(got), test.want)
		}
	}
}

// A managed identity endpoint answers 404 or 410 while it is updated.
func TestMethod_managedIdentityIsAskedAgain(t *testing.T) {
	t.Parallel()
	a, clock := newAuthority(t), &steppedClock{}
	s := mustSession(t, Config{MetadataHost: a.URL, Clock: clock, Credentials: Credentials{UseMSI: true, MSIEndpoint: a.URL + "/nowhere"}})
	_, err := s.Token(t.Context())
	var failure *AuthenticationError
	if !errors.As(err, &failure) || failure.Status != http.StatusNotFound || len(clock.waits) != mostTokenAttempts-1 {
		t.Errorf("err = %v after waits of %v", err, clock.waits)
	}
}
