package layout_test

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// Decisions are numbered without a gap and stand in one place, so that one can be named by its number.
func TestDecisions(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../DESIGN.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(text), "\n## Decisions\n")
	if !found {
		t.Fatal("DESIGN.md has no decisions")
	}
	section, _, _ := strings.Cut(after, "\n## ")
	numbered := regexp.MustCompile(`(?m)^(\d+)\. \*\*`)
	decisions := numbered.FindAllStringSubmatch(section, -1)
	for i, decision := range decisions {
		if decision[1] != strconv.Itoa(i+1) {
			t.Fatalf("decision %s stands where %d belongs", decision[1], i+1)
		}
	}
	if all := numbered.FindAllString(string(text), -1); len(all) != len(decisions) {
		t.Errorf("%d decisions stand outside their section", len(all)-len(decisions))
	}
}
