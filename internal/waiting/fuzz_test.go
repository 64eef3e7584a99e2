package waiting

import (
	"net/http"
	"testing"
	"time"
)

// Every wait that a service asks for has a bound. Seeds are in testdata/fuzz.
func FuzzRetryAfter(f *testing.F) {
	now := time.Date(2026, 11, 24, 10, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value string) {
		wait, ok := RetryAfter(http.Header{"Retry-After": {value}}, now)
		if wait < 0 || wait > longestRetryAfter || !ok && wait != 0 {
			t.Errorf("%q means %s, %v", value, wait, ok)
		}
	})
}
