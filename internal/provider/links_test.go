package provider_test

import (
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const root = "../.."

var (
	fenced  = regexp.MustCompile("(?ms)^```.*?^```")
	inline  = regexp.MustCompile("`[^`\n]*`")
	target  = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading = regexp.MustCompile(`(?m)^#{1,6} (.+)$`)
	anchor  = regexp.MustCompile(`<a id="([^"]+)">`)
	noSlug  = regexp.MustCompile(`[^\p{L}\p{N} _-]`)
)

// Every link in README, documentation and examples leads to a file, and to a heading in it, that is there. Other sites
// are not asked.
func TestLinks(t *testing.T) {
	t.Parallel()
	pages := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch name := entry.Name(); {
		case entry.IsDir() && (name == ".git" || name == ".terraform" || name == "bin" || name == "dist" || name == "templates" || name == "testdata"):
			return filepath.SkipDir
		case filepath.Ext(name) == ".md":
			pages++
			checkLinks(t, path)
		}
		return nil
	})
	if err != nil || pages == 0 {
		t.Fatalf("%d pages, %v", pages, err)
	}
}

func checkLinks(t *testing.T, page string) {
	t.Helper()
	for _, match := range target.FindAllStringSubmatch(prose(t, page), -1) {
		link, err := url.Parse(match[1])
		switch {
		case err != nil:
			t.Errorf("%s: %v", page, err)
		case link.IsAbs():
			if link.Scheme != "https" || link.Host == "" {
				t.Errorf("%s: %s is no https address", page, link)
			}
		default:
			file := page
			if link.Path != "" {
				file = filepath.Join(filepath.Dir(page), link.Path)
			}
			if _, err := os.Stat(file); err != nil {
				t.Errorf("%s: %v", page, err)
			} else if link.Fragment != "" && !hasAnchor(t, file, link.Fragment) {
				t.Errorf("%s: %s has no heading %q", page, file, link.Fragment)
			}
		}
	}
}

// prose is a page without its code.
func prose(t *testing.T, page string) string {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	return inline.ReplaceAllString(fenced.ReplaceAllString(string(text), ""), "")
}

// hasAnchor knows the ids that GitHub and the registries give to headings.
func hasAnchor(t *testing.T, page, want string) bool {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	content := fenced.ReplaceAllString(string(text), "")
	for _, match := range heading.FindAllStringSubmatch(content, -1) {
		if strings.ReplaceAll(noSlug.ReplaceAllString(strings.ToLower(match[1]), ""), " ", "-") == want {
			return true
		}
	}
	for _, match := range anchor.FindAllStringSubmatch(content, -1) {
		if match[1] == want {
			return true
		}
	}
	return false
}
