package main

import (
	"fmt"
	"math/rand/v2"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// How a tenant is filled before it is audited: a hundred groups of three hundred people, and a hundred assignments for each access package.
const (
	auditGroups      = 100
	auditMembers     = 300
	auditPeople      = 5000
	auditAssignments = 100 // for each access package
)

func personID(i int) string     { return fmt.Sprintf("05e70000-0000-4000-8000-%012d", i) }
func assignmentID(i int) string { return fmt.Sprintf("a5510000-0000-4000-8000-%012d", i) }

// populate gives a tenant the people, groups, assignments and rules of an audit, at random and always the same. Half of the rules are about
// groups, half about other access packages.
func (s *service) populate(n size) error {
	random, tenant := rand.New(rand.NewPCG(16, 0)), s.Tenant()
	for i := range auditPeople {
		if err := tenant.AddUser(emulator.User{ID: personID(i)}); err != nil {
			return err
		}
	}
	for i := range auditGroups {
		g := emulator.Group{ID: groupID(1000 + i), DisplayName: fmt.Sprintf("Duty %d", i), SecurityEnabled: true}
		for _, person := range random.Perm(auditPeople)[:auditMembers] {
			g.Members = append(g.Members, personID(person))
		}
		if err := tenant.AddGroup(g); err != nil {
			return err
		}
	}
	for i := range n.packages * auditAssignments {
		a := emulator.Assignment{ID: assignmentID(i), AccessPackageID: packageID(i % n.packages), UserID: personID(random.IntN(auditPeople))}
		if err := tenant.AddAssignment(a); err != nil {
			return err
		}
	}
	return s.addRules(n, random)
}

func (s *service) addRules(n size, random *rand.Rand) error {
	for rules := 0; rules < n.links; {
		one, of, target := random.IntN(n.packages), emulator.IncompatibleGroups, groupID(1000+random.IntN(auditGroups))
		if rules%2 == 0 {
			of, target = emulator.IncompatibleAccessPackages, packageID(random.IntN(n.packages))
		}
		if s.Tenant().Link(of, packageID(one), target) == nil { // else it is there already, or is with itself
			rules++
		}
	}
	return nil
}

var audit = step{name: "audit", arguments: []string{"apply", "-auto-approve"}, before: (*service).populate}

// auditPerRule counts conflicts as one has to who has one question for each rule.
var auditPerRule = bench{name: "conflicts of each rule", provider: "elm", steps: []step{audit}, config: `
data "elm_separation_of_duties_rules" "bench" {}

data "elm_access_package_conflicts" "bench" {
  for_each                       = { for rule in data.elm_separation_of_duties_rules.bench.rules : rule.import_id => rule }
  access_package_id              = each.value.access_package_id
  group_id                       = each.value.kind == "group" ? each.value.target_id : null
  incompatible_access_package_id = each.value.kind == "access_package" ? each.value.target_id : null
}

output "total" {
  value = sum(values(data.elm_access_package_conflicts.bench)[*].conflict_count)
}
`}

var auditOnce = bench{name: "conflicts of all rules", provider: "elm", steps: []step{audit}, config: `
data "elm_separation_of_duties_rules" "bench" {}

data "elm_separation_of_duties_conflicts" "bench" {
  depends_on = [data.elm_separation_of_duties_rules.bench]
}

output "total" {
  value = sum(data.elm_separation_of_duties_conflicts.bench.conflicts[*].user_count)
}
`}
