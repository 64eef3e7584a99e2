package wire_test

import (
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"testing"
)

// However many callers there are, ten connections serve all of their requests.
func TestConnections(t *testing.T) {
	t.Parallel()
	s := start(t)
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
			if _, err := list(ctx, s.client, i%6); err != nil {
				t.Error(err)
			}
		})
	}
	callers.Wait()
	if opened.Load() > 10 || requests.Load() < 300 {
		t.Errorf("%d connections for %d requests", opened.Load(), requests.Load())
	}
}
