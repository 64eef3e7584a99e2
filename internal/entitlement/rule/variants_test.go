package rule_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// The life of a rule on every service that there may be: made, imported, replaced and removed.
func TestRule_everyVariant(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		k.Variants(t, func(t *testing.T, options emulator.Options, apiVersion string) {
			t.Helper()
			options.PageSize = 2
			s := acctest.Start(t, options)
			inPlace := func(targets ...string) {
				t.Helper()
				acctest.Must(t, k.IsInPlace(s, acctest.Package(0), targets...)(nil))
			}
			h := acctest.NewHost(t, s, k.Resource, apiVersion)
			given := func(i int) map[string]any {
				return map[string]any{"catalog_id": acctest.CatalogID, "access_package_id": acctest.Package(0), k.Target: k.TargetID(i)}
			}
			apply(t, h, given(0))
			inPlace(k.TargetID(0))
			want := map[string]string{
				"id": k.ImportID(0), "catalog_id": acctest.CatalogID, "access_package_id": acctest.Package(0), k.Target: k.TargetID(0),
			}
			if got := h.State(t); !maps.Equal(got, want) {
				t.Errorf("made %v", got)
			}
			for _, id := range []string{k.ImportID(0), acctest.CatalogID + "/" + k.ImportID(0)} {
				another := acctest.NewHost(t, s, k.Resource, apiVersion)
				another.Import(t, id)
				if got := another.State(t); !maps.Equal(got, want) {
					t.Errorf("%s is imported as %v", id, got)
				}
			}
			apply(t, h, given(1))
			inPlace(k.TargetID(1))
			apply(t, h, nil)
			inPlace()
		})
	})
}

// The catalog is checked on every route, and a new one writes nothing.
func TestRule_catalogOnEveryVariant(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		k.Variants(t, func(t *testing.T, options emulator.Options, apiVersion string) {
			t.Helper()
			s := acctest.Start(t, options)
			h := acctest.NewHost(t, s, k.Resource, apiVersion)
			right := map[string]any{"catalog_id": acctest.CatalogID, "access_package_id": acctest.Package(0), k.Target: k.TargetID(0)}
			wrong := maps.Clone(right)
			wrong["catalog_id"] = acctest.OtherCatalogID
			refused := func() {
				t.Helper()
				problems := h.Apply(t, wrong)
				if len(problems) != 1 || !strings.Contains(problems[0], "Access package is in another catalog") || !strings.Contains(problems[0], acctest.CatalogID) {
					t.Errorf("got %q", problems)
				}
			}
			refused()
			apply(t, h, right)
			s.ResetJournal()
			refused()
			acctest.Must(t, s.Tenant().MoveAccessPackage(acctest.Package(0), acctest.OtherCatalogID))
			apply(t, h, wrong)
			if s.Writes() != 0 || h.State(t)["catalog_id"] != acctest.OtherCatalogID {
				t.Errorf("%d writes for a package that moved to %s", s.Writes(), h.State(t)["catalog_id"])
			}
		})
	})
}

// apply has to do without errors.
func apply(t *testing.T, h *acctest.Host, given map[string]any) {
	t.Helper()
	if problems := h.Apply(t, given); len(problems) > 0 {
		t.Fatal(problems)
	}
}
