package acctest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// OnlyVersion checks that questions of a kind went to one version of Microsoft Graph, and that nothing was written.
func OnlyVersion(s *Service, each, version string) resource.TestCheckFunc {
	return func(state *terraform.State) error {
		for _, entry := range s.Journal() {
			if strings.Contains(entry.Path, each) && !strings.HasPrefix(entry.Path, version) {
				return fmt.Errorf("%s %s", entry.Method, entry.Path)
			}
		}
		return NothingWritten(s)(state)
	}
}

func Known(address, attribute string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, tfjsonpath.New(attribute), value)
}

func Text(value string) knownvalue.Check { return knownvalue.StringExact(value) }

// TextOrNull expects null for a name that the service does not tell.
func TextOrNull(value string) knownvalue.Check {
	if value == "" {
		return knownvalue.Null()
	}
	return Text(value)
}

// NothingWritten checks that reading was only that.
func NothingWritten(s *Service) resource.TestCheckFunc {
	return func(*terraform.State) error {
		if writes := s.Writes(); writes != 0 {
			return fmt.Errorf("%d requests that write", writes)
		}
		return nil
	}
}

// Requests checks how many requests of Graph there have been since the last check.
func Requests(s *Service, want string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		var got []string
		for _, entry := range s.Journal() {
			if entry.Kind == "graph" {
				got = append(got, entry.Method)
			}
		}
		s.ResetJournal()
		if strings.Join(got, " ") != want {
			return fmt.Errorf("requests: %q, want %q", strings.Join(got, " "), want)
		}
		return nil
	}
}

func WithProvider(s *Service, steps []resource.TestStep) []resource.TestStep {
	for i := range steps {
		if steps[i].Config != "" && !strings.Contains(steps[i].Config, `provider "elm"`) {
			steps[i].Config = s.Provider() + steps[i].Config
		}
	}
	return steps
}

// Holds checks the service, not the state.
func Holds(s *Service, wantGroups, wantPackages []string) resource.TestCheckFunc {
	return func(*terraform.State) error {
		var problems []error
		for each, want := range map[emulator.Kind][]string{emulator.IncompatibleGroups: wantGroups, emulator.IncompatibleAccessPackages: wantPackages} {
			if got := s.Tenant().Links(each, Package(0)); !slices.Equal(got, want) && len(got)+len(want) > 0 {
				problems = append(problems, fmt.Errorf("the service holds %v, want %v", got, want))
			}
		}
		return errors.Join(problems...)
	}
}

var EmptyPlan = resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectEmptyPlan()}}

func Action(want plancheck.ResourceActionType) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(SetAddress, want)}}
}

func SetOf(ids []string) knownvalue.Check {
	var checks []knownvalue.Check
	for _, id := range ids {
		checks = append(checks, knownvalue.StringExact(id))
	}
	return knownvalue.SetExact(checks)
}

// NoDrift checks that the state, before a plan's refresh, held what the service holds.
type NoDrift struct{}

func (NoDrift) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, drift := range req.Plan.ResourceDrift {
		resp.Error = errors.Join(resp.Error, fmt.Errorf("%s: the state held %v, the service %v", drift.Address, drift.Change.Before, drift.Change.After))
	}
}
