package tenant_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

const (
	conflictsData = "data.elm_separation_of_duties_conflicts."
	nested        = "9f0a9000-0000-4000-9000-000000000001"
	outer         = "9f0a9000-0000-4000-9000-000000000002"
)

func conflictsConfig(name string, arguments ...string) string {
	return fmt.Sprintf("\ndata \"elm_separation_of_duties_conflicts\" %q {\n  %s\n}\n", name, strings.Join(arguments, "\n  "))
}

// pairConfig counts one rule, which need not exist.
func pairConfig(name, accessPackage string, arguments ...string) string {
	more := arguments[min(1, len(arguments)):]
	return conflictsConfig(name, append([]string{fmt.Sprintf(
		"rules = [{ access_package_id = %q, %s }]", accessPackage, strings.Join(arguments[:min(1, len(arguments))], ", "))}, more...)...)
}

// fillConflicts: users 1, 2 and 3 hold package 0 (user 3 by two policies), user 4 held it once; users 2 to 5 hold
// package 1; users 1, 3 and 4 are in the outer group, user 3 only through the nested one.
func fillConflicts(t *testing.T, tenant *emulator.Tenant) {
	t.Helper()
	for i := range 6 {
		acctest.Must(t, tenant.AddUser(emulator.User{ID: acctest.User(i)}))
	}
	acctest.Must(t,
		tenant.AddGroup(emulator.Group{ID: nested, DisplayName: "Nested", SecurityEnabled: true, Members: []string{acctest.User(3)}}),
		tenant.AddGroup(emulator.Group{
			ID: outer, DisplayName: "Outer", SecurityEnabled: true, Members: []string{acctest.User(1), acctest.User(4)}, MemberGroups: []string{nested},
		}),
	)
	for i, a := range []struct {
		accessPackage, user int
		state               string
	}{
		{0, 1, ""},
		{0, 2, ""},
		{0, 3, ""},
		{0, 3, ""},
		{0, 4, "expired"},
		{1, 2, ""},
		{1, 3, ""},
		{1, 4, ""},
		{1, 5, ""},
		{1, 1, "delivering"},
	} {
		acctest.Must(t, tenant.AddAssignment(emulator.Assignment{
			ID: acctest.Assignment(i), AccessPackageID: acctest.Package(a.accessPackage), UserID: acctest.User(a.user), State: a.state,
		}))
	}
}

// checkVersion checks that requests whose path has a part in it went to one version of Microsoft Graph, and that
// nothing was written.
func checkVersion(s *acctest.Service, part, version string) resource.TestCheckFunc {
	return func(state *terraform.State) error {
		for _, entry := range s.Journal() {
			if strings.Contains(entry.Path, part) && !strings.HasPrefix(entry.Path, version) {
				return fmt.Errorf("%s %s", entry.Method, entry.Path)
			}
		}
		return s.CheckNothingWritten()(state)
	}
}

// All cases are data sources of one configuration, each without and with the ids of people. None of the rules exists.
func TestAccConflicts_rules(t *testing.T) {
	t.Parallel()
	acctest.APIVersions(t, func(t *testing.T, version string) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{PageSize: 1})
		fillConflicts(t, s.Tenant())
		config := s.Provider(version)
		var checks []statecheck.StateCheck
		for name, c := range map[string]struct {
			other  string
			people []string
		}{
			"group":                {acctest.Argument("group_id", outer), []string{acctest.User(1), acctest.User(3)}},
			"group_as_a_path":      {acctest.Argument("group_id", "/groups/"+strings.ToUpper(outer)), []string{acctest.User(1), acctest.User(3)}},
			"empty_group":          {acctest.Argument("group_id", acctest.Group(0)), nil},
			"access_package":       {acctest.Argument("incompatible_access_package_id", acctest.Package(1)), []string{acctest.User(2), acctest.User(3)}},
			"empty_access_package": {acctest.Argument("incompatible_access_package_id", acctest.Package(2)), nil},
		} {
			ids := []knownvalue.Check{}
			for _, id := range c.people {
				ids = append(ids, acctest.Text(id))
			}
			named := name + "_named"
			config += pairConfig(name, acctest.Package(0), c.other) + pairConfig(named, acctest.Package(0), c.other, "include_object_ids = true")
			for data, object := range map[string]knownvalue.Check{name: knownvalue.Null(), named: knownvalue.SetExact(ids)} {
				checks = append(checks, acctest.Known(conflictsData+data, "conflicts", knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectPartial(
					map[string]knownvalue.Check{
						"conflict_count": knownvalue.Int64Exact(int64(len(ids))), "object_ids": object, "access_package_display_name": acctest.Text("Package 0"),
						"catalog_display_name": acctest.Text("Finance"), "target_display_name": knownvalue.NotNull(),
					})})))
			}
		}
		s.Run(t, resource.TestStep{
			Config: config + conflictsConfig("none", "rules = []"), Check: checkVersion(s, "/assignments", "/v1.0/"),
			ConfigStateChecks: append(checks, acctest.Known(conflictsData+"none", "conflicts", knownvalue.ListSizeExact(0))),
		})
	})
}

