package graph_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A reader with little time left fails by itself: who shares its request and has more time goes on.
func TestReads_impatientReader(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	references := s.client.IncompatibleGroups()
	hang := make(chan struct{})
	s.Inject(emulator.Fault{Method: http.MethodGet, Times: 1, Hang: hang, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"60"}}})
	arrived := make(chan struct{}, 10)
	s.Observe(func(m emulator.Moment, r *http.Request) {
		if m == emulator.Before && strings.HasSuffix(r.URL.Path, "/incompatibleGroups") && r.Method == http.MethodGet {
			arrived <- struct{}{}
		}
	})
	if _, err := references.Add(within(t, s), reference(0, 0)); err != nil {
		t.Fatal(err)
	}
	impatient, cancel := context.WithDeadline(t.Context(), s.clock.Now().Add(30*time.Second))
	t.Cleanup(cancel)
	var readers sync.WaitGroup
	readers.Go(func() {
		var wait *waiting.TooLongError
		if _, err := references.List(impatient, acctest.Package(0), graph.ListOptions{}); !errors.As(err, &wait) {
			t.Errorf("the impatient reader got %v", err)
		}
	})
	<-arrived
	waiting := make(chan struct{})
	readers.Go(func() {
		close(waiting)
		targets, err := references.List(within(t, s), acctest.Package(0), graph.ListOptions{})
		if err != nil || !targets.Has(acctest.Group(0)) {
			t.Errorf("the patient reader got %v, %v", targets, err)
		}
	})
	<-waiting
	close(hang)
	readers.Wait()
}
