package system_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// One rule and one set: what happens to a state whose access package is not there.
func bothResources() string {
	return single("one", 0) + strings.Replace(set("all", 1), acctest.Package(0), acctest.Package(1), 1)
}

// A package that answers 404 once, seconds after the rule was made, has not gone: the 404 is waited out.
func TestAccGone_notYetReplicated(t *testing.T) {
	t.Parallel()
	for _, command := range [][]string{{"plan", "-detailed-exitcode"}, {"apply", "-refresh-only", "-auto-approve"}} {
		t.Run(strings.Join(command, " "), func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
			cli.Write(t, s.Provider()+bothResources())
			cli.Must(t, 0, "apply", "-auto-approve")
			s.Inject(emulator.Fault{Method: http.MethodGet, Path: "/incompatible", Status: 404, Code: "ResourceNotFound", Times: 2})
			cli.Must(t, 0, command...)
			cli.Must(t, 0, "plan", "-detailed-exitcode")
		})
	}
}

// A 404 that does not say what is missing removes nothing from the state.
func TestAccGone_unknownCode(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
	cli.Write(t, s.Provider()+bothResources())
	cli.Must(t, 0, "apply", "-auto-approve")
	for _, code := range []string{"UnknownError", "NotFound", "TenantNotFound"} {
		s.Inject(emulator.Fault{Method: http.MethodGet, Path: "/incompatible", Status: 404, Code: code})
		if output := cli.Must(t, 1, "apply", "-refresh-only", "-auto-approve"); strings.Contains(output, "No access package found") {
			t.Errorf("404 %q counts as gone:\n%s", code, output)
		}
		s.ClearFaults()
	}
	cli.Must(t, 0, "plan", "-detailed-exitcode")
}

// When no access package of the state is there, one warning names the tenant.
func TestAccGone_wrongTenant(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	cli := acctest.NewCLI(t)
	cli.Write(t, s.Provider()+bothResources())
	cli.Must(t, 0, "apply", "-auto-approve")
	other := acctest.Start(t, emulator.Options{})
	for i := range 2 {
		acctest.Must(t, other.Tenant().DeleteAccessPackage(acctest.Package(i)))
	}
	cli.Write(t, other.Provider()+bothResources())
	clock := acctest.NewClock() // the rules were made long ago
	clock.Shift(1 << 40)
	late := acctest.NewCLI(t, acctest.Options(clock, nil)...)
	late.Dir = cli.Dir
	output := late.Must(t, 0, "plan")
	if n := strings.Count(output, "Warning: No access package found"); n != 1 {
		t.Errorf("%d warnings:\n%s", n, output)
	}
	if !strings.Contains(strings.Join(strings.Fields(output), " "), "tenant "+acctest.TenantID) {
		t.Errorf("the tenant is not named:\n%s", output)
	}
}

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

// An id that is known only after apply hides that a rule is replaced by itself. It is removed and made again, and in force afterwards.
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
