package graph_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// Everything read so far provides names, and Name never sends a request.
func TestName(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	const hostile = "00000000-0000-4000-9000-000000000001"
	acctest.Must(t,
		s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(3)),
		s.Tenant().AddGroup(emulator.Group{ID: hostile, DisplayName: "two\nlines\x1b[31m " + strings.Repeat("é", 200)}),
	)
	ctx := within(t, s)
	if got := s.client.Name(acctest.Package(0)); got != "" {
		t.Errorf("nothing was read, and the name is %q", got)
	}
	_, err := s.client.IncompatibleGroups().List(ctx, acctest.Package(0), graph.ListOptions{})
	acctest.Must(t, err)
	_, err = s.client.Group(ctx, hostile)
	acctest.Must(t, err)
	collect(t, s.client.AccessPackages(ctx, acctest.CatalogID))
	s.ResetJournal()
	for id, want := range map[string]string{
		acctest.Group(3): "Group 3", acctest.Package(7): "Package 7", acctest.CatalogID: "Finance", acctest.Missing: "",
		hostile: "two lines [31m " + strings.Repeat("é", 65) + "…",
	} {
		if got := s.client.Name(id); got != want {
			t.Errorf("%s is called %q, want %q", id, got, want)
		}
	}
	if n := s.Requests("", ""); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// A reference that no list shows yet takes its name from other answers, or says why it has none.
func TestName_justMade(t *testing.T) {
	t.Parallel()
	s := start(t, lagging, wire.Beta)
	acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(1), acctest.Group(3)))
	s.Tenant().Settle()
	ctx, references := within(t, s), s.client.IncompatibleGroups()
	elsewhere, err := references.List(ctx, acctest.Package(1), graph.ListOptions{})
	acctest.Must(t, err)
	if want := []graph.Object{{ID: acctest.Group(3), DisplayName: "Group 3"}}; !slices.Equal(elsewhere.All(), want) {
		t.Errorf("listed %v, want %v", elsewhere.All(), want)
	}
	for _, group := range []int{3, 4} {
		_, err := references.Add(ctx, reference(0, group))
		acctest.Must(t, err)
	}
	corrected, err := references.List(ctx, acctest.Package(0), graph.ListOptions{})
	acctest.Must(t, err)
	want := []graph.Object{{ID: acctest.Group(3), DisplayName: "Group 3", JustMade: true}, {ID: acctest.Group(4), JustMade: true}}
	if !slices.Equal(corrected.All(), want) {
		t.Errorf("listed %v, want %v", corrected.All(), want)
	}
}
