package reliability_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write what the tests find out into README.md")

const (
	page       = "README.md"
	tableStart = "<!-- The table is written by `go test ./internal/workshop/reliability -run TestAccMatrix -update`. -->\n"
	tableEnd   = "<!-- End of the table. -->\n"
)

// checkTable compares README.md with the outcomes. A run of only some cells checks nothing.
func checkTable(t *testing.T, outcomes map[string]string) {
	t.Helper()
	if t.Failed() || len(outcomes) != len(faults())*len(operations()) {
		return
	}
	content, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, start := strings.Cut(string(content), tableStart)
	_, after, end := strings.Cut(rest, tableEnd)
	if !start || !end {
		t.Fatalf("%s lacks the marks between which the table is", page)
	}
	want := before + tableStart + table(outcomes) + tableEnd + after
	switch {
	case want == string(content):
	case *update:
		if err := os.WriteFile(page, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s differs from the outcomes. Run the test with -update and review the difference. The table is now:\n%s", page, table(outcomes))
	}
}

func table(outcomes map[string]string) string {
	var b strings.Builder
	b.WriteString("\n| Fault |")
	for _, op := range operations() {
		fmt.Fprintf(&b, " %s |", op.name)
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(operations())) + "\n")
	for _, f := range faults() {
		fmt.Fprintf(&b, "| %s |", f.name)
		for _, op := range operations() {
			fmt.Fprintf(&b, " %s |", outcomes[f.name+"/"+op.name])
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
	return b.String()
}
