package probe

import (
	"fmt"
	"strings"
)

// Plan says what [Probe.Write] is about to do.
func (t TestObjects) Plan() string {
	var b strings.Builder
	fmt.Fprintf(&b, `These changes are made and undone on access package %s:

  1. exclude group %s, on the route below catalog %s (beta), and remove the rule
  2. exclude the group by reference (v1.0), and remove the rule
  3. add the rule twice, and remove it twice
  4. try to exclude a group that doesn't exist: %s
  5. try to make the access package incompatible with itself
`, t.AccessPackage, t.Group, t.Catalog, t.unknown())
	n := 5
	step := func(format string, values ...any) {
		n++
		fmt.Fprintf(&b, "  %d. "+format+"\n", append([]any{n}, values...)...)
	}
	if t.Microsoft365Group != "" {
		step("exclude Microsoft 365 group %s, and remove the rule", t.Microsoft365Group)
	}
	if t.MailEnabledGroup != "" {
		step("exclude mail-enabled group %s, and remove the rule", t.MailEnabledGroup)
	}
	if t.Assigned != "" {
		step(
			"exclude group %s from access package %s, which someone holds, and remove the rule. If the service refuses to "+
				"remove it,\n     the rule stays until the assignment ends", t.Group, t.Assigned,
		)
	}
	b.WriteString(
		"\nelm-probe removes each rule right after adding it, also after an interruption. At the end, it checks that none " +
			"is left.\n",
	)
	return b.String()
}
