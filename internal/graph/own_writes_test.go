package graph_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// held is what the service holds, whatever its lists show.
func (s *service) held() []string {
	return s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0))
}

// lagging is a service whose lists never show what is written through the API.
var lagging = emulator.Options{ListLagReads: 1000}

// Lists include what this run added and omit what it removed, however far the service's lists lag behind.
func TestOwnWrites_believed(t *testing.T) {
	t.Parallel()
	s := start(t, lagging, wire.Beta)
	if err := s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(0)); err != nil {
		t.Fatal(err)
	}
	s.Tenant().Settle()
	ctx, references := within(t, s), s.client.IncompatibleGroups()
	listed := func() []string {
		t.Helper()
		references.Forget(acctest.Package(0))
		targets, err := references.List(ctx, acctest.Package(0), graph.ListOptions{})
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, object := range targets.All() {
			ids = append(ids, object.ID)
			if !targets.Has(object.ID) {
				t.Errorf("%s is listed and not there", object.ID)
			}
		}
		return ids
	}
	if err := references.Remove(ctx, acctest.Package(0), acctest.Group(0)); err != nil {
		t.Fatal(err)
	}
	if got := listed(); len(got) > 0 {
		t.Errorf("after the removal %v are listed", got)
	}
	for _, group := range []int{0, 1} {
		if _, err := references.Add(ctx, reference(0, group)); err != nil {
			t.Fatal(err)
		}
	}
	if got := listed(); !slices.Equal(got, []string{acctest.Group(0), acctest.Group(1)}) {
		t.Errorf("after the additions %v are listed", got)
	}
	s.clock.Shift(graph.VisibilityWindow)
	if got := listed(); !slices.Equal(got, []string{acctest.Group(0)}) {
		t.Errorf("when lists have had their time %v are listed", got)
	}
}

// The service, or its list, may still speak of a reference that this run has removed when the run adds it again.
func TestOwnWrites_addAfterRemove(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]emulator.Fault{
		"taken at once":   {Times: -1},
		"exists, 400":     {Status: http.StatusBadRequest, Code: "InvalidModel", Times: 3},
		"exists, 409":     {Status: http.StatusConflict, Code: "Conflict", Times: 3},
		"failed":          {Status: http.StatusBadGateway, Times: 1},
		"failed and done": {Status: http.StatusBadGateway, Times: 1, AfterEffect: true},
		"cut":             {Drop: true, Times: 1},
	} {
		for _, lag := range []int{0, 3, 1000} {
			for _, version := range []wire.APIVersion{wire.Beta, wire.V1} {
				t.Run(fmt.Sprintf("%s/lag_%d/%s", name, lag, version), func(t *testing.T) {
					t.Parallel()
					s := start(t, emulator.Options{ListLagReads: lag}, version)
					if err := s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(0)); err != nil {
						t.Fatal(err)
					}
					s.Tenant().Settle()
					ctx, references := within(t, s), s.client.IncompatibleGroups()
					if err := references.Remove(ctx, acctest.Package(0), acctest.Group(0)); err != nil {
						t.Fatal(err)
					}
					if fault := end; fault.Times > 0 {
						fault.Method = http.MethodPost
						s.Inject(fault)
					}
					if existed, err := references.Add(ctx, reference(0, 0)); err != nil || existed {
						t.Errorf("Add = %+v, %v", existed, err)
					}
					if got := s.held(); !slices.Equal(got, []string{acctest.Group(0)}) {
						t.Errorf("the service holds %v", got)
					}
				})
			}
		}
	}
}

// A refusal for an unrelated reason isn't retried.
func TestOwnWrites_forbiddenAfterRemove(t *testing.T) {
	t.Parallel()
	s := start(t, lagging, wire.Beta)
	if err := s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(0)); err != nil {
		t.Fatal(err)
	}
	s.Tenant().Settle()
	ctx, references := within(t, s), s.client.IncompatibleGroups()
	if err := references.Remove(ctx, acctest.Package(0), acctest.Group(0)); err != nil {
		t.Fatal(err)
	}
	s.Inject(emulator.Fault{Method: http.MethodPost, Status: http.StatusForbidden})
	if existed, err := references.Add(ctx, reference(0, 0)); !wire.IsForbidden(err) {
		t.Errorf("Add = %+v, %v", existed, err)
	}
	if n := s.Requests(http.MethodPost, ""); n != 1 {
		t.Errorf("%d additions, want 1", n)
	}
}

