package wire_test

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A service that takes so many requests at a time and no more refuses few, and one that takes as many as the client may
// have under way refuses none. Ten at a time in all cases would be refused more often than not by the first.
func TestConcurrency(t *testing.T) {
	t.Parallel()
	for _, takes := range []int{2, 4, 16, 64} {
		t.Run(fmt.Sprint(takes), func(t *testing.T) {
			t.Parallel()
			s := connect(t, acctest.Start(t, emulator.Options{Concurrency: takes}))
			var underWay, widest atomic.Int64
			s.Observe(func(m emulator.Moment, r *http.Request) {
				if m == emulator.After {
					underWay.Add(-1)
					return
				}
				for n := underWay.Add(1); ; {
					if seen := widest.Load(); seen >= n || widest.CompareAndSwap(seen, n) {
						break
					}
				}
				<-time.After(time.Millisecond) // so long it takes to answer
			})
			ctx, lists := within(t, s), 10
			if takes == 2 {
				lists = 3
			}
			var callers sync.WaitGroup
			for range 100 {
				callers.Go(func() {
					for range lists {
						if _, err := list(ctx, s.client, 0); err != nil {
							t.Error(err)
						}
					}
				})
			}
			callers.Wait()
			refused := 0
			for _, entry := range s.Journal() {
				if entry.Status == http.StatusTooManyRequests {
					refused++
				}
			}
			if refused > 10*lists || takes == 64 && refused > 0 {
				t.Errorf("%d of %d requests were refused", refused, 100*lists+refused)
			}
			if got := widest.Load(); got > 64 {
				t.Errorf("%d requests were under way at a time", got)
			}
		})
	}
}
