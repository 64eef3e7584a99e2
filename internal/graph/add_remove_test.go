package graph_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// removedElsewhere is a service whose lists still show a rule that another run has removed.
func removedElsewhere(t *testing.T, version wire.APIVersion) *service {
	t.Helper()
	s := start(t, lagging, version)
	acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(0)))
	acctest.Must(t, s.newClient(t, version).IncompatibleGroups().Remove(within(t, s), acctest.Package(0), acctest.Group(0)))
	return s
}

// After an attempt that failed without an effect, a list that still shows the rule proves nothing: the rule is written
// again.
func TestAdd_failedAttemptAndStaleList(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]emulator.Fault{
		"500":            {Status: 500},
		"503":            {Status: 503},
		"504":            {Status: 504},
		"408":            {Status: 408, Code: "RequestTimeout"},
		"502 HTML":       {Status: 502, Body: []byte("<html>Bad Gateway</html>"), ContentType: "text/html"},
		"reset":          {Drop: true},
		"409 by another": {Status: 409, Code: "Conflict"},
	} {
		for _, version := range []wire.APIVersion{wire.Beta, wire.V1} {
			t.Run(fmt.Sprintf("%s/%s", name, version), func(t *testing.T) {
				t.Parallel()
				s := removedElsewhere(t, version)
				once := end
				once.Method, once.Times = http.MethodPost, 1
				s.Inject(once)
				if _, err := s.client.IncompatibleGroups().Add(within(t, s), reference(0, 0)); err != nil {
					t.Error(err)
				}
				if got := s.held(); !slices.Equal(got, []string{acctest.Group(0)}) {
					t.Errorf("the service holds %v", got)
				}
			})
		}
	}
}

// A refusal whose code Microsoft publishes with another meaning stands, whatever a list shows. So does a service that
// never gives a clear answer.
func TestAdd_refusalAndStaleList(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]emulator.Fault{
		"403":                {Status: 403},
		"404":                {Status: 404, Code: "ResourceNotFound"},
		"405":                {Status: 405},
		"400 another path":   {Status: 400, Code: "ODataUnrecognizedPathException"},
		"400 not the owner":  {Status: 400, Code: "CallerNotResourceOwner"},
		"never a clear word": {Status: 504},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := removedElsewhere(t, wire.V1)
			end.Method = http.MethodPost
			s.Inject(end)
			if existed, err := s.client.IncompatibleGroups().Add(within(t, s), reference(0, 0)); err == nil {
				t.Errorf("Add = %+v; the service holds %v", existed, s.held())
			}
		})
	}
}

// A code that says that the rule is there needs no list, which may not show it yet.
func TestAdd_codeSaysExists(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"EntityAlreadyExists", "DuplicateIncompatibleGroup"} {
		for _, status := range []int{http.StatusBadRequest, http.StatusConflict} {
			t.Run(fmt.Sprintf("%d %s", status, code), func(t *testing.T) {
				t.Parallel()
				options := lagging
				options.DuplicateLink, options.Codes = status, map[contract.Question]string{contract.DuplicateLink: code}
				s := start(t, options, wire.Beta)
				if _, err := s.newClient(t, wire.Beta).IncompatibleGroups().Add(within(t, s), reference(0, 0)); err != nil {
					t.Fatal(err)
				}
				existed, err := s.client.IncompatibleGroups().Add(within(t, s), reference(0, 0))
				if err != nil || !existed {
					t.Errorf("Add = %+v, %v", existed, err)
				}
				if n := s.Requests(http.MethodGet, "/incompatibleGroups"); n != 0 {
					t.Errorf("%d lists, want none", n)
				}
			})
		}
	}
}

// Many rules of one access package that are there share one list, in whatever words the service refuses them.
func TestAdd_existingRulesShareOneList(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusBadRequest, http.StatusConflict} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{DuplicateLink: status}, wire.Beta)
			const rules = 40
			for i := range rules {
				acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(i)))
			}
			ctx, references := within(t, s), s.client.IncompatibleGroups()
			if there, err := references.WasThere(ctx, reference(0, 0), time.Time{}); err != nil || !there {
				t.Fatalf("WasThere = %t, %v", there, err)
			}
			var workers sync.WaitGroup
			for i := range rules + 1 {
				workers.Go(func() {
					if existed, err := references.Add(ctx, reference(0, i)); err != nil || existed != (i < rules) {
						t.Errorf("Add = %+v, %v", existed, err)
					}
				})
			}
			workers.Wait()
			if n := s.Requests(http.MethodGet, "/incompatibleGroups"); n != 1 {
				t.Errorf("%d lists, want 1", n)
			}
		})
	}
}

// An attempt that may have made the rule, followed by a refusal, is an error after which the rule may be there.
func TestAdd_unsureAfterRefusal(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.V1)
	s.Inject(emulator.Fault{Method: http.MethodPost, Status: 403})
	s.Inject(emulator.Fault{Method: http.MethodPost, Status: 504, Times: 1, AfterEffect: true})
	_, err := s.client.IncompatibleGroups().Add(within(t, s), reference(0, 0))
	if !wire.IsForbidden(err) || !graph.IsUnsure(err) {
		t.Errorf("Add: %v", err)
	}
}

// An interrupted operation stops, and says that the rule may be there.
func TestAdd_interrupted(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	never, arrived := make(chan struct{}), make(chan struct{})
	t.Cleanup(func() { close(never) })
	s.Inject(emulator.Fault{Method: http.MethodPost, AfterEffect: true, Hang: never})
	s.Observe(func(m emulator.Moment, r *http.Request) {
		if m == emulator.Before && r.Method == http.MethodPost && r.Header.Get("Authorization") != "" {
			close(arrived)
		}
	})
	ctx, interrupt := context.WithCancel(within(t, s))
	go func() {
		<-arrived
		interrupt()
	}()
	if existed, err := s.client.IncompatibleGroups().Add(ctx, reference(0, 0)); !graph.IsUnsure(err) {
		t.Errorf("Add = %+v, %v", existed, err)
	}
	if n := s.Requests(http.MethodPost, "/accessPackageCatalogs/"); n != 1 {
		t.Errorf("%d additions, want 1", n)
	}
}
