package acctest

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The table of what each CLI can do is what tests go by when they skip. It lists only what some supported version
// lacks.
func TestFeatures(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../../templates/index.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	since := func(version string) string {
		if version == "1.0" {
			return ""
		}
		return " " + version
	}
	// of OpenTofu, where its minor version lacked the feature at first
	patches := map[Feature]string{MoveBetweenTypes: ".4"}
	for _, f := range []Feature{Test, Removed, ImportInBulk, Functions, MoveBetweenTypes, CrossValidation, ImportByIdentity, Query} {
		row := fmt.Sprintf("\n| %s |%s |%s |\n", f.Name, since(fmt.Sprintf("1.%d", f.Terraform)), since(fmt.Sprintf("1.%d%s", f.OpenTofu, patches[f])))
		everywhere := f.Terraform <= 8 && 0 < f.OpenTofu && f.OpenTofu <= 12 && patches[f] == "" // in all supported versions
		switch {
		case everywhere && strings.Contains(string(page), "\n| "+f.Name+" |"):
			t.Errorf("the documentation lists %s, which every supported version has", f.Name)
		case !everywhere && !strings.Contains(string(page), row):
			t.Errorf("the documentation lacks %s", row)
		}
	}
}
