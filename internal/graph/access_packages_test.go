package graph_test

import (
	"context"
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// addPackage puts an access package into the other catalog, which is empty at the start.
func (s *service) addPackage(t *testing.T, i int) string {
	t.Helper()
	id := fmt.Sprintf("acce5500-0000-4000-9000-%012d", i)
	err := s.Tenant().AddAccessPackage(emulator.AccessPackage{ID: id, CatalogID: acctest.OtherCatalogID, DisplayName: fmt.Sprintf("Other %d", i)})
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func collect[T any](t *testing.T, sequence iter.Seq2[T, error]) []T {
	t.Helper()
	var all []T
	for one, err := range sequence {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
	return all
}

func TestAccessPackages_scopes(t *testing.T) {
	t.Parallel()
	for _, version := range []wire.APIVersion{wire.Beta, wire.V1} {
		t.Run(string(version), func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{PageSize: 3, EmptyPages: true}, version)
			var other []graph.AccessPackage
			for i := range 5 {
				other = append(other, graph.AccessPackage{ID: s.addPackage(t, i), CatalogID: acctest.OtherCatalogID, CatalogName: "Treasury", DisplayName: fmt.Sprintf("Other %d", i)})
			}
			ctx := within(t, s)
			if got := collect(t, s.client.AccessPackages(ctx, acctest.OtherCatalogID)); !slices.Equal(got, other) {
				t.Errorf("catalog: %v", got)
			}
			tenant := collect(t, s.client.AccessPackages(ctx, ""))
			if len(tenant) != 25 || !slices.Contains(tenant, graph.AccessPackage{ID: acctest.Package(7), CatalogID: acctest.CatalogID, CatalogName: "Finance", DisplayName: "Package 7"}) {
				t.Errorf("tenant: %v", tenant)
			}
			s.ResetJournal()
			if got, err := s.client.AccessPackage(ctx, acctest.Package(7)); err != nil || got.CatalogID != acctest.CatalogID || s.Requests("", "") != 0 {
				t.Errorf("a listed access package is read again: %v, %v, %d requests", got, err, s.Requests("", ""))
			}
		})
	}
}

// Reading stops as soon as the caller has what it looks for: it requests no further page.
func TestAccessPackages_stopsEarly(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{PageSize: 3}, wire.Beta)
	seen := 0
	for _, err := range s.client.AccessPackages(within(t, s), "") {
		if err != nil {
			t.Fatal(err)
		}
		if seen++; seen == 4 {
			break
		}
	}
	if got := s.Requests(http.MethodGet, "/accessPackages"); got != 2 {
		t.Errorf("%d requests for 4 access packages at 3 a page", got)
	}
}

func TestAccessPackages_unknownCatalogIsNoEmptyCatalog(t *testing.T) {
	t.Parallel()
	for _, version := range []wire.APIVersion{wire.Beta, wire.V1} {
		t.Run(string(version), func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{}, version)
			ctx := within(t, s)
			if got := collect(t, s.client.AccessPackages(ctx, acctest.OtherCatalogID)); len(got) != 0 {
				t.Errorf("empty catalog: %v", got)
			}
			if err := firstError(s.client.AccessPackages(ctx, acctest.Missing)); !graph.IsGone(err) {
				t.Errorf("unknown catalog: %v", err)
			}
		})
	}
}

func firstError[T any](sequence iter.Seq2[T, error]) error {
	for _, err := range sequence {
		if err != nil {
			return err
		}
	}
	return nil
}

// A page may begin with what the one before it ended with: the collection has changed between them.
func TestAccessPackages_overlappingPages(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	const list = "/beta/identityGovernance/entitlementManagement/accessPackages"
	s.Inject(emulator.Fault{Path: list, Times: 1, ContentType: "application/json", Body: fmt.Appendf(nil,
		`{"value":[{"id":%q,"catalogId":%q}],"@odata.nextLink":%q}`, strings.ToUpper(acctest.Package(0)), acctest.CatalogID, s.URL+list)})
	seen := map[string]int{}
	for _, found := range collect(t, s.client.AccessPackages(within(t, s), "")) {
		seen[found.ID]++
	}
	if len(seen) != 20 || seen[acctest.Package(0)] != 1 {
		t.Errorf("access packages are given so often: %v", seen)
	}
}

// A caller whose role covers one catalog lists that catalog and, as "the tenant", what it may read.
func TestAccessPackages_scopedCaller(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{Roles: []string{}, CatalogScope: []string{acctest.OtherCatalogID}}, wire.V1)
	id := s.addPackage(t, 0)
	for _, catalog := range []string{acctest.OtherCatalogID, ""} {
		if got := collect(t, s.client.AccessPackages(within(t, s), catalog)); len(got) != 1 || got[0].ID != id {
			t.Errorf("catalog %q: %v", catalog, got)
		}
	}
	if err := firstError(s.client.AccessPackages(within(t, s), acctest.CatalogID)); !wire.IsForbidden(err) {
		t.Errorf("a catalog out of reach: %v", err)
	}
}

// A list that ends in the middle is an error after what was read, never a shorter list.
func TestAccessPackages_cutList(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{PageSize: 3}, wire.Beta)
	s.Inject(emulator.Fault{Method: http.MethodGet, Path: "/accessPackages", Skip: 2, Status: http.StatusForbidden})
	seen := 0
	var failure error
	for _, err := range s.client.AccessPackages(within(t, s), acctest.CatalogID) {
		if err != nil {
			failure = err
			continue
		}
		seen++
	}
	if seen != 6 || !wire.IsForbidden(failure) {
		t.Errorf("%d access packages, then %v", seen, failure)
	}
}

func TestAccessPackages_interrupted(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{PageSize: 3}, wire.Beta)
	ctx, cancel := context.WithCancel(within(t, s))
	cancel()
	if err := firstError(s.client.AccessPackages(ctx, "")); err == nil {
		t.Error("no error")
	}
}
