package acctest

import (
	"sync"
	"testing"
	"time"
)

// However many wait for a moment, it is then, and no later.
func TestClock_sleepersMoveItOnce(t *testing.T) {
	t.Parallel()
	clock := NewClock()
	moment := clock.Now().Add(5 * time.Hour)
	var sleepers sync.WaitGroup
	for range 10 {
		sleepers.Go(func() {
			if err := clock.SleepUntil(t.Context(), moment); err != nil {
				t.Error(err)
			}
		})
	}
	sleepers.Wait()
	if slept, now := clock.Slept(), clock.Now(); slept > 5*time.Hour || now.Before(moment) || now.After(moment.Add(time.Hour)) {
		t.Errorf("after %s of waiting it is %s, and not %s", slept, now, moment)
	}
}
