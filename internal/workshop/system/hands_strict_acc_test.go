package system_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// With adopt_existing = false, other people's rules stay, even if the run releases rules of its own.
func TestAccStrict_foreignRules(t *testing.T) {
	t.Parallel()
	elsewhere := func(config string) string { return strings.ReplaceAll(config, acctest.Package(0), acctest.Package(1)) }
	for name, after := range map[string]string{"single": elsewhere(single("new", 1)), "set": elsewhere(set("new", 2))} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(1), acctest.Group(1)))
			cli := acctest.NewCLI(t)
			cli.Write(t, s.Provider("adopt_existing = false")+single("one", 0))
			cli.Must(t, 0, "apply", "-auto-approve")
			cli.Write(t, s.Provider("adopt_existing = false")+after)
			if output := cli.Must(t, 0, "plan"); !strings.Contains(output, "exist") || !strings.Contains(output, "already") {
				t.Errorf("the plan does not tell:\n%s", output)
			}
			if output := cli.Must(t, 1, "apply", "-auto-approve"); !strings.Contains(output, "already") {
				t.Errorf("the apply does not tell:\n%s", output)
			}
			if got := s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(1)); !slices.Equal(got, []string{acctest.Group(1)}) {
				t.Errorf("the other people's package holds %v", got)
			}
		})
	}
}

// A rule of other people that looks like a moving one is adopted with a warning.
func TestAccStrict_takenForOwn(t *testing.T) {
	t.Parallel()
	for _, duplicate := range []int{http.StatusNoContent, http.StatusBadRequest} {
		t.Run(fmt.Sprint(duplicate), func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{DuplicateLink: duplicate})
			cli := acctest.NewCLI(t)
			cli.Write(t, s.Provider("adopt_existing = false")+single("one", 0))
			cli.Must(t, 0, "apply", "-auto-approve")
			acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(1)))
			cli.Write(t, s.Provider("adopt_existing = false")+single("one", 1))
			if output := cli.Must(t, 0, "apply", "-auto-approve"); !strings.Contains(output, "Existing rules adopted on") {
				t.Errorf("adopted silently:\n%s", output)
			}
		})
	}
}

// Without a refresh, it is unknown which address keeps a rule of two: the plan fails, or the rule stays.
func TestAccHandover_deposedWithoutRefresh(t *testing.T) {
	t.Parallel()
	const first = "lifecycle {\n    create_before_destroy = true\n  }"
	broken := func(trigger, command string) string {
		return fmt.Sprintf(`
resource "terraform_data" "dependent" {
  input            = elm_access_package_incompatible_group.one.id
  triggers_replace = %q

  provisioner "local-exec" {
    command = %q
  }
}
`, trigger, command)
	}
	for _, parallelism := range []string{"1", "10"} {
		t.Run(parallelism, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			cli := acctest.NewCLI(t)
			cli.Write(t, s.Provider()+single("one", 0, first)+broken("a", "true"))
			cli.Must(t, 0, "apply", "-auto-approve")
			cli.Write(t, s.Provider()+single("one", 0, first)+broken("b", "false"))
			cli.Must(t, 1, "apply", "-auto-approve", "-replace=elm_access_package_incompatible_group.one")
			cli.Write(t, s.Provider()+single("one", 0, first)+broken("b", "true"))
			if result := cli.Run(t, "apply", "-auto-approve", "-refresh=false", "-parallelism="+parallelism); result.ExitCode == 0 {
				t.Logf("it was not refused:\n%s", result.Output)
			} else if !strings.Contains(result.Output, "Rule could be lost without a refresh") {
				t.Errorf("it fails for another reason:\n%s", result.Output)
			}
			if got := s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0)); !slices.Equal(got, []string{acctest.Group(0)}) {
				t.Errorf("the service holds %v", got)
			}
			cli.Must(t, 0, "apply", "-auto-approve")
			cli.Must(t, 0, "plan", "-detailed-exitcode")
		})
	}
}

// The create of the new resource fails. The rule stays in force, and the next apply finishes the move.
func TestAccHandover_failedTakeover(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	cli := acctest.NewCLI(t)
	cli.Write(t, s.Provider()+single("one", 0))
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Write(t, s.Provider()+single("new", 0))
	s.Inject(emulator.Fault{Method: http.MethodPost, Path: "/incompatibleGroups", Status: 403, Code: "UnAuthorized"})
	s.Inject(emulator.Fault{Method: http.MethodGet, Path: "/incompatibleGroups", Status: 403, Code: "UnAuthorized", Skip: 1})
	output := cli.Must(t, 1, "apply", "-auto-approve")
	s.ClearFaults()
	if got := s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0)); !slices.Equal(got, []string{acctest.Group(0)}) {
		t.Errorf("the service holds %v:\n%s", got, output)
	}
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Must(t, 0, "plan", "-detailed-exitcode")
}
