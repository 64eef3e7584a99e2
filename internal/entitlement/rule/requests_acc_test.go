package rule_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// Twenty rules of four access packages, and what a list of one package takes when a page has two entries.
const (
	manyLinks    = 20
	manyPackages = 4
	pagesEach    = 3
)

// many declares the rules; more goes after the resource, and arguments into the provider block.
func many(s *acctest.Service, k acctest.Kind, more string, arguments ...string) string {
	targets := make([]string, 0, manyLinks/manyPackages)
	for i := range manyLinks / manyPackages {
		targets = append(targets, fmt.Sprintf("%q", k.TargetID(i)))
	}
	return s.Provider(arguments...) + fmt.Sprintf(`
locals {
  packages = [for i in range(%d) : format("acce5500-0000-4000-8000-%%012d", i)]
  rules    = { for pair in setproduct(local.packages, [%s]) : join("/", pair) => pair }
}

resource %q "test" {
  for_each          = local.rules
  catalog_id        = %q
  access_package_id = each.value[0]
  %s = each.value[1]
}
`, manyPackages, strings.Join(targets, ", "), k.Resource, acctest.CatalogID, k.Target) + more
}

// traffic is the requests of one command by what they are.
type traffic struct{ adds, pages, packageReads, removes, others int }

// trafficOf counts the journal and resets it.
func trafficOf(s *acctest.Service, k acctest.Kind) traffic {
	var n traffic
	for _, entry := range s.Journal() {
		collection := strings.Contains(entry.Path, "/"+string(k.Kind))
		switch {
		case entry.Kind != "graph":
		case entry.Method == "POST" && collection:
			n.adds++
		case entry.Method == "DELETE" && collection:
			n.removes++
		case entry.Method == "GET" && collection:
			n.pages++
		case entry.Method == "GET" && strings.Contains(entry.Path, "/accessPackages/"):
			n.packageReads++
		default:
			n.others++
		}
	}
	s.ResetJournal()
	return n
}

// TestAccRule_requestFloor holds how many requests each command makes, for a caller who may do no more than manage the
// catalog.
func TestAccRule_requestFloor(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{PageSize: 2, Roles: []string{}, CatalogScope: []string{acctest.CatalogID}})
		cli := acctest.NewCLI(t)
		check := func(want traffic, arguments ...string) {
			t.Helper()
			if result := cli.Run(t, arguments...); result.ExitCode != 0 {
				t.Fatalf("%v:\n%s", arguments, result.Output)
			}
			if got := trafficOf(s, k); got != want {
				t.Errorf("%v: %+v, want %+v", arguments, got, want)
			}
		}
		catalogChecks := 0
		if !k.CatalogRoute {
			catalogChecks = manyPackages // the published route names no catalog, so that the provider looks it up
		}
		allPages := manyPackages * pagesEach
		cli.Write(t, many(s, k, ""))
		check(traffic{adds: manyLinks, packageReads: catalogChecks}, "apply", "-auto-approve")
		check(traffic{pages: allPages}, "plan", "-detailed-exitcode")
		check(traffic{}, "plan", "-refresh=false", "-detailed-exitcode")
		check(traffic{pages: allPages, removes: manyLinks}, "destroy", "-auto-approve")
		// Where rules of other people are not adopted, the plan and the apply look first: one list, empty by now, each for an
		// access package.
		cli.Write(t, many(s, k, "", "adopt_existing = false"))
		check(traffic{pages: 2 * manyPackages, adds: manyLinks, packageReads: catalogChecks}, "apply", "-auto-approve")
	})
}

// TestAccRule_importRequests imports rules that were made by hand: for each access package, a list and a look for its
// catalog, which the import may name wrongly.
func TestAccRule_importRequests(t *testing.T) {
	t.Parallel()
	for name, prefix := range map[string]string{"with catalog": acctest.CatalogID + "/", "without": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
				t.Helper()
				s := acctest.Start(t, emulator.Options{PageSize: 2, Roles: []string{}, CatalogScope: []string{acctest.CatalogID}})
				for i := range manyLinks {
					acctest.Must(t, s.Tenant().Link(k.Kind, acctest.Package(i%manyPackages), k.TargetID(i/manyPackages)))
				}
				cli := acctest.NewCLI(t)
				cli.Write(t, many(s, k, fmt.Sprintf(`
import {
  for_each = local.rules
  to       = %s.test[each.key]
  id       = "%s${each.key}"
}
`, k.Resource, prefix)))
				result := cli.Run(t, "apply", "-auto-approve")
				if result.ExitCode != 0 || !strings.Contains(result.Output, fmt.Sprintf("%d imported, 0 added, 0 changed", manyLinks)) {
					t.Fatal(result.Output)
				}
				want := traffic{pages: manyPackages * pagesEach, packageReads: manyPackages}
				if got := trafficOf(s, k); got != want {
					t.Errorf("got %+v, want %+v", got, want)
				}
			})
		})
	}
}

// A new target replaces the rule: the old one goes first, unless the configuration wants it to go last, so that there
// is no gap.
func TestAccRule_replacementOrder(t *testing.T) {
	t.Parallel()
	acctest.ForKinds(t, func(t *testing.T, k acctest.Kind) {
		t.Helper()
		for lifecycle, want := range map[string]string{"": "DELETE POST", "lifecycle { create_before_destroy = true }": "POST DELETE"} {
			s := acctest.Start(t, emulator.Options{})
			cli := acctest.NewCLI(t)
			cli.Write(t, s.Provider()+k.Config(acctest.Package(0), k.TargetID(0), lifecycle))
			cli.Must(t, 0, "apply", "-auto-approve")
			s.ResetJournal()
			cli.Write(t, s.Provider()+k.Config(acctest.Package(0), k.TargetID(1), lifecycle))
			cli.Must(t, 0, "apply", "-auto-approve")
			var writes []string
			for _, entry := range s.Journal() {
				if entry.Kind == "graph" && entry.Method != http.MethodGet {
					writes = append(writes, entry.Method)
				}
			}
			if got := strings.Join(writes, " "); got != want {
				t.Errorf("%s: %s, want %s", lifecycle, got, want)
			}
			if err := k.IsInPlace(s, acctest.Package(0), k.TargetID(1))(nil); err != nil {
				t.Error(err)
			}
		}
	})
}
