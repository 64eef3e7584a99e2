package layout_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The pages that readers trust, and where on each the claims begin and end.
var trustPages = []struct{ path, from, to string }{
	{"SECURITY.md", "\n## Guarantees\n", "\n## No guarantee\n"},
	{"SECURITY.md", "\n## Dependencies\n", "\n## Verify a release\n"},
}

var (
	// A test that is named, with "_…" for all that begin so.
	testName = regexp.MustCompile(`\b(?:Test|Fuzz)\w+(?:…|\b)`)
	// A link to a file of the project.
	projectLink = regexp.MustCompile(`\[([^\]]+)\]\(([\w./-]+)(?:#[\w-]+)?\)`)
	declaration = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
)

// Every claim on a page of trust names what holds it, and that is where the page says.
func TestClaims(t *testing.T) {
	t.Parallel()
	project := os.DirFS("../../..")
	everywhere := declared(t, project, "internal")
	for _, page := range trustPages {
		text := between(t, project, page.path, page.from, page.to)
		claims := strings.Split(text, "\n* ")[1:]
		if len(claims) == 0 {
			t.Errorf("%s: no claims below %q", page.path, strings.TrimSpace(page.from))
		}
		for _, claim := range claims {
			title, _, _ := strings.Cut(strings.TrimPrefix(claim, "**"), "**")
			names := testName.FindAllString(claim, -1)
			if len(names) == 0 {
				t.Errorf("%s: %q names no test that holds it", page.path, title)
			}
			for _, name := range names {
				if !has(everywhere, name) {
					t.Errorf("%s: %q names %s, which is not there", page.path, title, name)
				}
			}
			for _, link := range projectLink.FindAllStringSubmatch(claim, -1) {
				names := testName.FindAllString(link[1], -1)
				there := declared(t, project, link[2])
				for _, name := range names {
					if !has(there, name) {
						t.Errorf("%s: %s is not in %s", page.path, name, link[2])
					}
				}
			}
		}
	}
}

// between is a part of a page.
func between(t *testing.T, project fs.FS, path, from, to string) string {
	t.Helper()
	text, err := fs.ReadFile(project, path)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, begins := strings.Cut(string(text), from)
	part, _, ends := strings.Cut(rest, to)
	if !begins || !ends {
		t.Fatalf("%s has no part between %q and %q", path, from, to)
	}
	return "\n" + part
}

// declared are the tests of a file, or of all below a folder.
func declared(t *testing.T, project fs.FS, root string) []string {
	t.Helper()
	var names []string
	if err := fs.WalkDir(project, strings.TrimSuffix(root, "/"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(project, path)
		for _, name := range declaration.FindAllSubmatch(text, -1) {
			names = append(names, string(name[1]))
		}
		return err
	}); err != nil {
		t.Errorf("%s: %v", root, err)
	}
	return names
}

// has reports whether one of the names is meant.
func has(names []string, meant string) bool {
	prefix, many := strings.CutSuffix(meant, "…")
	for _, name := range names {
		if name == meant || many && strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
