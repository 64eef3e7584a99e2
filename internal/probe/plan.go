package probe

import (
	"fmt"
	"strings"
)

// Plan says what [Probe.Write] is about to do.
func (t TestObjects) Plan() string {
	var b strings.Builder
	fmt.Fprintf(&b, `About to write, on access package %s:

  1. make group %s incompatible, below its catalog %s (beta), and remove that
  2. the same by reference (v1.0)
  3. make it again, twice, and remove it, twice
  4. name a group that does not exist: %s
  5. make the access package incompatible with itself
`, t.AccessPackage, t.Group, t.Catalog, t.unknown())
	n := 5
	step := func(format string, values ...any) {
		n++
		fmt.Fprintf(&b, "  %d. "+format+"\n", append([]any{n}, values...)...)
	}
	if t.Microsoft365Group != "" {
		step("make Microsoft 365 group %s incompatible", t.Microsoft365Group)
	}
	if t.MailEnabledGroup != "" {
		step("make mail-enabled group %s incompatible", t.MailEnabledGroup)
	}
	if t.Assigned != "" {
		step("make group %s incompatible with access package %s, which someone has, and remove that. If the service refuses to remove it,\n"+
			"     the rule stays until the assignment ends", t.Group, t.Assigned)
	}
	b.WriteString("\nWhatever of this makes a rule is removed at once, and looked for again in the end, also after an interruption.\n")
	return b.String()
}
