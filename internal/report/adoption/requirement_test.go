package adoption_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/report/adoption"
)

// A folder can have one required_providers block, so the configuration has one only if the folder has none.
func TestRequirementIn(t *testing.T) {
	t.Parallel()
	const azuread, elm = `azuread = { source = "hashicorp/azuread" }`, `elm = { source = "entra-elm/elm" }`
	block := func(content string) string {
		return "terraform {\n  required_providers {\n    " + content + "\n  }\n}\n"
	}
	for name, c := range map[string]struct {
		file, content string
		want          adoption.Requirement
	}{
		"empty folder":         {"README.md", block(elm), adoption.AsBlock},
		"another block":        {"main.tf", "terraform {\n  required_version = \">= 1.8\"\n}\n", adoption.AsBlock},
		"comment":              {"main.tf", "# required_providers {\n", adoption.AsBlock},
		"another provider":     {"main.tf", block(azuread), adoption.AsComment},
		"this provider":        {"main.tf", block(azuread + "\n    " + elm), adoption.Omitted},
		"this provider, JSON":  {"main.tf.json", `{"terraform":{"required_providers":{"elm":{"source":"entra-elm/elm"}}}}`, adoption.Omitted},
		"OpenTofu":             {"main.tofu", block(elm), adoption.Omitted},
		"another file in JSON": {"data.json", `{"terraform":{"required_providers":{}}}`, adoption.AsBlock},
		"hidden file":          {".old.tf", block(elm), adoption.AsBlock},
		"broken file":          {"main.tf", "terraform {", adoption.AsBlock},
	} {
		folder := t.TempDir()
		if err := os.WriteFile(filepath.Join(folder, c.file), []byte(c.content), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := adoption.RequirementIn(folder); got != c.want || err != nil {
			t.Errorf("%s: got %d, %v; want %d", name, got, err, c.want)
		}
	}
	if _, err := adoption.RequirementIn(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a folder that doesn't exist needs a block")
	}
}

// The configuration has the block, or says how to add the provider, or needs neither.
func TestConfiguration_requirement(t *testing.T) {
	t.Parallel()
	for requirement, want := range map[adoption.Requirement][2]bool{
		adoption.AsBlock: {true, false}, adoption.AsComment: {false, true}, adoption.Omitted: {false, false},
	} {
		text := adoption.Configuration(named("Pay"), true, requirement)
		got := [2]bool{
			slices.Contains(blocks(t, text), "terraform "), strings.Contains(string(text), "# Add elm to the required_providers block"),
		}
		if got != want {
			t.Errorf("%d: block and comment are %t, want %t:\n%s", requirement, got, want, text)
		}
	}
}
