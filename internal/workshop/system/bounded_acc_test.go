package system_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A thousand rules of a set stay, move, or are adopted. Each warning names ten of them and counts the rest.
func TestAccBounded_thousandRules(t *testing.T) {
	t.Parallel()
	const many, named = 1000, 10
	s := acctest.Start(t, emulator.Options{PageSize: 500})
	groups := make([]int, many)
	for i := range groups {
		groups[i] = 1000 + i
		acctest.Must(t, s.Tenant().AddGroup(emulator.Group{ID: acctest.Group(groups[i]), DisplayName: fmt.Sprintf("Group %d", groups[i]), SecurityEnabled: true}))
		acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(groups[i])))
	}
	cli := acctest.NewCLI(t)
	warns := func(title string, rules int, command ...string) {
		t.Helper()
		output := cli.Must(t, 0, command...)
		_, warning, found := strings.Cut(output, "Warning: "+title)
		lines, more := strings.Count(output, "- group "), fmt.Sprintf("- and %d more", rules-named)
		if !found || lines != named || !strings.Contains(warning, more) {
			t.Errorf("%d rules in the warning %q:\n%.2000s", lines, title, warning)
		}
	}
	cli.Write(t, s.Provider()+set("old", groups...))
	warns("Existing rules adopted on", many, "apply", "-auto-approve")
	cli.Write(t, s.Provider()+set("new", groups...)+importSet("new"))
	warns("Rules stay on", many, "plan")
	cli.Write(t, s.Provider()+set("new", groups[:1]...))
	warns("Existing rules stay on", many-1, "plan", "-target=elm_access_package_separation_of_duties.new")
}
