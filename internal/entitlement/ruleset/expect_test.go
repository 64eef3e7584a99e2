package ruleset_test

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// holds checks the service, not the state: what access package 0 is incompatible with.
func holds(s *acctest.Service, wantGroups, wantPackages []string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		var problems []error
		for kind, want := range map[emulator.Kind][]string{emulator.IncompatibleGroups: wantGroups, emulator.IncompatibleAccessPackages: wantPackages} {
			if got := s.Tenant().Links(kind, acctest.Package(0)); !slices.Equal(got, want) && len(got)+len(want) > 0 {
				problems = append(problems, fmt.Errorf("the service holds %v, want %v", got, want))
			}
		}
		return errors.Join(problems...)
	}
}

// emptyPlan expects a plan without changes.
var emptyPlan = resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}

// action expects a planned action for the resource that setConfig declares.
func action(want plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(setAddress, want)}}
}

// setOf expects a set of exactly these ids.
func setOf(ids []string) knownvalue.Check {
	var checks []knownvalue.Check
	for _, id := range ids {
		checks = append(checks, acctest.Text(id))
	}
	return knownvalue.SetExact(checks)
}

// noDrift checks that the state, before a plan's refresh, held what the service holds.
type noDrift struct{}

func (noDrift) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, drift := range req.Plan.ResourceDrift {
		resp.Error = errors.Join(resp.Error, fmt.Errorf("%s: the state held %v, the service %v", drift.Address, drift.Change.Before, drift.Change.After))
	}
}
