package acctest

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The table of what each CLI can do is what tests go by when they skip.
func TestFeatures(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../templates/index.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	since := func(minor int) string {
		if minor == 0 {
			return ""
		}
		return fmt.Sprintf(" 1.%d", minor)
	}
	for _, f := range []Feature{Test, Removed, ImportInBulk, Functions, MoveBetweenTypes, CrossValidation, ImportByIdentity, Query} {
		if row := fmt.Sprintf("\n| %s |%s |%s |\n", f.Name, since(f.Terraform), since(f.OpenTofu)); !strings.Contains(string(page), row) {
			t.Errorf("the documentation lacks %s", row)
		}
	}
}
