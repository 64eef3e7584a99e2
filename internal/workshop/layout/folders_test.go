package layout_test

import (
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
)

// mostFiles is the largest number of Go files in a folder that stays easy to survey. Tests and doc.go do not count, and
// variants of a file for several systems count once.
const mostFiles = 16

// A folder is small enough to be taken in at a glance, and a file's name says more than its folder's.
func TestFolders(t *testing.T) {
	t.Parallel()
	files := map[string]int{}
	err := fs.WalkDir(os.DirFS("../.."), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(name) != ".go" {
			return err
		}
		folder, file := path.Split(name)
		base := strings.TrimSuffix(strings.TrimSuffix(file, ".go"), "_test")
		if slices.Contains(strings.Split(base, "_"), path.Base(folder)) {
			t.Errorf("%s repeats its folder's name", name)
		}
		if !strings.HasSuffix(file, "_test.go") && file != "doc.go" && !strings.HasSuffix(base, "_windows") {
			files[folder]++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for folder, count := range files {
		if count > mostFiles {
			t.Errorf("internal/%s has %d files", folder, count)
		}
	}
}
