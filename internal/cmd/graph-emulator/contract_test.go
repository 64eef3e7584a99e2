package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// A contract says how the tenant answers; other flags have the last word.
func TestContract(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "contract.json")
	text := `{"format": 1, "about": "", "unconfirmed": [], "contract": {"dialect": "published", "pageSize": 3, "answers": {"duplicateLink": {"status": 409}}}}`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		args     []string
		dialect  emulator.Dialect
		pageSize int
		second   int // answer to adding a rule that is there
	}{
		"none":        {nil, "", 0, 0},
		"contract":    {[]string{"-contract", file}, emulator.DialectPublished, 3, 409},
		"other flags": {[]string{"-contract", file, "-dialect", "document", "-page-size", "7"}, emulator.DialectDocument, 7, 409},
	} {
		s, err := parse(test.args, os.Stderr)
		if err != nil {
			t.Fatal(err)
		}
		o, err := s.options()
		if err != nil || o.Dialect != test.dialect || o.PageSize != test.pageSize || o.DuplicateLink != test.second {
			t.Errorf("%s: %+v, %v", name, o, err)
		}
	}
}
