package system_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

func TestAccConflictCheck(t *testing.T) {
	t.Parallel()
	s := startWithSeed(t, emulator.FinanceSeed)
	cli := inExamples(t, s, "conflict-check")
	cli.Must(t, 0, "init")
	const today, afterwards = "2027-03-31", "2027-04-01"
	if problems := failedChecks(t, cli, today); len(problems) != 0 {
		t.Fatalf("What is accepted is reported: %q", problems)
	}

	// The exception ends, and with it what it explained.
	const pair, conflict = "Orders - place excludes Vendors - maintain", "1 holder of Orders - place also holds Vendors - maintain"
	expired := conflict + ".\nThe exception of Head of purchasing expired on 2027-03-31: " + pair + "."
	if problems := failedChecks(t, cli, afterwards); len(problems) != 1 || problems[0] != expired {
		t.Fatalf("After its last day the check says %q", problems)
	}

	// She maintains vendors already. Her two assignments to the other access package count as one holder.
	for i := range 2 {
		acctest.Must(t, s.Tenant().AddAssignment(emulator.Assignment{ID: acctest.Assignment(900 + i), AccessPackageID: placeOrders, UserID: anaRuiz}))
	}
	if problems := failedChecks(t, cli, today); len(problems) != 1 || problems[0] != "2 holders of Orders - place also hold Vendors - maintain; exceptions accept 1." {
		t.Fatalf("The check says %q", problems)
	}
	accepted := strings.Replace(string(cli.ReadFile(t, "exceptions.json")), `"holders": 1`, `"holders": 2`, 1)
	cli.WriteFile(t, "exceptions.json", []byte(accepted))
	if problems := failedChecks(t, cli, today); len(problems) != 0 {
		t.Fatalf("The conflict was accepted and is reported: %q", problems)
	}

	// A new access package grants what one that is kept apart grants.
	addBypass(t, s.Tenant())
	if problems := failedChecks(t, cli, today); len(problems) != 1 || !strings.Contains(problems[0], "but not holders of Everything") {
		t.Fatalf("The check says %q about a way round", problems)
	}
	cli.Must(t, 0, "apply", "-auto-approve", "-var=today="+today)
	cli.WriteFile(t, "accepted-gaps.json", []byte(cli.Must(t, 0, "output", "-raw", "gaps")))
	if problems := failedChecks(t, cli, today); len(problems) != 0 {
		t.Fatalf("The way round was accepted and is reported: %q", problems)
	}
	if s.Writes() != 0 {
		t.Errorf("%d requests that write", s.Writes())
	}
}

// addBypass has a new access package grant what the other side of a rule grants, which grants nothing yet.
func addBypass(t *testing.T, tenant *emulator.Tenant) {
	t.Helper()
	everything := acctest.Package(900)
	acctest.Must(t,
		tenant.AddAccessPackage(emulator.AccessPackage{ID: everything, CatalogID: financeCatalog, DisplayName: "Everything"}),
		tenant.AddResource(emulator.Resource{ID: acctest.Package(901), CatalogID: financeCatalog, OriginID: "ledger", OriginSystem: "AadApplication"}),
	)
	for _, accessPackage := range []string{everything, maintainVendors} {
		_, err := tenant.AddRoleScope(emulator.RoleScope{AccessPackageID: accessPackage, Role: emulator.Origin{OriginID: "approver"}}, "ledger")
		acctest.Must(t, err)
	}
}

// failedChecks asks a plan what failed, as the example's pipeline does.
func failedChecks(t *testing.T, cli *acctest.CLI, today string) []string {
	t.Helper()
	cli.Must(t, 0, "plan", "-out=check.tfplan", "-var=today="+today)
	var plan struct {
		Checks []struct {
			Status    string
			Instances []struct{ Problems []struct{ Message string } }
		}
		PlannedValues struct {
			Outputs struct{ Markdown struct{ Value string } }
		} `json:"planned_values"`
	}
	acctest.Must(t, json.Unmarshal([]byte(cli.Must(t, 0, "show", "-json", "check.tfplan")), &plan))
	if !strings.HasPrefix(plan.PlannedValues.Outputs.Markdown.Value, "# Separation of duties\n") {
		t.Errorf("The plan has no report: %q", plan.PlannedValues.Outputs.Markdown.Value)
	}
	problems := []string{}
	for _, check := range plan.Checks {
		if check.Status != "fail" {
			continue
		}
		for _, instance := range check.Instances {
			for _, problem := range instance.Problems {
				problems = append(problems, problem.Message)
			}
		}
	}
	return problems
}
