package tenant

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
)

// A name stands for one access package or for none: near-twins are ambiguous, whatever makes them look alike.
func TestFindNames(t *testing.T) {
	t.Parallel()
	type access struct{ catalog, name string }
	for title, test := range map[string]struct {
		packages          []access
		byName, ambiguous string
		byCatalog         string
	}{
		"unique":              {[]access{{"F", "A"}, {"F", "B"}}, "[A B]", "[]", "[F/A F/B]"},
		"same name":           {[]access{{"F", "A"}, {"F", "A"}}, "[]", "[A]", "[]"},
		"in two catalogs":     {[]access{{"F", "A"}, {"G", "A"}}, "[]", "[A]", "[F/A G/A]"},
		"in catalog twins":    {[]access{{"Fin", "A"}, {"FIN", "A"}}, "[]", "[A]", "[]"},
		"case":                {[]access{{"F", "Approve"}, {"F", "approve"}, {"F", "B"}}, "[B]", "[Approve approve]", "[F/B]"},
		"Greek final sigma":   {[]access{{"F", "ΟΔΟΣ"}, {"F", "οδος"}}, "[]", "[ΟΔΟΣ οδος]", "[]"},
		"composed":            {[]access{{"F", "Gehälter"}, {"F", "Geha\u0308lter"}}, "[]", "[Gehälter]", "[]"},
		"composed alone":      {[]access{{"F", "Geha\u0308lter"}}, "[Gehälter]", "[]", "[F/Gehälter]"},
		"spaces":              {[]access{{"F", "A B"}, {"F", "A  B "}}, "[]", "[A  B  A B]", "[]"},
		"no-break space":      {[]access{{"F", "A B"}, {"F", "A\u00a0B"}}, "[]", "[A B A\u00a0B]", "[]"},
		"dashes":              {[]access{{"F", "A - B"}, {"F", "A – B"}, {"F", "A \u2011 B"}}, "[]", "[A - B A ‑ B A – B]", "[]"},
		"zero-width":          {[]access{{"F", "AB"}, {"F", "A\u200bB"}}, "[]", "[AB A\u200bB]", "[]"},
		"full-width":          {[]access{{"F", "A1"}, {"F", "Ａ１"}}, "[]", "[A1 Ａ１]", "[]"},
		"no name":             {[]access{{"F", ""}, {"F", ""}, {"", "A"}}, "[A]", "[]", "[]"},
		"characters of files": {[]access{{"R&D", `a "b" | c [d], e; f`}, {"R&D", "ß"}, {"R&D", "ss"}}, `[a "b" | c [d], e; f ss ß]`, "[]", `[R&D/a "b" | c [d], e; f R&D/ss R&D/ß]`},
	} {
		t.Run(title, func(t *testing.T) {
			t.Parallel()
			var packages []graph.AccessPackage
			for i, p := range test.packages {
				packages = append(packages, graph.AccessPackage{ID: fmt.Sprint(i), DisplayName: p.name, CatalogName: p.catalog})
			}
			found := findNames(packages)
			var byCatalog []string
			for catalog, names := range found.inCatalog {
				for name := range names {
					byCatalog = append(byCatalog, catalog+"/"+name)
				}
			}
			slices.Sort(byCatalog)
			for _, c := range []struct{ what, got, want string }{
				{"by name", fmt.Sprint(slices.Sorted(maps.Keys(found.unique))), test.byName},
				{"ambiguous", fmt.Sprint(slices.Sorted(maps.Keys(found.ambiguous))), test.ambiguous},
				{"by catalog", fmt.Sprint(byCatalog), test.byCatalog},
			} {
				if c.got != c.want {
					t.Errorf("%s: got %q, want %q", c.what, c.got, c.want)
				}
			}
			for name, twins := range found.ambiguous {
				if len(twins) != len(test.packages) && len(twins) < 2 {
					t.Errorf("%q may stand for %v", name, twins)
				}
			}
		})
	}
}
