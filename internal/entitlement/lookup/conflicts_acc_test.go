package lookup_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

const inConflict = "Rule has conflicts"

// counting starts a service in which users 0, 1 and 2 hold access package 0; users 0 and 1 are in the fixture's group 0
// and hold access package 1. No one is in group 1 or holds access package 2. The provider counts conflicts.
func counting(t *testing.T, options emulator.Options, config string) (*acctest.Service, *acctest.CLI) {
	t.Helper()
	s := acctest.Start(t, options)
	for i := range 3 {
		acctest.Must(t,
			s.Tenant().AddUser(emulator.User{ID: acctest.User(i)}),
			s.Tenant().AddAssignment(emulator.Assignment{ID: acctest.Assignment(i), AccessPackageID: acctest.Package(0), UserID: acctest.User(i)}),
		)
	}
	for i := range 2 {
		acctest.Must(t,
			s.Tenant().UpdateGroup(acctest.Group(0), func(g *emulator.Group) { g.Members = append(g.Members, acctest.User(i)) }),
			s.Tenant().AddAssignment(emulator.Assignment{ID: acctest.Assignment(i + 3), AccessPackageID: acctest.Package(1), UserID: acctest.User(i)}),
		)
	}
	cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
	cli.Write(t, s.Provider("warn_conflicts = true")+config)
	return s, cli
}

func ruleSet(accessPackage string, groups, accessPackages []string) string {
	return fmt.Sprintf(`
resource "elm_access_package_separation_of_duties" "test" {
  catalog_id                       = %q
  access_package_id                = %q
  incompatible_group_ids           = [%s]
  incompatible_access_package_ids  = [%s]
}
`, acctest.CatalogID, accessPackage, acctest.QuotedList(groups), acctest.QuotedList(accessPackages))
}

// The plan warns about each new rule with conflicts and shows their number. A rule without conflicts causes no warning.
func TestAccImpact_plan(t *testing.T) {
	t.Parallel()
	group, accessPackage := acctest.Kinds[0], acctest.Kinds[1]
	for name, test := range map[string]struct {
		config string
		want   []string
	}{
		"group":                        {group.Config(acctest.Package(0), acctest.Group(0)), []string{": 2 users", "group_id"}},
		"access package":               {accessPackage.Config(acctest.Package(0), acctest.Package(1)), []string{": 2 users", "incompatible_access_package_id"}},
		"group without members":        {group.Config(acctest.Package(0), acctest.Group(1)), nil},
		"access package without users": {accessPackage.Config(acctest.Package(0), acctest.Package(2)), nil},
		"group that is not there":      {group.Config(acctest.Package(0), acctest.Missing), nil},
		"set": {
			ruleSet(acctest.Package(0), acctest.Groups(0, 1), acctest.Packages(1, 2)),
			[]string{acctest.Group(0) + ": 2 users", acctest.Package(1) + ": 2 users", "incompatible_group_ids", "incompatible_access_package_ids"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, cli := counting(t, emulator.Options{}, test.config)
			output := cli.Must(t, 0, "plan")
			for _, want := range test.want {
				if !strings.Contains(output, want) {
					t.Errorf("not %q:\n%s", want, output)
				}
			}
			if got := strings.Contains(output, inConflict); got != (len(test.want) > 0) || !got && strings.Contains(output, "Warning") {
				t.Errorf("warned: %v:\n%s", got, output)
			}
			if s.Writes() != 0 {
				t.Errorf("%d writes", s.Writes())
			}
		})
	}
}

// Only what is new is counted: a rule that is in the state asks for nothing.
func TestAccImpact_onlyNew(t *testing.T) {
	t.Parallel()
	s, cli := counting(t, emulator.Options{}, ruleSet(acctest.Package(0), acctest.Groups(0), nil))
	cli.Must(t, 0, "apply", "-auto-approve")
	s.ResetJournal()
	cli.Must(t, 0, "plan", "-detailed-exitcode")
	if reads := s.Requests(http.MethodGet, "/assignments") + s.Requests(http.MethodGet, "/transitiveMembers"); reads != 0 {
		t.Errorf("%d reads for a rule that is there", reads)
	}
	cli.Write(t, s.Provider("warn_conflicts = true")+ruleSet(acctest.Package(0), acctest.Groups(0, 1), acctest.Packages(1)))
	output := cli.Must(t, 0, "plan")
	if !strings.Contains(output, acctest.Package(1)+": 2 users") || strings.Contains(output, acctest.Group(0)+": ") {
		t.Errorf("not what is new:\n%s", output)
	}
}

