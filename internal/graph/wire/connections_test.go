package wire_test

import (
	"fmt"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
)

// However many callers there are, as many connections serve all of their requests as there may be requests at a time.
func TestConnections(t *testing.T) {
	t.Parallel()
	for most, want := range map[int]int64{10: 10, 0: 64} {
		t.Run(fmt.Sprint(want), func(t *testing.T) {
			t.Parallel()
			s := start(t)
			client := s.configured(t, func(cfg *wire.Config) { cfg.MaxConcurrentRequests = most })
			var opened, requests atomic.Int64
			ctx := httptrace.WithClientTrace(within(t, s), &httptrace.ClientTrace{GotConn: func(c httptrace.GotConnInfo) {
				requests.Add(1)
				if !c.Reused {
					opened.Add(1)
				}
			}})
			var callers sync.WaitGroup
			for i := range 300 {
				callers.Go(func() {
					if _, err := list(ctx, client, i%6); err != nil {
						t.Error(err)
					}
				})
			}
			callers.Wait()
			if opened.Load() > want || requests.Load() < 300 {
				t.Errorf("%d connections for %d requests", opened.Load(), requests.Load())
			}
		})
	}
}
