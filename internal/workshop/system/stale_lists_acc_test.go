package system_test

import (
	"fmt"
	"net/http"
	"slices"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// stillListed starts a service whose lists still show two rules that an earlier run has removed.
func stillListed(t *testing.T) (*acctest.Service, *acctest.CLI) {
	t.Helper()
	s := acctest.Start(t, emulator.Options{ListLagReads: 1000})
	cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
	cli.Write(t, s.Provider()+set("before", 0, 1))
	cli.Must(t, 0, "apply", "-auto-approve")
	s.Tenant().Settle()
	cli.Must(t, 0, "destroy", "-auto-approve")
	if left := s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0)); len(left) > 0 {
		t.Fatalf("the service holds %v", left)
	}
	s.ResetJournal()
	return s, cli
}

// bothRules declares the rules that lists still show, in two ways.
func bothRules() map[string]string {
	return map[string]string{"single": single("one", 0) + single("other", 1), "set": set("all", 0, 1)}
}

func checkInForce(t *testing.T, s *acctest.Service) {
	t.Helper()
	if got := s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0)); !slices.Equal(got, acctest.Groups(0, 1)) {
		t.Errorf("in force: %v", got)
	}
}

// One run removes rules. While lists still show them, the next run creates them, as single rules or as a set. Only the
// answer to a write proves that a rule is there, so both are written.
func TestAccStaleLists_create(t *testing.T) {
	t.Parallel()
	for name, config := range bothRules() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, cli := stillListed(t)
			cli.Write(t, s.Provider()+config)
			cli.Must(t, 0, "apply", "-auto-approve")
			if n := s.Requests(http.MethodPost, "/incompatibleGroups"); n != 2 {
				t.Errorf("%d rules were written", n)
			}
			checkInForce(t, s)
			s.Tenant().Settle()
			cli.Must(t, 0, "plan", "-detailed-exitcode")
		})
	}
}

// The service answers writes with an error and doesn't carry them out, while lists still show the rules.
func TestAccStaleLists_failedWrites(t *testing.T) {
	t.Parallel()
	for _, status := range []int{408, 500, 503, 504} {
		for name, config := range bothRules() {
			t.Run(fmt.Sprintf("%s, %d", name, status), func(t *testing.T) {
				t.Parallel()
				s, cli := stillListed(t)
				s.Inject(emulator.Fault{Method: http.MethodPost, Path: "/incompatibleGroups", Status: status, Times: 3})
				cli.Write(t, s.Provider()+config)
				cli.Must(t, 0, "apply", "-auto-approve")
				if n := s.Requests(http.MethodPost, "/incompatibleGroups"); n != 3+2 {
					t.Errorf("%d writes, of which three failed", n)
				}
				checkInForce(t, s)
			})
		}
	}
}
