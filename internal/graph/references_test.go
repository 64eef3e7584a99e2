package graph_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

func TestReferences_addListRemove(t *testing.T) {
	t.Parallel()
	for _, variant := range variants {
		for _, lag := range []int{0, 3} {
			t.Run(fmt.Sprintf("%s_%s_lag%d", variant.dialect, variant.version, lag), func(t *testing.T) {
				t.Parallel()
				s := start(t, emulator.Options{Dialect: variant.dialect, PageSize: 2, EmptyPages: true, ListLagReads: lag}, variant.version)
				ctx, references := within(t, s), s.client.IncompatibleGroups()
				for i := range 5 {
					existed, err := references.Add(ctx, reference(0, i))
					if err != nil || existed {
						t.Fatalf("Add = %+v, %v", existed, err)
					}
				}
				for i := range 5 {
					soon := graph.ListOptions{Expect: []string{acctest.Group(i)}, Until: s.clock.Now().Add(graph.VisibilityWindow)}
					targets, err := references.List(ctx, acctest.Package(0), soon)
					if err != nil || !targets.Has(acctest.Group(i)) {
						t.Fatalf("List = %v, %v", targets, err)
					}
				}
				targets, err := references.List(ctx, acctest.Package(0), graph.ListOptions{})
				if err != nil || len(targets.All()) != 5 || targets.Has(acctest.Group(5)) {
					t.Fatalf("List = %v, %v", targets, err)
				}
				for i := range 5 {
					if err := references.Remove(ctx, acctest.Package(0), acctest.Group(i)); err != nil {
						t.Fatal(err)
					}
				}
				if left := s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0)); len(left) != 0 {
					t.Errorf("left: %v", left)
				}
			})
		}
	}
}

func TestReferences_existing(t *testing.T) {
	t.Parallel()
	for _, variant := range variants {
		for _, status := range []int{201, 204, 400, 409} {
			t.Run(fmt.Sprintf("%s_%s_%d", variant.dialect, variant.version, status), func(t *testing.T) {
				t.Parallel()
				s := start(t, emulator.Options{Dialect: variant.dialect, DuplicateLink: status}, variant.version)
				references := s.client.IncompatibleGroups()
				if _, err := references.List(within(t, s), acctest.Package(0), graph.ListOptions{}); err != nil {
					t.Fatal(err)
				}
				if err := s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(0)); err != nil {
					t.Fatal(err)
				}
				existed, err := references.Add(within(t, s), reference(0, 0))
				if err != nil || existed != (status >= 400) {
					t.Errorf("Add = %+v, %v", existed, err)
				}
				s.clock.Shift(2 * graph.VisibilityWindow) // until then, the client adds it to the old list
				targets, err := references.List(within(t, s), acctest.Package(0), graph.ListOptions{})
				if err != nil || !targets.Has(acctest.Group(0)) {
					t.Errorf("List = %v, %v", targets, err)
				}
			})
		}
	}
}

// One list tells what was there before anything was added, together with what the run does itself: however long ago,
// and however far lists lag behind.
func TestReferences_wasThere(t *testing.T) {
	t.Parallel()
	s := start(t, lagging, wire.Beta)
	for _, accessPackage := range []int{0, 1} {
		for _, group := range []int{0, 1} {
			if err := s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(accessPackage), acctest.Group(group)); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.Tenant().Settle()
	ctx, references := within(t, s), s.client.IncompatibleGroups()
	check := func(accessPackage int, want ...bool) {
		t.Helper()
		for group, want := range want {
			if got, err := references.WasThere(ctx, reference(accessPackage, group), time.Time{}); err != nil || got != want {
				t.Errorf("package %d, group %d: %t, %v", accessPackage, group, got, err)
			}
		}
	}
	change := func(accessPackage int) {
		t.Helper()
		if err := references.Remove(ctx, acctest.Package(accessPackage), acctest.Group(0)); err != nil {
			t.Fatal(err)
		}
		if _, err := references.Add(ctx, reference(accessPackage, 2)); err != nil {
			t.Fatal(err)
		}
	}
	check(0, true, true, false)
	change(0)
	change(1)
	for range 2 {
		check(0, false, true, true)
		check(1, false, true, true)
		s.clock.Shift(graph.VisibilityWindow)
	}
	if lists := s.Requests(http.MethodGet, "/incompatibleGroups"); lists != 2 {
		t.Errorf("%d lists of 2 access packages", lists)
	}
}

func TestReferences_removeMissing(t *testing.T) {
	t.Parallel()
	for _, status := range []int{204, 400, 404} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{MissingLink: status}, wire.Beta)
			for _, accessPackage := range []string{acctest.Package(0), acctest.Missing} {
				if err := s.client.IncompatibleGroups().Remove(within(t, s), accessPackage, acctest.Group(0)); err != nil {
					t.Errorf("%s: %v", accessPackage, err)
				}
			}
			if slept := s.clock.Slept(); slept != 0 {
				t.Errorf("waited %s for what is gone", slept)
			}
		})
	}
}

