package lookup_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// Titles of the reports.
const (
	notFound     = "Group not found"
	noMembers    = "Group is a distribution list"
	grantsGroup  = "Access package grants this group"
	otherKind    = "ID of another kind of object"
	notAll       = "Some references couldn't be checked"
	oneDirection = "Rule has no opposite"
)

// Objects in addition to the fixture's.
const (
	distributionList = "9f0a9000-0000-4000-9000-000000000001"
	microsoft365     = "9f0a9000-0000-4000-9000-000000000002"
	grantingPackage  = "acce5500-0000-4000-9000-000000000001" // grants the fixture's group 0
)

// checked starts a service with these objects, and a CLI whose provider is to check references.
func checked(t *testing.T, options emulator.Options, config string) (*acctest.Service, *acctest.CLI) {
	t.Helper()
	s := acctest.Start(t, options)
	acctest.Must(t,
		s.Tenant().AddGroup(emulator.Group{ID: distributionList, DisplayName: "Newsletter", MailEnabled: true}),
		s.Tenant().AddGroup(emulator.Group{ID: microsoft365, DisplayName: "Team", MailEnabled: true, GroupTypes: []string{"Unified"}}),
		s.Tenant().AddAccessPackage(emulator.AccessPackage{
			ID: grantingPackage, CatalogID: acctest.CatalogID, DisplayName: "Granting", GrantsGroups: []string{acctest.Group(0)},
		}),
	)
	cli := acctest.NewCLI(t, acctest.Options(acctest.NewClock(), nil)...)
	cli.Write(t, s.Provider("check_references = true")+config)
	return s, cli
}

// groupRules declares a rule of an access package for each of the groups.
func groupRules(accessPackage string, groups ...string) string {
	return fmt.Sprintf(`
resource "elm_access_package_incompatible_group" "test" {
  for_each          = toset([%s])
  catalog_id        = %q
  access_package_id = %q
  group_id          = each.key
}
`, acctest.QuotedList(groups), acctest.CatalogID, accessPackage)
}

func TestAccReferences_plan(t *testing.T) {
	t.Parallel()
	group, accessPackage := acctest.Kinds[0], acctest.Kinds[1]
	set := func(accessPackage, more string) string {
		return fmt.Sprintf("resource \"elm_access_package_separation_of_duties\" \"test\" {\n  catalog_id = %q\n  access_package_id = %q\n  %s\n}\n",
			acctest.CatalogID, accessPackage, more)
	}
	for name, test := range map[string]struct {
		config string
		fails  bool
		want   []string
	}{
		"all is well":             {group.Config(acctest.Package(0), "/groups/"+strings.ToUpper(acctest.Group(0))), false, nil},
		"no access package":       {group.Config(acctest.Missing, acctest.Group(0)), true, []string{"Access package not found", "access_package_id = "}},
		"another catalog":         {group.ConfigIn(acctest.OtherCatalogID, acctest.Package(0), acctest.Group(0)), true, []string{"Access package is in another catalog", "catalog_id "}},
		"no group":                {group.Config(acctest.Package(0), acctest.Missing), true, []string{notFound, "group_id = "}},
		"distribution list":       {group.Config(acctest.Package(0), distributionList), false, []string{noMembers}},
		"Microsoft 365 group":     {group.Config(acctest.Package(0), microsoft365), false, nil},
		"granted group":           {group.Config(grantingPackage, acctest.Group(0)), false, []string{grantsGroup}},
		"another granted group":   {group.Config(grantingPackage, acctest.Group(1)), false, nil},
		"IDs in the wrong order":  {group.Config(acctest.Group(0), acctest.Package(0)), true, []string{otherKind, "access_package_id = ", "ID of a group"}},
		"access package as group": {group.Config(acctest.Package(0), acctest.Package(1)), true, []string{otherKind, "group_id = ", "ID of an access package"}},
		"catalog as group":        {group.Config(acctest.Package(0), acctest.CatalogID), true, []string{otherKind, "group_id = ", "ID of a catalog"}},
		"group as access package": {set(acctest.Package(0), "incompatible_access_package_ids = ["+acctest.QuotedList([]string{acctest.Package(1), acctest.Group(0)})+"]"), true, []string{otherKind, "ID of a group"}},
		"other access package":    {accessPackage.Config(acctest.Package(0), acctest.Package(1)), false, nil},
		"no other access package": {accessPackage.Config(acctest.Package(0), acctest.Missing), true, []string{"Access package not found", "incompatible_access_package_id = "}},
		"set": {
			set(grantingPackage, "incompatible_group_ids = ["+acctest.QuotedList([]string{acctest.Group(0), distributionList, acctest.Group(1)})+"]"),
			false,
			[]string{noMembers, grantsGroup},
		},
		"set, no group": {
			set(acctest.Package(0), "incompatible_group_ids = ["+acctest.QuotedList([]string{acctest.Group(0), acctest.Missing})+"]"), true, []string{notFound, acctest.Missing},
		},
		"set, no access package": {
			set(acctest.Missing, "incompatible_access_package_ids = ["+acctest.QuotedList(acctest.Packages(1, 2))+"]"), true, []string{"Access package not found"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, version := range []string{"beta", "v1.0"} {
				s, cli := checked(t, emulator.Options{}, "")
				cli.Write(t, s.Provider("check_references = true", acctest.Argument("api_version", version))+test.config)
				code := 0
				if test.fails {
					code = 1
				}
				output := cli.Must(t, code, "plan")
				for _, want := range test.want {
					if !strings.Contains(output, want) {
						t.Errorf("%s: not %q:\n%s", version, want, output)
					}
				}
				if len(test.want) == 0 && strings.Contains(output, "Warning") {
					t.Errorf("%s:\n%s", version, output)
				}
				if s.Writes() != 0 {
					t.Errorf("%s: %d writes", version, s.Writes())
				}
			}
		})
	}
}

