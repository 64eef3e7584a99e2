package waiting

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longestRetryAfter bounds the header: a wait of more than a day is a mistake of the service.
const longestRetryAfter = 24 * time.Hour

// RetryAfter reads a Retry-After header: whole seconds, decimal seconds (Graph's own sample says "2.128") or an HTTP
// date. A date counts from the answer's own Date, because this machine's clock may be wrong. It reports false if there
// is none or it is malformed.
//
// See https://learn.microsoft.com/graph/throttling.
func RetryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if value == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseFloat(value, 64); err == nil {
		if math.IsNaN(seconds) || seconds < 0 {
			return 0, false
		}
		if seconds > longestRetryAfter.Seconds() {
			return longestRetryAfter, true
		}
		return time.Duration(math.Ceil(seconds * float64(time.Second))), true
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	if sent, err := http.ParseTime(header.Get("Date")); err == nil {
		now = sent
	}
	return min(max(date.Sub(now), 0), longestRetryAfter), true
}
