package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The registries group pages by subcategory. A page without one, or with a misspelled one, stands in a group of its
// own.
func TestPages_subcategory(t *testing.T) {
	t.Parallel()
	pages, err := filepath.Glob("../../docs/*/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatalf("no pages: %v", err)
	}
	constructs := regexp.MustCompile(`(?m)^subcategory: "(Rules|Audit)"$`)
	guides := regexp.MustCompile(`(?m)^subcategory: "(Getting started|Operate|Audit|Background)"$`)
	for _, page := range pages {
		want := constructs
		if filepath.Base(filepath.Dir(page)) == "guides" {
			want = guides
		}
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		if !want.Match(text) {
			t.Errorf("%s has no known subcategory", page)
		}
	}
}

// The provider's page lists every guide.
func TestPages_guides(t *testing.T) {
	t.Parallel()
	all, err := filepath.Glob("../../docs/guides/*.md")
	if err != nil || len(all) == 0 {
		t.Fatalf("no guides: %v", err)
	}
	text, err := os.ReadFile("../../docs/index.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, guide := range all {
		if !strings.Contains(string(text), "guides/"+filepath.Base(guide)+")") {
			t.Errorf("the provider's page does not link to %s", guide)
		}
	}
}
