package tenant_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/tenant"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// conflictsOf says what stands in a list of conflicts, without names. A negative count is null.
func conflictsOf(count int64, uncounted, each, accessPackage, target string) knownvalue.Check {
	counted := knownvalue.Int64Exact(count)
	zero := knownvalue.Int64Exact(0)
	var null knownvalue.Check = knownvalue.Null()
	reason := null
	if uncounted != "" {
		reason = knownvalue.StringRegexp(regexp.MustCompile(uncounted))
	}
	check := map[string]knownvalue.Check{
		"kind": acctest.Text(each), "import_id": acctest.Text(accessPackage + "/" + target), "target_id": acctest.Text(target),
		"user_count": counted, "service_principal_count": zero, "unidentified_count": zero, "unknown_count": zero, "conflict_count": counted, "catalog_display_name": knownvalue.NotNull(), "holders": null, "object_ids": null, "not_counted_reason": reason,
	}
	if count < 0 {
		for _, name := range []string{"conflict_count", "user_count", "service_principal_count", "unidentified_count", "unknown_count"} {
			check[name] = null
		}
	}
	return knownvalue.ObjectPartial(check)
}

// A deleted group has no members to count, and an access package out of reach leaves the other rules alone.
func TestAccAllConflicts_counts(t *testing.T) {
	t.Parallel()
	acctest.APIVersions(t, func(t *testing.T, version string) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{PageSize: 1})
		fillConflicts(t, s.Tenant())
		fillRules(t, s.Tenant())
		acctest.Must(t,
			s.Tenant().Link(emulator.IncompatibleAccessPackages, acctest.Package(0), acctest.Package(1)),
			s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), outer),
		)
		packages := []knownvalue.Check{
			conflictsOf(2, "", "access_package", acctest.Package(0), acctest.Package(1)),
			conflictsOf(0, "", "access_package", acctest.Package(2), acctest.Package(9)),
		}
		all := []knownvalue.Check{
			packages[0],
			conflictsOf(2, "", "group", acctest.Package(0), outer),
			packages[1],
			conflictsOf(-1, "group .* no longer exists", "group", acctest.Package(2), acctest.Group(5)),
			conflictsOf(0, "", "group", acctest.Package(2), acctest.Group(4)),
			conflictsOf(0, "", "group", acctest.Package(9), acctest.Group(1)),
			conflictsOf(0, "", "group", acctest.OtherPackage, acctest.Group(4)),
		}
		s.Run(t, resource.TestStep{
			Config: s.Provider(version) + conflictsConfig("all") + conflictsConfig("kind", `kinds = ["access_package"]`) +
				conflictsConfig("catalog", acctest.Argument("catalog_id", acctest.OtherCatalogID)) +
				conflictsConfig("named", acctest.Argument("catalog_id", acctest.CatalogID), "include_object_ids = true", `kinds = ["access_package"]`),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Known(conflictsData+"all", "conflicts", knownvalue.ListExact(all)),
				acctest.Known(conflictsData+"kind", "conflicts", knownvalue.ListExact(packages)),
				acctest.Known(conflictsData+"catalog", "conflicts", knownvalue.ListExact(all[6:])),
				acctest.Known(conflictsData+"named", "conflicts", knownvalue.ListPartial(map[int]knownvalue.Check{
					0: knownvalue.ObjectPartial(map[string]knownvalue.Check{
						"object_ids": knownvalue.SetExact([]knownvalue.Check{acctest.Text(acctest.User(2)), acctest.Text(acctest.User(3))}),
					}),
				})),
			},
		})
	})
}

func TestAccAllConflicts_outOfReach(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{Roles: []string{"GroupMember.Read.All"}, CatalogScope: []string{acctest.CatalogID}})
	fillRules(t, s.Tenant())
	acctest.Must(t, s.Tenant().Link(emulator.IncompatibleAccessPackages, acctest.Package(9), acctest.OtherPackage))
	s.Run(t, resource.TestStep{
		Config: conflictsConfig("test"),
		ConfigStateChecks: []statecheck.StateCheck{acctest.Known(conflictsData+"test", "conflicts", knownvalue.ListPartial(map[int]knownvalue.Check{
			0: conflictsOf(0, "", "access_package", acctest.Package(2), acctest.Package(9)),
			3: conflictsOf(-1, "isn't allowed to read the assignments of access package "+acctest.OtherPackage, "access_package", acctest.Package(9), acctest.OtherPackage),
		}))},
	})
}