// Each object is looked up once, and only when a plan names it for the first time; the other rules of an access package
// cost nothing.
func TestAccReferences_requests(t *testing.T) {
	t.Parallel()
	s, cli := checked(t, emulator.Options{}, "")
	config := fmt.Sprintf(`
resource "elm_access_package_incompatible_group" "test" {
  for_each          = toset([%s])
  catalog_id        = %q
  access_package_id = each.key
  group_id          = %q
}
`, acctest.QuotedList(acctest.Packages(0, 1, 2, 3, 4)), acctest.CatalogID, acctest.Group(7))
	lookups := func(want string) {
		t.Helper()
		got := fmt.Sprintf("%d groups, %d access packages", s.Requests(http.MethodGet, "/groups/"), s.Requests(http.MethodGet, "/accessPackages/")-s.Requests(http.MethodGet, "/incompatible"))
		if got != want {
			t.Errorf("%s, want %s", got, want)
		}
		s.ResetJournal()
	}
	cli.Write(t, s.Provider()+config)
	cli.Must(t, 0, "plan")
	lookups("0 groups, 0 access packages")
	cli.Write(t, s.Provider("check_references = true")+config)
	cli.Must(t, 0, "plan")
	lookups("1 groups, 10 access packages") // the catalog of each, and what each grants
	cli.Must(t, 0, "apply", "-auto-approve")
	s.ResetJournal()
	cli.Must(t, 0, "plan", "-detailed-exitcode")
	lookups("0 groups, 0 access packages")
	cli.Write(t, s.Provider("check_references = true")+strings.ReplaceAll(config, acctest.CatalogID, acctest.OtherCatalogID))
	cli.Must(t, 1, "plan")
	lookups("0 groups, 5 access packages")
}

// A caller who may manage rules and may not read groups gets one warning, independent of the number of rules.
func TestAccReferences_forbidden(t *testing.T) {
	t.Parallel()
	s, cli := checked(t, emulator.Options{Roles: []string{"EntitlementManagement.ReadWrite.All"}}, groupRules(acctest.Package(0), acctest.Groups(0, 1, 2, 3)...))
	output := cli.Must(t, 0, "plan")
	if strings.Count(output, "Warning:") != 1 || !strings.Contains(output, notAll) || !strings.Contains(output, "GroupMember.Read.All") ||
		strings.Contains(output, "more similar") {
		t.Errorf("not one warning:\n%s", output)
	}
	cli.Must(t, 0, "apply", "-auto-approve")
	if got := len(s.Tenant().Links(emulator.IncompatibleGroups, acctest.Package(0))); got != 4 {
		t.Errorf("%d rules", got)
	}
}

