package main

import (
	"fmt"
	"math/rand/v2"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// population is how a tenant is filled before it is audited.
type population struct {
	people, groups, members, assignments int // members of each group, assignments of each access package
}

var (
	usual = population{people: 5000, groups: 100, members: 300, assignments: 100}
	// 300,600 assignments of 1,800 access packages.
	largest = population{people: 50_000, groups: 100, members: 300, assignments: 167}
)

func personID(i int) string     { return fmt.Sprintf("05e70000-0000-4000-8000-%012d", i) }
func assignmentID(i int) string { return fmt.Sprintf("a5510000-0000-4000-8000-%012d", i) }

// fill gives a tenant the people, groups, assignments and rules of an audit, at random and always the same. Half of the
// rules are about groups, half about other access packages.
func (p population) fill(s *service, n size) error {
	random, tenant := rand.New(rand.NewPCG(16, 0)), s.Tenant()
	for i := range p.people {
		if err := tenant.AddUser(emulator.User{ID: personID(i)}); err != nil {
			return err
		}
	}
	for i := range p.groups {
		g := emulator.Group{ID: groupID(1000 + i), DisplayName: fmt.Sprintf("Duty %d", i), SecurityEnabled: true}
		for _, person := range random.Perm(p.people)[:p.members] {
			g.Members = append(g.Members, personID(person))
		}
		if err := tenant.AddGroup(g); err != nil {
			return err
		}
	}
	for i := range n.packages * p.assignments {
		a := emulator.Assignment{
			ID:              assignmentID(i),
			AccessPackageID: packageID(i % n.packages),
			UserID:          personID(random.IntN(p.people)),
		}
		if err := tenant.AddAssignment(a); err != nil {
			return err
		}
	}
	return p.addRules(s, n, random)
}

func (p population) addRules(s *service, n size, random *rand.Rand) error {
	for rules := 0; rules < n.links; {
		one, of, target := random.IntN(n.packages), emulator.IncompatibleGroups, groupID(1000+random.IntN(p.groups))
		if rules%2 == 0 {
			of, target = emulator.IncompatibleAccessPackages, packageID(random.IntN(n.packages))
		}
		// fails for an existing rule, and for an access package with itself
		if s.Tenant().Link(of, packageID(one), target) == nil {
			rules++
		}
	}
	return nil
}

var audit = step{name: "audit", arguments: []string{"apply", "-auto-approve"}, before: usual.fill}

var auditOnce = bench{name: "conflicts of all rules", provider: "elm", steps: []step{audit}, config: `
data "elm_separation_of_duties_rules" "bench" {}

data "elm_separation_of_duties_conflicts" "bench" {
  depends_on = [data.elm_separation_of_duties_rules.bench]
}

output "total" {
  value = sum(data.elm_separation_of_duties_conflicts.bench.conflicts[*].user_count)
}
`}

// reportByTerraform makes the page about all rules.
var reportByTerraform = bench{name: "report by Terraform", provider: "elm", steps: []step{audit}, config: `
data "elm_separation_of_duties_report" "bench" {}

output "page" {
  value = provider::elm::report_html(data.elm_separation_of_duties_report.bench.json)
}
`}

// reportByProgram makes the same page, and all other files of the report.
var reportByProgram = bench{name: "report by elm-report", program: "elm-report", steps: []step{
	{name: "audit", arguments: []string{"run", "--as-of", "2026-11-01"}, exit: 2, before: usual.fill},
}}

// auditLargest is the same for the largest tenant that users have named.
var auditLargest = bench{
	name:     "conflicts of all rules, largest tenant",
	provider: "elm",
	config:   auditOnce.config,
	steps: []step{
		{name: "audit", arguments: []string{"apply", "-auto-approve"}, before: largest.fill},
	},
}
