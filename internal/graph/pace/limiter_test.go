package pace_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/pace"
)

// However many want to, no more are under way than are allowed, and all get their turn.
func TestLimiter(t *testing.T) {
	t.Parallel()
	l := pace.New(3, time.Now)
	var underWay, widest atomic.Int64
	var workers sync.WaitGroup
	for i := range 300 {
		workers.Go(func() {
			place, err := l.Enter(t.Context())
			if err != nil {
				t.Error(err)
				return
			}
			for n := underWay.Add(1); ; {
				seen := widest.Load()
				if seen >= n || widest.CompareAndSwap(seen, n) {
					break
				}
			}
			underWay.Add(-1)
			switch i % 10 {
			case 0:
				place.Refused(time.Nanosecond)
			case 1:
				place.Leave()
			default:
				place.Answered()
			}
		})
	}
	workers.Wait()
	if widest.Load() > 3 {
		t.Errorf("%d were under way at a time, want no more than 3", widest.Load())
	}
}

// A waiter that withdraws leaves the place to the next one.
func TestLimiter_withdrawn(t *testing.T) {
	t.Parallel()
	l := pace.New(1, time.Now)
	first, err := l.Enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, err := l.Enter(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("Enter: %v", err)
	}
	first.Leave()
	second, err := l.Enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	second.Leave()
}
