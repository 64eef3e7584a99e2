package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
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