func TestAccConflicts_errors(t *testing.T) {
	t.Parallel()
	group, other := acctest.Argument("group_id", acctest.Group(0)), acctest.Argument("incompatible_access_package_id", acctest.Package(1))
	noDirectory := emulator.Options{Roles: []string{"EntitlementManagement.Read.All"}}
	catalog := acctest.Argument("catalog_id", acctest.CatalogID)
	for name, c := range map[string]struct {
		options emulator.Options
		config  string
		want    string
		silent  bool // found while planning, without a request
	}{
		"no other side":   {config: pairConfig("test", acctest.Package(0)), want: `Set\s+exactly\s+one`, silent: true},
		"two other sides": {config: pairConfig("test", acctest.Package(0), group+", "+other), want: `Set\s+exactly\s+one`, silent: true},
		"itself": {
			config: pairConfig("test", acctest.Package(1), acctest.Argument("incompatible_access_package_id", strings.ToUpper(acctest.Package(1)))),
			want:   `compared with itself`, silent: true,
		},
		"no guid":         {config: pairConfig("test", acctest.Package(0), acctest.Argument("group_id", "approvers")), want: `Invalid GUID`, silent: true},
		"rules and scope": {config: conflictsConfig("test", "rules = []", catalog), want: `cannot be configured together`, silent: true},
		"no time":         {config: conflictsConfig("test", `changed_since = "2026-11-31"`), want: `Invalid time`, silent: true},
		"no time of rule": {config: conflictsConfig("test", fmt.Sprintf("in_force_since = { %q = \"yesterday\" }", acctest.Package(0)+"/"+acctest.Group(0))), want: `Invalid time`, silent: true},
		"time of no rule": {config: conflictsConfig("test", `in_force_since = { "x" = "2026-11-01T00:00:00Z" }`), want: `in_force_since(.|\s)+Invalid import ID|Invalid import ID(.|\s)+in_force_since`, silent: true},
		"package missing": {config: pairConfig("test", acctest.Missing, group), want: `Access package not found(.|\s)+Check\s+.rules`},
		"group missing":   {config: pairConfig("test", acctest.Package(0), acctest.Argument("group_id", acctest.Missing)), want: `Group not found(.|\s)+Check\s+.rules`},
		"other missing": {
			config: pairConfig("test", acctest.Package(0), acctest.Argument("incompatible_access_package_id", acctest.Missing)),
			want:   `Access package not found(.|\s)+Check\s+.rules`,
		},
		"log out of reach": {
			options: noDirectory, config: conflictsConfig("test", `changed_since = "2026-11-01T00:00:00Z"`), want: `Not permitted(.|\s)+AuditLog\.Read\.All`,
		},
		"assignments out of reach": {
			options: emulator.Options{Roles: []string{"GroupMember.Read.All"}}, config: pairConfig("test", acctest.Package(0), other),
			want: `Not permitted(.|\s)+EntitlementManagement\.Read\.All`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, c.options)
			s.Run(t, resource.TestStep{Config: c.config, ExpectError: regexp.MustCompile(c.want)})
			if sent := len(s.Journal()); c.silent && sent != 0 {
				t.Errorf("%d requests", sent)
			}
		})
	}
}

// Ids that are known only after apply put the reading off.
func TestAccConflicts_unknownIDs(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	fillConflicts(t, s.Tenant())
	s.Run(t, resource.TestStep{
		Config: fmt.Sprintf("resource \"terraform_data\" \"group\" {\n  input = %q\n}\n", outer) + `
data "elm_separation_of_duties_conflicts" "test" {
  rules = [{ access_package_id = "` + acctest.Package(0) + `", group_id = terraform_data.group.output }]
}
`,
		ConfigStateChecks: []statecheck.StateCheck{acctest.Known(conflictsData+"test", "conflicts", knownvalue.ListExact([]knownvalue.Check{
			knownvalue.ObjectPartial(map[string]knownvalue.Check{"conflict_count": knownvalue.Int64Exact(2)}),
		}))},
	})
}
