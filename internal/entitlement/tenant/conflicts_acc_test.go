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
	conflictsData = "data.elm_access_package_conflicts."
	nested        = "9f0a9000-0000-4000-9000-000000000001"
	outer         = "9f0a9000-0000-4000-9000-000000000002"
)

func conflictsConfig(name, accessPackage string, arguments ...string) string {
	return fmt.Sprintf("\ndata \"elm_access_package_conflicts\" %q {\n  access_package_id = %q\n  %s\n}\n",
		name, accessPackage, strings.Join(arguments, "\n  "))
}

// fillConflicts: users 1, 2 and 3 hold package 0 (user 3 by two policies), user 4 held it once; users 2 to 5 hold package 1; users 1, 3 and 4
// are in the outer group, user 3 only through the nested one.
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

// checkVersion checks that requests whose path has a part in it went to one version of Microsoft Graph, and that nothing was written.
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

// All cases are data sources of one configuration, each without and with the ids of people.
func TestAccConflicts_counts(t *testing.T) {
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
			config += conflictsConfig(name, acctest.Package(0), c.other) + conflictsConfig(named, acctest.Package(0), c.other, "include_object_ids = true")
			count := knownvalue.Int64Exact(int64(len(ids)))
			checks = append(checks,
				acctest.Known(conflictsData+name, "conflict_count", count), acctest.Known(conflictsData+name, "object_ids", knownvalue.Null()),
				acctest.Known(conflictsData+named, "conflict_count", count), acctest.Known(conflictsData+named, "object_ids", knownvalue.SetExact(ids)),
			)
		}
		s.Run(t, resource.TestStep{Config: config, ConfigStateChecks: checks, Check: checkVersion(s, "/assignments", "/v1.0/")})
	})
}

func TestAccConflicts_errors(t *testing.T) {
	t.Parallel()
	group, other := acctest.Argument("group_id", acctest.Group(0)), acctest.Argument("incompatible_access_package_id", acctest.Package(1))
	noDirectory := emulator.Options{Roles: []string{"EntitlementManagement.Read.All"}}
	for name, c := range map[string]struct {
		options emulator.Options
		config  string
		want    string
		silent  bool // found while planning, without a request
	}{
		"no other side":   {config: conflictsConfig("test", acctest.Package(0)), want: `Exactly one of these attributes`, silent: true},
		"two other sides": {config: conflictsConfig("test", acctest.Package(0), group, other), want: `Exactly one of these attributes`, silent: true},
		"itself": {
			config: conflictsConfig("test", acctest.Package(1), acctest.Argument("incompatible_access_package_id", strings.ToUpper(acctest.Package(1)))),
			want:   `compared with itself`, silent: true,
		},
		"no guid":         {config: conflictsConfig("test", acctest.Package(0), acctest.Argument("group_id", "approvers")), want: `Invalid GUID`, silent: true},
		"package missing": {config: conflictsConfig("test", acctest.Missing, group), want: `Access package not found(.|\s)+Check\s+.access_package_id`},
		"group missing":   {config: conflictsConfig("test", acctest.Package(0), acctest.Argument("group_id", acctest.Missing)), want: `Group not found(.|\s)+Check\s+.group_id`},
		"other missing": {
			config: conflictsConfig("test", acctest.Package(0), acctest.Argument("incompatible_access_package_id", acctest.Missing)),
			want:   `Access package not found(.|\s)+Check\s+.incompatible_access_package_id`,
		},
		"first of two missing": {config: conflictsConfig("test", acctest.Missing, other), want: `Access package not found(.|\s)+Check\s+.access_package_id`},
		"members out of reach": {options: noDirectory, config: conflictsConfig("test", acctest.Package(0), group), want: `Not permitted(.|\s)+GroupMember\.Read\.All`},
		"assignments out of reach": {
			options: emulator.Options{Roles: []string{"GroupMember.Read.All"}}, config: conflictsConfig("test", acctest.Package(0), other),
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
data "elm_access_package_conflicts" "test" {
  access_package_id = "` + acctest.Package(0) + `"
  group_id          = terraform_data.group.output
}
`,
		ConfigStateChecks: []statecheck.StateCheck{acctest.Known(conflictsData+"test", "conflict_count", knownvalue.Int64Exact(2))},
	})
}
