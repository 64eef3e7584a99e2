package layout_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"
)

// Tests that CONTRIBUTING.md names are there. A test that gets another name would leave its lesson without a proof.
func TestLessons(t *testing.T) {
	t.Parallel()
	project := os.DirFS("../..")
	page, err := fs.ReadFile(project, "CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	missing := map[string]bool{}
	for _, name := range regexp.MustCompile("`(Test\\w+)`").FindAllSubmatch(page, -1) {
		missing[string(name[1])] = true
	}
	if len(missing) == 0 {
		t.Error("no test is named")
	}
	declaration := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	if err := fs.WalkDir(project, "internal", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := fs.ReadFile(project, path)
		for _, name := range declaration.FindAllSubmatch(text, -1) {
			delete(missing, string(name[1]))
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for name := range missing {
		t.Errorf("there is no %s", name)
	}
}