// A group whose members may not be read leaves the other rules alone.
func TestAccAllConflicts_hiddenGroup(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	fillRules(t, s.Tenant())
	s.Inject(emulator.Fault{Path: "/groups/" + acctest.Group(4) + "/transitiveMembers", Status: http.StatusForbidden})
	s.Run(t, resource.TestStep{
		Config: conflictsConfig("test"),
		ConfigStateChecks: []statecheck.StateCheck{acctest.Known(conflictsData+"test", "conflicts", knownvalue.ListPartial(map[int]knownvalue.Check{
			2: conflictsOf(-1, "isn't allowed to read the members of group "+acctest.Group(4), "group", acctest.Package(2), acctest.Group(4)),
			1: conflictsOf(-1, "group .* no longer exists", "group", acctest.Package(2), acctest.Group(5)),
			3: conflictsOf(0, "", "group", acctest.Package(9), acctest.Group(1)),
		}))},
	})
}

// Without the permission to read members, each rule about a group says that it isn't counted. The others are counted.
func TestAccAllConflicts_noMembers(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{Roles: []string{"EntitlementManagement.Read.All"}})
	fillRules(t, s.Tenant())
	unread := func(accessPackage, group string) knownvalue.Check {
		return conflictsOf(-1, "isn't allowed to read the members of group "+group, "group", accessPackage, group)
	}
	s.Run(t, resource.TestStep{
		Config: conflictsConfig("test") + pairConfig("pair", acctest.Package(0), acctest.Argument("group_id", acctest.Group(0))),
		ConfigStateChecks: []statecheck.StateCheck{
			acctest.Known(conflictsData+"test", "conflicts", knownvalue.ListExact([]knownvalue.Check{
				conflictsOf(0, "", "access_package", acctest.Package(2), acctest.Package(9)),
				unread(acctest.Package(2), acctest.Group(5)), unread(acctest.Package(2), acctest.Group(4)),
				unread(acctest.Package(9), acctest.Group(1)), unread(acctest.OtherPackage, acctest.Group(4)),
			})),
			acctest.Known(conflictsData+"pair", "conflicts", knownvalue.ListExact([]knownvalue.Check{unread(acctest.Package(0), acctest.Group(0))})),
		},
	})
}

func TestAccAllConflicts_errors(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		options emulator.Options
		config  string
		want    string
	}{
		"unknown catalog":   {config: conflictsConfig("test", acctest.Argument("catalog_id", acctest.Missing)), want: "Catalog not found"},
		"unknown kind":      {config: conflictsConfig("test", `kinds = ["groups"]`), want: `value must be one of`},
		"no kind":           {config: conflictsConfig("test", `kinds = []`), want: `at least 1`},
		"nothing permitted": {emulator.Options{Roles: []string{"GroupMember.Read.All"}}, conflictsConfig("test"), `EntitlementManagement\.Read\.All`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, c.options)
			fillRules(t, s.Tenant())
			s.Run(t, resource.TestStep{Config: c.config, ExpectError: regexp.MustCompile(c.want)})
		})
	}
}

// In one run nothing is asked twice but the access packages: not by rules, by all conflicts, or by those of one pair.
func TestConflicts_asksOnce(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{PageSize: 7})
	acctest.Populate(t, s.Tenant(), "once")
	addRandomRules(t, s, 1)
	client := newClient(t, s, wire.V1)
	readSource(t, tenant.NewRules, client, nil)
	readAllConflicts(t, client, false)
	for one := range acctest.PopulatedPackages {
		for other := range one {
			readConflicts(t, client, one, false, "incompatible_access_package_id", acctest.Package(other))
		}
		readConflicts(t, client, one, false, "group_id", acctest.PopulatedGroup(0))
	}
	asked := map[string]int{}
	for _, entry := range s.Journal() {
		if entry.Kind == "graph" && entry.Method == http.MethodGet && !strings.HasSuffix(entry.Path, "/entitlementManagement/accessPackages") &&
			!strings.HasSuffix(entry.Path, "/groups") {
			asked[entry.Path+"?"+entry.RawQuery]++
		}
	}
	for request, times := range asked {
		if times > 1 {
			t.Errorf("%d times: %s", times, request)
		}
	}
}
