package waiting

import (
	"math/rand/v2"
	"time"
)

// FirstBackoff is about the wait after a first failure.
const FirstBackoff = time.Second

const longestBackoff = time.Minute

// Backoff grows from one second to a minute; the jitter keeps workers that failed together from coming back together.
func Backoff(attempt int) time.Duration {
	d := longestBackoff
	if attempt < 6 {
		d = FirstBackoff << attempt
	}
	return d/2 + rand.N(d/2)
}
