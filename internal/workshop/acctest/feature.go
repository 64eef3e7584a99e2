package acctest

import (
	"os/exec"
	"regexp"
	"strconv"
	"testing"
)

// Feature is something that not every CLI can do. The minor versions are those of 1.x that have it first; 0 is none so
// far.
type Feature struct {
	Name                string // as the documentation has it
	Terraform, OpenTofu int
}

// The features that tests, examples, modules and guides make use of.
var (
	Test             = Feature{"`terraform test`", 6, 6}
	Removed          = Feature{"`removed` blocks", 7, 7}
	Mocks            = Feature{"`mock_provider`", 7, 8}
	ImportInBulk     = Feature{"`for_each` in `import` blocks", 7, 7}
	Functions        = Feature{"Provider functions", 8, 7}
	MoveBetweenTypes = Feature{"`moved` from another provider's resource", 8, 12}
	CrossValidation  = Feature{"Validation of one variable against another", 9, 9}
	ImportByIdentity = Feature{"Import by resource identity", 12, 12}
	TestKeeps        = Feature{"`terraform test` that configures a `provider` block of the test file once", 13, 0}
	Query            = Feature{"`terraform query`", 14, 0}
)

// Has reports whether the CLI has a feature.
func (c *CLI) Has(t *testing.T, f Feature) bool {
	t.Helper()
	output, err := exec.CommandContext(t.Context(), c.command, "version").Output()
	if err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`^(Terraform|OpenTofu) v1\.(\d+)\.`).FindStringSubmatch(string(output))
	if version == nil {
		t.Fatalf("The command %s is neither Terraform 1.x nor OpenTofu 1.x:\n%s", c.command, output)
	}
	minor, err := strconv.Atoi(version[2])
	if err != nil {
		t.Fatal(err)
	}
	since := f.Terraform
	if version[1] == "OpenTofu" {
		since = f.OpenTofu
	}
	return since > 0 && minor >= since
}

// Needs skips a test that is about a feature where the CLI does not have it.
func (c *CLI) Needs(t *testing.T, f Feature) {
	t.Helper()
	if !c.Has(t, f) {
		t.Skipf("%s: this CLI is too old for it, or has it not at all.", f.Name)
	}
}
