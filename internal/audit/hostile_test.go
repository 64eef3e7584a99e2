package audit_test

import (
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/hostile"
)

// Checks print the descriptions of gaps, so that a name in one must not write into a terminal or a runner's log.
func TestGaps_hostileNames(t *testing.T) {
	t.Parallel()
	kinds := map[evidence.GapKind]bool{}
	for i, name := range hostile.Names {
		s := acctest.Start(t, emulator.Options{})
		tenant := s.Tenant()
		for p := range 5 {
			acctest.Must(t, tenant.UpdateAccessPackage(acctest.Package(p), func(each *emulator.AccessPackage) { each.DisplayName = name.Text }))
		}
		acctest.Must(t,
			tenant.AddUser(emulator.User{ID: acctest.User(1)}),
			tenant.UpdateGroup(acctest.Group(1), func(g *emulator.Group) {
				g.DisplayName, g.Members = name.Text, []string{acctest.User(1)}
				g.GroupTypes, g.MembershipRule, g.MembershipRuleProcessingState = []string{"DynamicMembership"}, "user.city -eq \"Bern\"", "Paused"
			}),
			tenant.UpdateGroup(acctest.Group(2), func(g *emulator.Group) { g.DisplayName, g.Members = name.Text, []string{acctest.User(1)} }),
			tenant.Link(emulator.IncompatibleAccessPackages, acctest.Package(0), acctest.Package(1)),
			tenant.Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(1)),
			tenant.Link(emulator.IncompatibleGroups, acctest.Package(2), acctest.Group(1)),
			tenant.AddPolicy(emulator.Policy{
				ID: acctest.Missing, AccessPackageID: acctest.Package(0), DisplayName: name.Text,
				Settings: map[string]any{"automaticRequestSettings": map[string]any{"requestAccessForAllowedTargets": true}},
			}),
			tenant.AddPolicy(emulator.Policy{ID: acctest.Assignment(9), AccessPackageID: acctest.Package(3), DisplayName: name.Text}),
			tenant.AddResource(emulator.Resource{ID: acctest.Assignment(1), CatalogID: acctest.CatalogID, OriginID: name.Text, OriginSystem: "AadApplication"}),
			tenant.AddResource(emulator.Resource{ID: acctest.Assignment(2), CatalogID: acctest.CatalogID, OriginID: acctest.Group(1), OriginSystem: "AadGroup"}),
			tenant.AddResource(emulator.Resource{ID: acctest.Assignment(3), CatalogID: acctest.CatalogID, OriginID: acctest.Group(2), OriginSystem: "AadGroup"}),
		)
		for _, g := range []struct {
			accessPackage int
			origin, role  string
		}{
			{1, name.Text, "role"},
			{4, name.Text, "role"},
			{3, name.Text, "role"},
			{0, name.Text, "other"},
			{3, name.Text, "other"},
			{2, acctest.Group(1), "Member_" + acctest.Group(1)},
			{3, acctest.Group(1), "Member_" + acctest.Group(1)},
			{1, acctest.Group(2), "Member_" + acctest.Group(2)},
			{3, acctest.Group(2), "Member_" + acctest.Group(2)},
		} {
			scope := emulator.RoleScope{AccessPackageID: acctest.Package(g.accessPackage)}
			scope.Role.OriginID, scope.Role.DisplayName = g.role, name.Text
			_, err := tenant.AddRoleScope(scope, g.origin)
			acctest.Must(t, err)
		}
		report, err := audit.Gaps(t.Context(), newClient(t, s, []wire.APIVersion{wire.Beta, wire.V1}[i%2]), audit.GapOptions{Outside: true})
		acctest.Must(t, err)
		for _, g := range report.Gaps {
			kinds[g.Kind] = true
			if err := hostile.InText(g.Description); err != nil || strings.Contains(g.Description, "\n") {
				t.Errorf("%s, %s: %q: %v", name.Attack, g.Kind, g.Description, err)
			}
		}
	}
	for _, kind := range []evidence.GapKind{evidence.GapBypass, evidence.GapInherent, evidence.GapGroupOnly, evidence.GapOneWay, evidence.GapSelfLockout, evidence.GapOutside, evidence.GapFrozen, evidence.GapAutomatic} {
		if !kinds[kind] {
			t.Errorf("no gap of kind %s was described", kind)
		}
	}
}
