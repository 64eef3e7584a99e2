package system_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// A test file that configures the provider itself: newer hosts configure it once for all walks of all runs.
func TestAccTerraformTest_providerBlock(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	cli := acctest.NewCLI(t)
	cli.Write(t, fmt.Sprintf(`
variable "group_id" {
  default = %q
}
`, acctest.Group(0))+strings.Replace(single("one", 0), fmt.Sprintf("%q", acctest.Group(0)), "var.group_id", 1)+
		strings.Replace(set("all", 3), acctest.Package(0), acctest.Package(1), 1))
	cli.WriteFile(t, "rules.tftest.hcl", []byte(s.Provider()+fmt.Sprintf(`
run "made" {
}

run "planned_again" {
  command = plan
}

run "changed" {
  variables {
    group_id = %q
  }

  assert {
    condition     = elm_access_package_incompatible_group.one.group_id == %[1]q
    error_message = "The rule has not changed."
  }
}
`, acctest.Group(1))))
	output := cli.Must(t, 0, "test")
	if !strings.Contains(output, "3 passed, 0 failed") {
		t.Errorf("the tests did not all pass:\n%s", output)
	}
	for i := range 2 {
		if left := s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(i)); len(left) > 0 {
			t.Errorf("the tests left %v behind", left)
		}
	}
}

// Two modules of one test file share a rule that was just made. The teardown of one module removes the rule. If the
// host refreshes the other one, in a new process, that can't tell a removed rule from one that lists don't show yet: it
// waits until lists have had their time. A provider that the host keeps for all runs refuses the second rule.
func TestAccTerraformTest_sharedRule(t *testing.T) {
	t.Parallel()
	for name, inFile := range map[string]bool{"provider in the modules": false, "provider in the test file": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			clock := acctest.NewClock()
			cli := acctest.NewCLI(t, acctest.Options(clock, nil)...)
			inModules, inTest := s.Provider(), ""
			if inFile {
				inModules, inTest = inTest, inModules
			}
			cli.Write(t, inModules+single("one", 0))
			acctest.Must(t, os.Mkdir(filepath.Join(cli.Dir, "two"), 0o700))
			second := strings.Replace(string(cli.ReadFile(t, "main.tf")), `"one"`, `"two"`, 1)
			cli.WriteFile(t, "two/main.tf", []byte(second))
			cli.WriteFile(t, "rules.tftest.hcl", []byte(inTest+`
run "one" {}

run "two" {
  module {
    source = "./two"
  }
}
`))
			cli.Must(t, 0, "init")
			if inFile && cli.Has(t, acctest.TestKeeps) {
				if output := cli.Must(t, 1, "test"); !strings.Contains(output, "Error: Rule declared twice") {
					t.Errorf("the second rule isn't refused:\n%s", output)
				}
			} else if output := cli.Must(t, 0, "test"); !strings.Contains(output, "2 passed, 0 failed") {
				t.Errorf("the tests did not all pass:\n%s", output)
			}
			if left := s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0)); len(left) > 0 {
				t.Errorf("the test left %v behind", left)
			}
			longest := graph.VisibilityWindow
			if s.Requests(http.MethodDelete, "") == 2 { // the host destroys without a refresh, which has nothing to wait for
				longest = 0
			}
			if slept := clock.Slept(); slept > longest {
				t.Errorf("it waited %s, want %s at most", slept, longest)
			}
		})
	}
}

// The console evaluates the configuration and the state; nothing in them is declared twice.
func TestAccConsole(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	cli := acctest.NewCLI(t)
	cli.Write(t, s.Provider()+bothResources())
	cli.Must(t, 0, "apply", "-auto-approve")
	if output := cli.Must(t, 0, "console"); strings.Contains(output, "declared twice") {
		t.Error(output)
	}
}

// An id that is known only after apply hides that a rule is replaced by itself. It is removed and made again, and in
// force afterwards.
func TestAccHands_unknownUntilApply(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	cli := acctest.NewCLI(t)
	group := fmt.Sprintf("%q", acctest.Group(0))
	write := func(version int) {
		cli.Write(t, s.Provider()+fmt.Sprintf(`
resource "terraform_data" "group" {
  input            = %s
  triggers_replace = %d
}
`, group, version)+strings.Replace(single("one", 0), group, "terraform_data.group.output", 1))
	}
	write(1)
	cli.Must(t, 0, "apply", "-auto-approve")
	s.ResetJournal()
	write(2)
	cli.Must(t, 0, "apply", "-auto-approve")
	if removed := s.Requests(http.MethodDelete, "/incompatibleGroups/"); removed != 1 {
		t.Errorf("the rule was removed %d times", removed)
	}
	if got := fmt.Sprint(s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0))); got != "["+acctest.Group(0)+"]" {
		t.Errorf("the service holds %s", got)
	}
	cli.Must(t, 0, "plan", "-detailed-exitcode")
}
