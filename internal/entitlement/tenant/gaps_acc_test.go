package tenant_test

import (
	"fmt"
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

const gapsData = "data.elm_separation_of_duties_gaps."

func gapsConfig(name string, arguments ...string) string {
	return fmt.Sprintf("\ndata \"elm_separation_of_duties_gaps\" %q {\n  %s\n}\n", name, strings.Join(arguments, "\n  "))
}

// fillGaps: package 1 excludes package 2, and what package 2 grants is granted by the other catalog's package too.
func fillGaps(t *testing.T, tenant *emulator.Tenant) {
	t.Helper()
	acctest.Must(t,
		tenant.AddAccessPackage(emulator.AccessPackage{ID: acctest.OtherPackage, CatalogID: acctest.OtherCatalogID, DisplayName: "Other"}),
		tenant.Link(emulator.IncompatibleAccessPackages, acctest.Package(1), acctest.Package(2)),
	)
	for _, accessPackage := range []string{acctest.Package(2), acctest.OtherPackage} {
		p, _ := tenant.AccessPackage(accessPackage)
		acctest.Must(t, tenant.AddResource(emulator.Resource{
			ID: strings.Replace(accessPackage, "acce", "0e50", 1), CatalogID: p.CatalogID, OriginID: "A99", OriginSystem: "AadApplication",
		}))
		_, err := tenant.AddRoleScope(emulator.RoleScope{
			AccessPackageID: accessPackage, Role: emulator.Origin{OriginID: "R1", DisplayName: "Approver"},
		}, "A99")
		acctest.Must(t, err)
	}
}

func gapOf(kind, missing string, accepted bool) knownvalue.Check {
	return knownvalue.ObjectPartial(map[string]knownvalue.Check{
		"kind": acctest.Text(kind), "import_id": acctest.Text(acctest.Package(1) + "/" + acctest.Package(2)),
		"missing_import_id": acctest.Text(missing), "accepted": knownvalue.Bool(accepted),
	})
}

func TestAccGaps_accept(t *testing.T) {
	t.Parallel()
	acctest.APIVersions(t, func(t *testing.T, version string) {
		t.Helper()
		s := acctest.Start(t, emulator.Options{PageSize: 3})
		fillGaps(t, s.Tenant())
		rule := acctest.Package(1) + "/" + acctest.Package(2)
		bypass := "bypass " + rule + " " + acctest.OtherPackage + " aadapplication a99 r1"
		closing, back := acctest.Package(1)+"/"+acctest.OtherPackage, acctest.Package(2)+"/"+acctest.Package(1)
		s.Run(t, resource.TestStep{
			Config: s.Provider(version) + gapsConfig("all") + gapsConfig("one", fmt.Sprintf("accept = [%q, %q]", bypass, "group_only "+rule)) +
				gapsConfig("rule", fmt.Sprintf("accept = [%q]", rule)) + gapsConfig("upper", fmt.Sprintf("accept = [%q, %q]", strings.ToUpper(rule), "GROUP_ONLY "+rule)) +
				gapsConfig("scoped", acctest.Argument("catalog_id", acctest.CatalogID), fmt.Sprintf("accept = [%q]", "group_only "+rule)) +
				gapsConfig("outside", fmt.Sprintf("accept = [%q]", "outside "+rule)),
			ConfigStateChecks: []statecheck.StateCheck{
				acctest.Known(gapsData+"all", "gaps", knownvalue.ListExact([]knownvalue.Check{gapOf("bypass", closing, false), gapOf("one_way", back, false)})),
				acctest.Known(gapsData+"all", "unreadable_access_packages", knownvalue.ListSizeExact(0)),
				acctest.Known(gapsData+"all", "gaps", knownvalue.ListPartial(map[int]knownvalue.Check{0: knownvalue.ObjectPartial(map[string]knownvalue.Check{
					"id": acctest.Text(bypass), "role_display_name": acctest.Text("Approver"), "through_access_package_id": acctest.Text(acctest.OtherPackage),
					"description":         acctest.Text("Package 1 excludes holders of Package 2, but not holders of Other, which grants the role Approver of a99 too."),
					"documented_override": knownvalue.Null(),
				})})),
				acctest.Known(gapsData+"one", "gaps", knownvalue.ListExact([]knownvalue.Check{gapOf("bypass", closing, true), gapOf("one_way", back, false)})),
				acctest.Known(gapsData+"one", "stale_accepts", knownvalue.SetExact([]knownvalue.Check{acctest.Text("group_only " + rule)})),
				acctest.Known(gapsData+"rule", "gaps", knownvalue.ListExact([]knownvalue.Check{gapOf("bypass", closing, true), gapOf("one_way", back, true)})),
				acctest.Known(gapsData+"upper", "gaps", knownvalue.ListExact([]knownvalue.Check{gapOf("bypass", closing, true), gapOf("one_way", back, true)})),
				acctest.Known(gapsData+"upper", "stale_accepts", knownvalue.SetExact([]knownvalue.Check{acctest.Text("GROUP_ONLY " + rule)})),
				acctest.Known(gapsData+"scoped", "stale_accepts", knownvalue.SetSizeExact(0)),
				acctest.Known(gapsData+"outside", "stale_accepts", knownvalue.SetSizeExact(0)),
			},
		})
	})
}

// An object still exists if a list does not show yet, and so tells no name of, what the same apply has made, or because
// an access package that was made moments ago is not found yet.
func TestAccGaps_justMade(t *testing.T) {
	t.Parallel()
	for i, c := range []struct{ rule, target string }{{"group", acctest.Group(0)}, {"access_package", acctest.OtherPackage}} {
		k := acctest.Kinds[i]
		t.Run(k.Target, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{ListLagReads: 2})
			acctest.Must(t, s.Tenant().AddAccessPackage(emulator.AccessPackage{ID: acctest.OtherPackage, CatalogID: acctest.OtherCatalogID, DisplayName: "Other"}))
			s.Inject(emulator.Fault{Path: "/accessPackages/" + acctest.OtherPackage, Status: http.StatusNotFound, Code: "ResourceNotFound"})
			s.Inject(emulator.Fault{Path: "/transitiveMembers", Status: http.StatusNotFound, Code: "Request_ResourceNotFound"})
			after := func(addresses ...string) []string {
				return []string{acctest.Argument("catalog_id", acctest.CatalogID), fmt.Sprintf("depends_on = [%s]", strings.Join(addresses, ", "))}
			}
			rules := rulesConfig("test", after(k.Address())...) // first, because the others read the names of groups
			s.RunWith(t, acctest.NewClock(), resource.TestStep{
				Config: k.Config(acctest.Package(0), c.target) + rules +
					gapsConfig("test", after(k.Address(), rulesData+"test")...) + conflictsConfig("test", after(k.Address(), rulesData+"test")...),
				ConfigStateChecks: []statecheck.StateCheck{
					acctest.Known(gapsData+"test", "gaps", knownvalue.ListSizeExact(0)),
					acctest.Known(rulesData+"test", "rules", knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectPartial(map[string]knownvalue.Check{
						"import_id": acctest.Text(acctest.Package(0) + "/" + c.target), "target_display_name": knownvalue.Null(), "pending": knownvalue.Bool(true),
					})})),
					acctest.Known(conflictsData+"test", "conflicts", knownvalue.ListExact([]knownvalue.Check{
						conflictsOf(-1, "show the .* yet", c.rule, acctest.Package(0), c.target),
					})),
				},
			})
		})
	}
}

