package system_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// The example writes what the published schema of Tenant Configuration Management has names and types for, with every
// rule.
func TestAccMonitor_example(t *testing.T) {
	t.Parallel()
	s := startWithSeed(t, emulator.FinanceSeed)
	cli := inExamples(t, s, "monitor")
	cli.Must(t, 0, "init")
	cli.Must(t, 0, "apply", "-auto-approve")
	var monitor struct {
		DisplayName, Description string
		Baseline                 struct {
			DisplayName, Description string
			Resources                []struct {
				DisplayName, ResourceType string
				Properties                struct {
					DisplayName, ID, Ensure                        string
					IncompatibleGroups, IncompatibleAccessPackages []string
				}
			}
		}
	}
	decoder := json.NewDecoder(strings.NewReader(cli.Must(t, 0, "output", "-raw", "monitor")))
	decoder.DisallowUnknownFields()
	acctest.Must(t, decoder.Decode(&monitor))
	found, names := 0, map[string]bool{}
	for _, resource := range monitor.Baseline.Resources {
		properties := resource.Properties
		if resource.ResourceType != "microsoft.entra.entitlementmanagementaccesspackage" || properties.Ensure != "Present" {
			t.Errorf("no access package: %+v", resource)
		}
		if names[resource.DisplayName] || properties.DisplayName == "" || properties.ID == "" {
			t.Errorf("%q isn't unique, or has no name or ID", resource.DisplayName)
		}
		names[resource.DisplayName] = true
		found += len(properties.IncompatibleGroups) + len(properties.IncompatibleAccessPackages)
	}
	if want := len(allRules(s)); found != want || want == 0 {
		t.Errorf("the monitor has %d rules, want %d", found, want)
	}
}
