package layout_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var station = regexp.MustCompile("(?m)^[0-9]+\\. `([^`]+\\.go)`")

// The files that the map lists for a create, a plan and a refusal exist.
func TestWays(t *testing.T) {
	t.Parallel()
	ways := strings.Split(house(t), "\n### How a ")[1:]
	if len(ways) != 3 {
		t.Fatalf("%d ways, want those of a create, a plan and a refusal", len(ways))
	}
	for _, way := range ways {
		name, _, _ := strings.Cut(way, "\n")
		stations := station.FindAllStringSubmatch(way, -1)
		if len(stations) == 0 || len(stations) > 7 {
			t.Errorf("%s: %d files; nobody keeps more than seven in mind", name, len(stations))
		}
		for _, file := range stations {
			if _, err := os.Stat(filepath.Join("../..", filepath.FromSlash(file[1]))); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