func TestReferences_missingEnds(t *testing.T) {
	t.Parallel()
	for _, variant := range variants {
		t.Run(fmt.Sprintf("%s_%s", variant.dialect, variant.version), func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{Dialect: variant.dialect}, variant.version)
			ctx, references := within(t, s), s.client.IncompatibleGroups()

			_, err := references.Add(ctx, graph.Reference{CatalogID: acctest.CatalogID, AccessPackageID: acctest.Missing, TargetID: acctest.Group(0)})
			var missing *graph.MissingError
			if !errors.As(err, &missing) || !missing.AccessPackage {
				t.Errorf("no package: %v", err)
			}
			_, err = references.Add(ctx, graph.Reference{CatalogID: acctest.CatalogID, AccessPackageID: acctest.Package(0), TargetID: acctest.Missing})
			if !errors.As(err, &missing) || missing.AccessPackage {
				t.Errorf("no group: %v", err)
			}
			slept := s.clock.Slept()
			_, err = references.Add(ctx, graph.Reference{CatalogID: acctest.OtherCatalogID, AccessPackageID: acctest.Package(0), TargetID: acctest.Group(0)})
			var mismatch *graph.CatalogMismatchError
			if !errors.As(err, &mismatch) || mismatch.ActualCatalogID != acctest.CatalogID {
				t.Errorf("another catalog: %v", err)
			}
			if waited := s.clock.Slept() - slept; waited != 0 {
				t.Errorf("another catalog: waited %s", waited)
			}
		})
	}
}

// A group that was created moments ago is found after a while, without a second apply.
func TestReferences_newGroup(t *testing.T) {
	t.Parallel()
	for _, variant := range variants {
		t.Run(fmt.Sprintf("%s_%s", variant.dialect, variant.version), func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{Dialect: variant.dialect, GroupLagReads: 3}, variant.version)
			if err := s.Tenant().AddGroup(emulator.Group{ID: acctest.Missing, DisplayName: "New", SecurityEnabled: true}); err != nil {
				t.Fatal(err)
			}
			existed, err := s.client.IncompatibleGroups().Add(within(t, s), graph.Reference{
				CatalogID: acctest.CatalogID, AccessPackageID: acctest.Package(0), TargetID: acctest.Missing,
			})
			if err != nil || existed {
				t.Errorf("Add = %+v, %v", existed, err)
			}
		})
	}
}

// Ten workers that start together ask once which route the tenant offers.
func TestReferences_routeProbe(t *testing.T) {
	t.Parallel()
	for dialect, want := range map[emulator.Dialect]int{emulator.DialectDocument: 20, emulator.DialectPublished: 1, emulator.DialectBoth: 20} {
		t.Run(string(dialect), func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{Dialect: dialect}, wire.Beta)
			ctx := within(t, s)
			var workers sync.WaitGroup
			for i := range 20 {
				workers.Go(func() {
					if _, err := s.client.IncompatibleGroups().Add(ctx, reference(i%2, i)); err != nil {
						t.Error(err)
					}
				})
			}
			workers.Wait()
			if got := s.Requests(http.MethodPost, "/accessPackageCatalogs/"); got != want {
				t.Errorf("%d requests below a catalog, want %d", got, want)
			}
		})
	}
}

func TestReferences_readersShareOneList(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	ctx, references := within(t, s), s.client.IncompatibleGroups()
	var readers sync.WaitGroup
	for i := range 50 {
		readers.Go(func() {
			if _, err := references.List(ctx, acctest.Package(i%5), graph.ListOptions{}); err != nil {
				t.Error(err)
			}
		})
	}
	readers.Wait()
	if got := s.Requests(http.MethodGet, ""); got != 5 {
		t.Errorf("%d lists, want 5", got)
	}
	if _, err := references.Add(ctx, reference(0, 0)); err != nil {
		t.Fatal(err)
	}
	targets, err := references.List(ctx, acctest.Package(0), graph.ListOptions{})
	if err != nil || !targets.Has(acctest.Group(0)) {
		t.Errorf("a list after a write = %v, %v", targets, err)
	}
}

func TestReferences_concurrentWriters(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	s.Inject(emulator.Fault{Method: http.MethodPost, Every: 3, Status: http.StatusConflict, Code: "Conflict"})
	ctx, references := within(t, s), s.client.IncompatibleGroups()
	var want []string
	var workers sync.WaitGroup
	for i := range 10 {
		want = append(want, acctest.Group(i))
		workers.Go(func() {
			if existed, err := references.Add(ctx, reference(0, i)); err != nil || existed {
				t.Errorf("Add = %+v, %v", existed, err)
			}
		})
	}
	workers.Wait()
	if got := s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0)); !slices.Equal(got, want) {
		t.Errorf("the service holds %v", got)
	}
}