// An access package that may not be read is named, whether the tenant lists it or a rule names it. Any other failure
// fails all, and names it.
func TestAccGaps_unread(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		options emulator.Options
		fault   emulator.Fault
		unread  string
		want    *regexp.Regexp
	}{
		"beyond the caller's catalogs": {options: emulator.Options{Roles: []string{}, CatalogScope: []string{acctest.CatalogID}}, unread: acctest.OtherPackage},
		"refused": {
			fault: emulator.Fault{Path: "/accessPackages/" + acctest.Package(7) + "/", Status: http.StatusForbidden, Code: "UnAuthorized"}, unread: acctest.Package(7),
		},
		"broken": {
			fault: emulator.Fault{Path: "/accessPackages/" + acctest.Package(7) + "/", Truncate: true}, want: regexp.MustCompile(`Unexpected answer(.|\n)*Package\W+7\W+\(`),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, c.options)
			fillGaps(t, s.Tenant())
			acctest.Must(t, s.Tenant().Link(emulator.IncompatibleAccessPackages, acctest.Package(3), acctest.OtherPackage))
			if c.fault.Path != "" {
				s.Inject(c.fault)
			}
			step := resource.TestStep{Config: gapsConfig("test"), ExpectError: c.want}
			if c.want == nil {
				step.ConfigStateChecks = []statecheck.StateCheck{acctest.Known(gapsData+"test", "unreadable_access_packages", knownvalue.ListExact([]knownvalue.Check{
					knownvalue.ObjectPartial(map[string]knownvalue.Check{"access_package_id": acctest.Text(c.unread)}),
				}))}
			}
			s.RunWith(t, acctest.NewClock(), step)
		})
	}
}

func TestAccGaps_unknownCatalog(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	s.Run(t, resource.TestStep{
		Config: gapsConfig("test", acctest.Argument("catalog_id", acctest.Missing)), ExpectError: regexp.MustCompile("Catalog not found"),
	})
}

// Each access package is asked once for what it grants.
func TestGaps_requests(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	fillGaps(t, s.Tenant())
	client := newClient(t, s, wire.Beta)
	s.ResetJournal()
	readSource(t, tenant.NewGaps, client, nil)
	if got, want := s.Requests("", ""), 1+21*(len(emulator.Kinds())+1); got != want {
		t.Errorf("%d requests, want %d", got, want)
	}
}
