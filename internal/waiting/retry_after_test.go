package waiting_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// A date counts from the answer's own, because this machine's clock may be wrong.
func TestRetryAfter_date(t *testing.T) {
	t.Parallel()
	sent := time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC)
	header := http.Header{"Retry-After": {sent.Add(90 * time.Second).Format(http.TimeFormat)}}
	for _, wrong := range []time.Duration{-time.Hour, 0, time.Hour} {
		header.Set("Date", sent.Format(http.TimeFormat))
		if wait, ok := waiting.RetryAfter(header, sent.Add(wrong)); !ok || wait != 90*time.Second {
			t.Errorf("a clock that is wrong by %s: %s, %t", wrong, wait, ok)
		}
	}
	header.Del("Date")
	if wait, ok := waiting.RetryAfter(header, sent.Add(time.Minute)); !ok || wait != 30*time.Second {
		t.Errorf("without the answer's date: %s, %t", wait, ok)
	}
}
