package system_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// renamedPackages and renamedGroups span the rules that are renamed at once: more than Terraform applies at a time.
const (
	renamedPackages = 4
	renamedGroups   = 6
)

// renamed declares rules of several access packages, whose keys begin with a prefix.
func renamed(prefix string, more ...string) string {
	return fmt.Sprintf(`
locals {
  rules = merge([for p in range(%d) : { for g in range(%d) : "${p}-${g}" => { p = p, g = g } }]...)
}

resource "elm_access_package_incompatible_group" "test" {
  for_each          = { for key, rule in local.rules : "%s${key}" => rule }
  catalog_id        = %q
  access_package_id = format("acce5500-0000-4000-8000-%%012d", each.value.p)
  group_id          = format("9f0a9000-0000-4000-8000-%%012d", each.value.g)
  %s
}
`, renamedPackages, renamedGroups, prefix, acctest.CatalogID, strings.Join(more, "\n  "))
}

// rulesInForce is how many of the renamed rules the service holds.
func rulesInForce(s *acctest.Service) int {
	n := 0
	for i := range renamedPackages {
		n += len(s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(i)))
	}
	return n
}

const renamedRules = renamedPackages * renamedGroups

// tolerated is how many rules may be missing for each -parallelism after every create has failed. With one, Terraform
// may plan and destroy a rule before it shows the provider what keeps it. With ten, that takes a coincidence. With more
// places than operations, the provider sees all before the first is destroyed.
var tolerated = map[string]int{"1": renamedRules, "10": mostLost, "100": 0}

// mostLost is how many may be missing with ten operations at a time.
const mostLost = 2

// Rules are renamed without moved blocks, and every create fails. Each destroy explains why it keeps the rule, or knows
// from the plan that the rule stays.
func TestAccRenames_createsFail(t *testing.T) {
	t.Parallel()
	for parallelism, most := range tolerated {
		t.Run(parallelism, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			cli := acctest.NewCLI(t)
			cli.Write(t, s.Provider()+renamed("a"))
			cli.Must(t, 0, "apply", "-auto-approve")
			cli.Write(t, s.Provider()+renamed("b", "timeouts {\n    create = \"1ns\"\n  }"))
			output := cli.Must(t, 1, "apply", "-auto-approve", "-parallelism="+parallelism)
			lost := renamedRules - rulesInForce(s)
			t.Logf("-parallelism=%s: %d of %d rules are missing after every create has failed", parallelism, lost, renamedRules)
			if lost > most {
				t.Errorf("%d rules are missing:\n%s", lost, output)
			}
			if n := strings.Count(output, "Warning: Rules may be missing briefly on "); n != renamedPackages && parallelism != "1" {
				t.Errorf("%d warnings that rules move, want one for each of %d access packages", n, renamedPackages)
			}
			cli.Write(t, s.Provider()+renamed("b"))
			cli.Must(t, 0, "apply", "-auto-approve")
			cli.Must(t, 0, "plan", "-detailed-exitcode")
			if n := rulesInForce(s); n != renamedRules {
				t.Errorf("%d of %d rules are in force in the end", n, renamedRules)
			}
		})
	}
}

// A person interrupts the apply that renames rules.
func TestAccRenames_interrupted(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{Latency: 150 * time.Millisecond})
	cli := acctest.NewCLI(t)
	cli.Write(t, s.Provider()+renamed("a"))
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Write(t, s.Provider()+renamed("b"))
	for limit := range int32(6) {
		var writes atomic.Int32
		interrupt := make(chan struct{})
		s.Observe(func(m emulator.Moment, r *http.Request) {
			if m == emulator.After && r.Method != http.MethodGet && strings.Contains(r.URL.Path, "incompatibleGroups") && writes.Add(1) == limit+1 {
				close(interrupt)
			}
		})
		cli.Interrupt = interrupt
		cli.Run(t, "apply", "-auto-approve")
		t.Logf("%d of %d rules are missing after an interruption at change %d", renamedRules-rulesInForce(s), renamedRules, limit+1)
		if lost := renamedRules - rulesInForce(s); lost > mostLost {
			t.Errorf("%d of %d rules are missing after an interruption at change %d", lost, renamedRules, limit+1)
		}
	}
	cli.Interrupt = nil
	cli.Must(t, 0, "apply", "-auto-approve")
	cli.Must(t, 0, "plan", "-detailed-exitcode")
}
