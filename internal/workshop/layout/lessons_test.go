package layout_test

import (
	"io/fs"
	"os"
	"regexp"
	"testing"
)

// Tests that CONTRIBUTING.md names are there. A test that gets another name would leave its lesson without a proof.
func TestLessons(t *testing.T) {
	t.Parallel()
	project := os.DirFS("../../..")
	page, err := fs.ReadFile(project, "CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`(Test\\w+)`").FindAllSubmatch(page, -1)
	if len(named) == 0 {
		t.Error("no test is named")
	}
	there := declared(t, project, "internal")
	for _, name := range named {
		if !has(there, string(name[1])) {
			t.Errorf("there is no %s", name[1])
		}
	}
}