// In the opposite direction: a removal right after the addition is retried while the service doesn't know the reference
// yet.
func TestOwnWrites_removeAfterAdd(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]emulator.Fault{
		"taken at once":   {Times: -1},
		"missing, 404":    {Status: http.StatusNotFound, Code: "ResourceNotFound", Times: 3},
		"missing, 400":    {Status: http.StatusBadRequest, Code: "InvalidModel", Times: 3},
		"failed":          {Status: http.StatusBadGateway, Times: 5},
		"failed and done": {Status: http.StatusBadGateway, Times: 5, AfterEffect: true},
	} {
		for _, lag := range []int{0, 3, 1000} {
			for _, missing := range []int{204, 400, 404} {
				t.Run(fmt.Sprintf("%s/lag_%d/missing_%d", name, lag, missing), func(t *testing.T) {
					t.Parallel()
					s := start(t, emulator.Options{ListLagReads: lag, MissingLink: missing}, wire.Beta)
					ctx, references := within(t, s), s.client.IncompatibleGroups()
					if _, err := references.Add(ctx, reference(0, 0)); err != nil {
						t.Fatal(err)
					}
					if fault := end; fault.Times > 0 {
						fault.Method = http.MethodDelete
						s.Inject(fault)
					}
					if err := references.Remove(ctx, acctest.Package(0), acctest.Group(0)); err != nil {
						t.Error(err)
					}
					if got := s.held(); len(got) > 0 {
						t.Errorf("the service holds %v", got)
					}
				})
			}
		}
	}
}

// A 404 to a removal is believed when the list agrees.
func TestOwnWrites_notFoundIsLookedUp(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	if err := s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(0)); err != nil {
		t.Fatal(err)
	}
	s.Inject(emulator.Fault{Method: http.MethodDelete, Status: http.StatusNotFound, Code: "ResourceNotFound"})
	if err := s.client.IncompatibleGroups().Remove(within(t, s), acctest.Package(0), acctest.Group(0)); err == nil {
		t.Errorf("Remove reports success; the service holds %v", s.held())
	}
}

// An access package that is missing seconds after something was written to it is waited for; one that stays away is
// gone.
func TestOwnWrites_missingAccessPackage(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		add   bool // by this run
		until bool // the caller knows of a write of another run
		times int
		gone  bool
	}{
		"nobody wrote":               {times: 2, gone: true},
		"written by this run":        {add: true, times: 3},
		"written by another run":     {until: true, times: 3},
		"written by this run, gone":  {add: true, gone: true},
		"written by another, gone":   {until: true, gone: true},
		"written by both, not found": {add: true, until: true, times: 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{}, wire.Beta)
			ctx, references := within(t, s), s.client.IncompatibleGroups()
			if test.add {
				if _, err := references.Add(ctx, reference(0, 0)); err != nil {
					t.Fatal(err)
				}
			}
			var options graph.ListOptions
			if test.until {
				options.Until = s.clock.Now().Add(graph.VisibilityWindow)
			}
			s.Inject(emulator.Fault{
				Method: http.MethodGet, Path: "/accessPackages/", Status: http.StatusNotFound, Code: "ResourceNotFound", Times: test.times,
			})
			_, err := references.List(ctx, acctest.Package(0), options)
			if graph.IsGone(err) != test.gone || err != nil && !test.gone {
				t.Errorf("List: %v", err)
			}
			var missing *graph.MissingError
			if test.gone && (!errors.As(err, &missing) || !missing.AccessPackage) {
				t.Errorf("List: %v", err)
			}
		})
	}
}

// A list that may not be waited for to its end is an error, and never an access package that is gone.
func TestOwnWrites_noTimeToWait(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	s.Inject(emulator.Fault{Method: http.MethodGet, Status: http.StatusNotFound, Code: "ResourceNotFound"})
	now := s.clock.Now()
	ctx, cancel := context.WithDeadline(t.Context(), now.Add(graph.VisibilityWindow/2))
	t.Cleanup(cancel)
	_, err := s.client.IncompatibleGroups().List(ctx, acctest.Package(0), graph.ListOptions{Until: now.Add(graph.VisibilityWindow)})
	var e *wire.Error
	if graph.IsGone(err) || !errors.As(err, &e) || e.Operation == "" {
		t.Errorf("List: %v", err)
	}
}

// A thousand references that are refused in words that may mean "was made just now" share one wait.
func TestOwnWrites_refusalsShareOneWait(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	s.Inject(emulator.Fault{Method: http.MethodPost, Status: http.StatusBadRequest, Code: "InvalidModel"})
	ctx, references := within(t, s), s.client.IncompatibleGroups()
	for i := range 60 {
		if existed, err := references.Add(ctx, reference(0, i)); err == nil {
			t.Fatalf("Add = %+v", existed)
		}
	}
	if slept := s.clock.Slept(); slept == 0 || slept > graph.VisibilityWindow {
		t.Errorf("waited %s for one access package", slept)
	}
}

// A list that was read while it lagged still lacks what this run wrote before, however long ago that is by now.
func TestOwnWrites_oldList(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{ListLagReads: 5}, wire.Beta)
	ctx, references := within(t, s), s.client.IncompatibleGroups()
	if _, err := references.Add(ctx, reference(0, 0)); err != nil {
		t.Fatal(err)
	}
	for _, later := range []time.Duration{0, 2 * graph.VisibilityWindow} {
		s.clock.Shift(later)
		targets, err := references.List(ctx, acctest.Package(0), graph.ListOptions{})
		if err != nil || !targets.Has(acctest.Group(0)) {
			t.Errorf("%s later: %v, %v", later, targets, err)
		}
	}
}
