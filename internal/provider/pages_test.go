package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The registries group the pages of constructs by subcategory; a page without one stands apart from the rest.
func TestPages_subcategory(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob("../../docs/*/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	subcategory := regexp.MustCompile(`(?m)^subcategory: "(Rules|Audit)"$`)
	for _, page := range pages {
		if filepath.Base(filepath.Dir(page)) == "guides" {
			continue
		}
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		if !subcategory.Match(text) {
			t.Errorf("%s has no subcategory", page)
		}
	}
}

// Whoever begins with README or with the provider's page finds every guide there, by what it is for.
func TestPages_guides(t *testing.T) {
	t.Parallel()
	all, err := filepath.Glob("../../docs/guides/*.md")
	if err != nil || len(all) == 0 {
		t.Fatalf("no guides: %v", err)
	}
	for _, page := range []string{"../../README.md", "../../docs/index.md"} {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, guide := range all {
			if !strings.Contains(string(text), "guides/"+filepath.Base(guide)+")") {
				t.Errorf("%s does not lead to %s", page, guide)
			}
		}
	}
}
