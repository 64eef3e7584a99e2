package ruleset_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// TestAccSet_requests holds the floor: a list per managed kind and refresh, a request per changed rule, additions
// before removals.
func TestAccSet_requests(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	s.Run(t,
		resource.TestStep{
			Config: setConfig(acctest.Groups(0, 1, 2), nil),
			Check:  s.CheckMethods("GET GET POST POST POST"), // the plan reads the existing rules
		},
		resource.TestStep{
			PreConfig: s.ResetJournal,
			Config:    setConfig(acctest.Groups(2, 3, 4), nil),
			Check:     s.CheckMethods("GET POST POST DELETE DELETE"),
		},
		resource.TestStep{
			PreConfig: s.ResetJournal,
			Config:    setConfig(acctest.Groups(2, 3, 4), nil, "timeouts {\n    create = \"20m\"\n  }"),
			Check:     s.CheckMethods("GET"),
		},
		resource.TestStep{
			PreConfig: s.ResetJournal,
			Config:    setConfig(acctest.Groups(2, 3, 4), acctest.Packages(5, 6)),
			// what is there of the new kind, twice, and the catalog, which the published route does not check
			Check: s.CheckMethods("GET GET GET GET POST POST"),
		},
		resource.TestStep{
			PreConfig: s.ResetJournal, ResourceName: setAddress, ImportState: true, ImportStateId: acctest.CatalogID + "/" + acctest.Package(0),
			ImportStateCheck: func([]*terraform.InstanceState) error { // a list for each kind, and the access package for its catalog
				return s.CheckMethods(strings.TrimSpace(strings.Repeat("GET ", len(acctest.Kinds)+1)))(nil)
			},
		},
		resource.TestStep{
			PreConfig: s.ResetJournal, Destroy: true, Config: setConfig(acctest.Groups(2, 3, 4), acctest.Packages(5, 6)),
			Check: func(*terraform.State) error {
				if writes, deletes := s.Writes(), s.Requests("DELETE", ""); writes != 5 || deletes != 5 {
					return fmt.Errorf("%d writes of which %d remove, want 5", writes, deletes)
				}
				return nil
			},
		},
	)
}

// TestAccSet_partialFailure fails some changes of a create and of an update, and then lets them through.
func TestAccSet_partialFailure(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{Dialect: emulator.DialectPublished})
	forbid := func(method, path string, times int) {
		s.Inject(emulator.Fault{Method: method, Path: path, Status: 403, Code: "UnAuthorized", Times: times})
	}
	const missingID = "dead0000-0000-4000-8000-00000000000"
	s.RunWith(t, acctest.NewClock(),
		resource.TestStep{
			Config: setConfig(append(acctest.Groups(0, 1), missingID+"1", missingID+"2"), nil),
			ExpectError: regexp.MustCompile(`(?s)Some rules could not be changed.*Of 4 changes.*2\s+failed.*Not\s+added.*` + missingID + `1.*` + missingID + `2.*` +
				`Nothing is stored.*` + acctest.Group(0) + `.*` + acctest.Group(1) + `.*next\s+apply\s+adopts`),
		},
		resource.TestStep{
			PreConfig: func() {
				if err := holds(s, acctest.Groups(0, 1), nil)(nil); err != nil {
					t.Error(err)
				}
			},
			Config: setConfig(acctest.Groups(0, 1, 2), nil), ConfigPlanChecks: action(plancheck.ResourceActionCreate),
			Check: holds(s, acctest.Groups(0, 1, 2), nil),
		},
		resource.TestStep{
			PreConfig: func() {
				forbid("POST", "/incompatibleAccessPackages", 0)
				forbid("DELETE", acctest.Group(0), 0)
			},
			Config: setConfig(acctest.Groups(2, 3, 12, 13), acctest.Packages(4)),
			ExpectError: regexp.MustCompile(`(?s)Of 6 changes.*failed.*Not\s+removed.*` + acctest.Group(0) + `.*Not\s+added.*` + acctest.Package(4) +
				`.*403.*request-id.*EntitlementManagement.*state\s+has`),
		},
		resource.TestStep{ // the state holds what the service holds
			PreConfig: s.ClearFaults,
			Config:    setConfig(acctest.Groups(2, 3, 12, 13), acctest.Packages(4)),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction(setAddress, plancheck.ResourceActionUpdate),
				noDrift{},
			}},
			Check: holds(s, acctest.Groups(2, 3, 12, 13), acctest.Packages(4)),
		},
	)
}

// TestAccSet_deleteFailure keeps the resource until all rules are gone.
func TestAccSet_deleteFailure(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	s.RunWith(t, acctest.NewClock(),
		resource.TestStep{Config: setConfig(acctest.Groups(0, 1), acctest.Packages(3))},
		resource.TestStep{
			PreConfig: func() {
				s.Inject(emulator.Fault{Method: "DELETE", Path: acctest.Group(1), Status: 403, Code: "UnAuthorized"})
			},
			Config: setConfig(acctest.Groups(0, 1), acctest.Packages(3)), Destroy: true,
			ExpectError: regexp.MustCompile(`(?s)Of 3 changes.*1\s+failed.*Not\s+removed.*` + acctest.Group(1)),
		},
		resource.TestStep{PreConfig: s.ClearFaults, Config: setConfig(acctest.Groups(0, 1), acctest.Packages(3)), ConfigPlanChecks: action(plancheck.ResourceActionUpdate)},
	)
}

// TestAccSet_packageMissing believes a 404 only after a while, and says it once however many rules there are.
func TestAccSet_packageMissing(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	clock := acctest.NewClock()
	s.RunWith(t, clock, resource.TestStep{
		Config:      strings.Replace(setConfig(acctest.Groups(0, 1, 2), nil), acctest.Package(0), acctest.Missing, 1),
		ExpectError: regexp.MustCompile(`(?s)Access package not found.*` + acctest.Missing),
	})
	if s.Writes() > 30 || clock.Slept() < 30*time.Second {
		t.Errorf("%d writes, waited %s", s.Writes(), clock.Slept())
	}
}

// TestAccSet_listLag has lists that show every change only the third time.
func TestAccSet_listLag(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{ListLagReads: 2})
	s.RunWith(t, acctest.NewClock(),
		resource.TestStep{Config: setConfig(acctest.Groups(0, 1, 2), acctest.Packages(3, 4)), Check: holds(s, acctest.Groups(0, 1, 2), acctest.Packages(3, 4))},
		resource.TestStep{
			Config: setConfig(acctest.Groups(2, 5), acctest.Packages(4)), ConfigPlanChecks: action(plancheck.ResourceActionUpdate),
			Check: holds(s, acctest.Groups(2, 5), acctest.Packages(4)),
		},
	)
}
