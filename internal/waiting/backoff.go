package waiting

import (
	"math/rand/v2"
	"time"
)

// FirstBackoff is the upper bound of the wait after the first failure.
const FirstBackoff = time.Second

const longestBackoff = time.Minute

// Backoff grows from one second to a minute. The jitter spreads callers that failed at the same moment.
func Backoff(attempt int) time.Duration {
	d := longestBackoff
	if attempt < 6 {
		d = FirstBackoff << attempt
	}
	return d/2 + rand.N(d/2)
}