// However many new rules an access package or a group has, its holders and members are asked for once.
func TestAccImpact_requests(t *testing.T) {
	t.Parallel()
	s, cli := counting(t, emulator.Options{}, groupRules(acctest.Package(0), acctest.Groups(0, 1, 2, 3, 4, 5)...))
	output := cli.Must(t, 0, "plan")
	if !strings.Contains(output, acctest.Package(0)+"/"+acctest.Group(0)) {
		t.Errorf("no warning:\n%s", output)
	}
	if got := s.Requests(http.MethodGet, "/assignments"); got != 1 {
		t.Errorf("%d lists of assignments", got)
	}
	if got := s.Requests(http.MethodGet, "/transitiveMembers"); got != 6 {
		t.Errorf("%d lists of members", got)
	}
}

// For an access package without holders, the members of the group aren't read, and no permission is needed.
func TestAccImpact_noHolders(t *testing.T) {
	t.Parallel()
	s, cli := counting(t, emulator.Options{}, acctest.Kinds[0].Config(acctest.Package(2), acctest.Group(0)))
	if output := cli.Must(t, 0, "plan"); strings.Contains(output, "Warning") {
		t.Errorf("warned:\n%s", output)
	}
	if got := s.Requests(http.MethodGet, "/transitiveMembers"); got != 0 {
		t.Errorf("%d lists of members", got)
	}
}

// Terraform folds warnings of one title. Those of several rules have several.
func TestAccImpact_eachRuleIsShown(t *testing.T) {
	t.Parallel()
	s, cli := counting(t, emulator.Options{}, "")
	for i := 1; i < 4; i++ {
		acctest.Must(t, s.Tenant().UpdateGroup(acctest.Group(i), func(g *emulator.Group) { g.Members = append(g.Members, acctest.User(i-1)) }))
	}
	cli.Write(t, s.Provider("warn_conflicts = true")+groupRules(acctest.Package(0), acctest.Groups(0, 1, 2, 3)...))
	output := cli.Must(t, 0, "plan")
	if got := strings.Count(output, "Warning: "+inConflict); got != 4 || strings.Count(output, ": 1 user") != 3 {
		t.Errorf("%d warnings:\n%s", got, output)
	}
}

// A caller who may manage rules and may not read members gets one warning after one refusal, and the rules are created.
func TestAccImpact_forbidden(t *testing.T) {
	t.Parallel()
	s, cli := counting(t, emulator.Options{Roles: []string{"EntitlementManagement.ReadWrite.All"}},
		ruleSet(acctest.Package(0), acctest.Groups(0, 1, 2, 3, 4, 5, 6, 7), nil))
	output := cli.Must(t, 0, "plan")
	if strings.Count(output, "Warning:") != 1 || !strings.Contains(output, "Conflicts couldn't be counted") || !strings.Contains(output, "GroupMember.Read.All") {
		t.Errorf("not one warning:\n%s", output)
	}
	cli.Must(t, 0, "apply", "-auto-approve")
	if got := len(s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0))); got != 8 {
		t.Errorf("%d rules", got)
	}
}

// A caller who may not read members can still count conflicts between access packages.
func TestAccImpact_partlyForbidden(t *testing.T) {
	t.Parallel()
	later := strings.Replace(ruleSet(acctest.Package(1), nil, acctest.Packages(0)), "{", "{\n  depends_on = [elm_access_package_incompatible_group.test]", 1)
	_, cli := counting(t, emulator.Options{Roles: []string{"EntitlementManagement.ReadWrite.All"}}, groupRules(acctest.Package(0), acctest.Group(0))+later)
	output := cli.Must(t, 0, "plan")
	if strings.Count(output, "Conflicts couldn't be counted") != 1 || !strings.Contains(output, acctest.Package(0)+": 2 users") {
		t.Errorf("not what can be counted:\n%s", output)
	}
}

// A count that fails keeps no rule from being made.
func TestAccImpact_outage(t *testing.T) {
	t.Parallel()
	s, cli := counting(t, emulator.Options{}, acctest.Kinds[0].Config(acctest.Package(0), acctest.Group(0)))
	s.Inject(emulator.Fault{Path: "/transitiveMembers", Status: http.StatusInternalServerError})
	if output := cli.Must(t, 0, "apply", "-auto-approve"); !strings.Contains(output, "Conflicts couldn't be counted: ") {
		t.Errorf("not said:\n%s", output)
	}
	if got := len(s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0))); got != 1 {
		t.Errorf("%d rules", got)
	}
}
