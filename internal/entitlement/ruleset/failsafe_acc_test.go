package ruleset_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// commands runs a CLI in a folder with this configuration, by a clock of the test's own.
func commands(t *testing.T, s *acctest.Service, config string, arguments ...string) *acctest.CLI {
	t.Helper()
	cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
	cli.Write(t, s.Provider(arguments...)+config)
	return cli
}

func says(t *testing.T, output string, texts ...string) {
	t.Helper()
	flat := strings.Join(strings.Fields(strings.NewReplacer("│", " ", "╷", " ", "╵", " ").Replace(output)), " ")
	for _, text := range texts {
		if !strings.Contains(flat, text) {
			t.Errorf("the output does not say %q:\n%s", text, output)
		}
	}
}

// What replaces another rule is refused: the other one stays.
func TestAccSet_refusedReplacement(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	cli := commands(t, s, setConfig(acctest.Groups(0), nil))
	cli.Must(t, 0, "apply", "-auto-approve")
	s.Inject(emulator.Fault{Method: http.MethodPost, Path: "/incompatibleGroups", Status: 403, Code: "UnAuthorized"})
	cli.Write(t, s.Provider()+setConfig(acctest.Groups(1), nil))
	s.ResetJournal()
	says(t, cli.Must(t, 1, "apply", "-auto-approve"), "Not removed:", "Left in place, because not every rule could be added")
	if n := s.Requests(http.MethodDelete, ""); n != 0 {
		t.Errorf("%d rules were removed while an addition had failed", n)
	}
	acctest.Must(t, holds(s, acctest.Groups(0), nil)(nil))
	s.ClearFaults()
	cli.Must(t, 0, "apply", "-auto-approve")
	acctest.Must(t, holds(s, acctest.Groups(1), nil)(nil))
}

// The first apply over rules that others made tells in the plan what it does to them; when it fails, it has removed none.
func TestAccSet_firstApplyOverOthers(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	haveRules(t, s, emulator.IncompatibleGroups, acctest.Groups(0, 1, 2, 3)...)
	cli := commands(t, s, setConfig(acctest.Groups(2, 3, 4), nil))
	says(t, cli.Must(t, 0, "plan"), "Existing rules taken over", "Applying removes 2 of them and takes over 2.", acctest.Group(0), acctest.Group(1))
	s.Inject(emulator.Fault{Method: http.MethodPost, Path: "/incompatibleGroups", Status: 403, Code: "UnAuthorized"})
	cli.Must(t, 1, "apply", "-auto-approve")
	acctest.Must(t, holds(s, acctest.Groups(0, 1, 2, 3), nil)(nil))
	s.ClearFaults()
	cli.Must(t, 0, "apply", "-auto-approve")
	acctest.Must(t, holds(s, acctest.Groups(2, 3, 4), nil)(nil))
	s.Inject(emulator.Fault{Method: http.MethodGet, Path: "/incompatibleAccessPackages", Status: 403, Code: "UnAuthorized"})
	cli.Write(t, s.Provider()+setConfig(acctest.Groups(2, 3, 4), acctest.Packages(5)))
	says(t, cli.Must(t, 0, "plan"), "Existing rules may be taken over", "cannot be read while planning")
}

// What goes is told in the plan, too: by a set that shrinks and one that is destroyed.
func TestAccSet_removalsAreTold(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	cli := commands(t, s, setConfig(acctest.Groups(0, 1), nil))
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Write(t, s.Provider()+setConfig(acctest.Groups(0), nil))
	says(t, cli.Must(t, 0, "plan"), "Rules in force are removed", "Removed: group Group 1 ("+acctest.Group(1)+")")
	says(t, cli.Must(t, 0, "plan", "-destroy"), "Rules in force are removed", acctest.Group(0)+", "+acctest.Group(1))
}

// An id that is not known while planning may be that of a rule that is in force: such a rule is not said to go.
func TestAccSet_unknownMayStay(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	haveRules(t, s, emulator.IncompatibleGroups, acctest.Groups(0, 1, 2)...)
	config := func(unknown string) string {
		return fmt.Sprintf("resource \"terraform_data\" \"group\" {\n  input = %q\n}\n", unknown) +
			setConfig(nil, nil, fmt.Sprintf("incompatible_group_ids = [%q, terraform_data.group.output]", acctest.Group(2)))
	}
	plan := func(cli *acctest.CLI, texts ...string) {
		t.Helper()
		output := cli.Must(t, 0, "plan")
		says(t, output, texts...)
		for _, certain := range []string{"Applying removes", "are removed", "  - Removed"} {
			if strings.Contains(output, certain) {
				t.Errorf("the plan is certain of %q:\n%s", certain, output)
			}
		}
	}
	cli := commands(t, s, config(acctest.Group(1)))
	plan(cli, "Applying may remove 2 of them and takes over 1.", "May be removed, for not all ids of the set are known yet: group Group 0 ("+acctest.Group(0)+"), Group 1")
	cli.Must(t, 0, "apply", "-auto-approve")
	acctest.Must(t, holds(s, acctest.Groups(1, 2), nil)(nil))

	cli.Write(t, s.Provider()+config(acctest.Group(3)))
	plan(cli, "Rules in force may be removed", "May be removed, for not all ids of the set are known yet: group Group 1 ("+acctest.Group(1)+")")
	cli.Must(t, 0, "apply", "-auto-approve")
	acctest.Must(t, holds(s, acctest.Groups(2, 3), nil)(nil))
}

// A destroy of which nothing came does not say that the others are removed.
func TestAccSet_destroyRefused(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	cli := commands(t, s, setConfig(acctest.Groups(0, 1), nil))
	cli.Must(t, 0, "apply", "-auto-approve")
	s.Inject(emulator.Fault{Method: http.MethodDelete, Path: "/incompatibleGroups", Status: 403, Code: "UnAuthorized"})
	output := cli.Must(t, 1, "destroy", "-auto-approve")
	says(t, output, "Destroy again to do the rest.")
	if strings.Contains(output, "The others are removed") {
		t.Errorf("nothing was removed:\n%s", output)
	}
	acctest.Must(t, holds(s, acctest.Groups(0, 1), nil)(nil))
	s.ClearFaults()
	s.Inject(emulator.Fault{Method: http.MethodDelete, Path: acctest.Group(1), Status: 400})
	says(t, cli.Must(t, 1, "destroy", "-auto-approve"), "The others are removed. Destroy again to do the rest.")
	acctest.Must(t, holds(s, acctest.Groups(1), nil)(nil))
}