// An ID that is unknown in the plan is looked up in the apply, before any write.
func TestAccReferences_unknownUntilApply(t *testing.T) {
	t.Parallel()
	s, cli := checked(t, emulator.Options{}, fmt.Sprintf(`
resource "terraform_data" "group" {
  input = %q
}
resource "elm_access_package_incompatible_group" "test" {
  catalog_id        = %q
  access_package_id = %q
  group_id          = terraform_data.group.output
}
`, acctest.Missing, acctest.CatalogID, acctest.Package(0)))
	cli.Must(t, 0, "plan")
	if s.Requests(http.MethodGet, "/groups/") != 0 {
		t.Error("a group was looked up whose id is not known")
	}
	if output := cli.Must(t, 1, "apply", "-auto-approve"); !strings.Contains(output, notFound) || s.Writes() != 0 {
		t.Errorf("%d writes:\n%s", s.Writes(), output)
	}
}

// With an unknown provider configuration, nothing is looked up in the plan.
func TestAccReferences_providerUnknown(t *testing.T) {
	t.Parallel()
	s, cli := checked(t, emulator.Options{}, "")
	cli.Write(t, `
resource "terraform_data" "tenant" {
  input = "`+acctest.TenantID+`"
}
`+strings.Replace(s.Provider("check_references = true"), fmt.Sprintf("%q", acctest.TenantID), "terraform_data.tenant.output", 1)+
		groupRules(acctest.Package(0), acctest.Group(0)))
	cli.Must(t, 0, "plan")
	cli.Must(t, 0, "apply", "-auto-approve")
	if s.Requests(http.MethodGet, "/groups/") == 0 {
		t.Error("nothing was looked up while applying")
	}
}

// A rule in one direction is reported after it was made, when all rules of the configuration are there, until the next
// apply.
func TestAccReferences_oneWay(t *testing.T) {
	t.Parallel()
	k := acctest.Kinds[1]
	one := k.Config(acctest.Package(0), acctest.Package(1))
	other := strings.Replace(k.Config(acctest.Package(1), acctest.Package(0)), `"test"`, `"other"`, 1)
	set := func(name, accessPackage, other string) string {
		return fmt.Sprintf("\nresource \"elm_access_package_separation_of_duties\" %q {\n  catalog_id = %q\n  access_package_id = %q\n"+
			"  incompatible_access_package_ids = [%q]\n}\n", name, acctest.CatalogID, accessPackage, other)
	}
	for name, test := range map[string]struct {
		config, reverse string
	}{
		"links": {one, other},
		"sets":  {set("test", acctest.Package(0), acctest.Package(1)), set("other", acctest.Package(1), acctest.Package(0))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, cli := checked(t, emulator.Options{}, test.config+test.reverse)
			cli.Must(t, 0, "apply", "-auto-approve")
			if output := cli.Must(t, 0, "plan", "-detailed-exitcode"); strings.Contains(output, "Warning") {
				t.Errorf("both directions are there:\n%s", output)
			}
			cli.Write(t, s.Provider("check_references = true"))
			cli.Must(t, 0, "apply", "-auto-approve")
			cli.Write(t, s.Provider("check_references = true")+test.config)
			cli.Must(t, 0, "apply", "-auto-approve")
			if output := cli.Must(t, 0, "plan", "-detailed-exitcode"); !strings.Contains(output, oneDirection) || !strings.Contains(output, acctest.Package(1)) {
				t.Errorf("one direction is missing:\n%s", output)
			}
			cli.Must(t, 0, "apply", "-auto-approve")
			if output := cli.Must(t, 0, "plan", "-detailed-exitcode"); strings.Contains(output, oneDirection) {
				t.Errorf("said more than once:\n%s", output)
			}
		})
	}
}

// A rule that someone removed before the first refresh causes no warning.
func TestAccReferences_oneWayRemoved(t *testing.T) {
	t.Parallel()
	s, cli := checked(t, emulator.Options{}, "")
	config := ruleSet(acctest.Package(0), nil, acctest.Packages(1, 2))
	cli.Write(t, s.Provider()+config)
	cli.Must(t, 0, "apply", "-auto-approve")
	acctest.Must(t, s.Tenant().Unlink(emulator.IncompatibleAccessPackages, acctest.Package(0), acctest.Package(1)))
	cli.Write(t, s.Provider("check_references = true")+config)
	output := cli.Must(t, 2, "plan", "-detailed-exitcode")
	if !strings.Contains(output, oneDirection) || strings.Contains(output, "  - "+acctest.Package(1)) || !strings.Contains(output, "  - Package 2 ") {
		t.Errorf("not of the one that is there:\n%s", output)
	}
}
