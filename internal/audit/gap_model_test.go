package audit_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

const (
	modelPackages = 6
	modelGroups   = 4
	modelUsers    = 8
)

// asset is something that an access package can grant, in the words of a system. Atoms are what someone gets by it:
// assets that share an atom overlap.
type asset struct {
	system, scope, role, eligible, kind string
	group                               int // of a membership; otherwise -1
	atoms                               []string
}

const (
	definition = "/providers/Microsoft.Authorization/roleDefinitions/de000000-0000-4000-8000-000000000000"
	inSystem   = "/subscriptions/50b00000-0000-4000-8000-000000000000"
	managed    = "/providers/Microsoft.Management/managementGroups/bank"
)

// assets are all forms of roles. The same role of Azure is named with its subscription and without.
func assets() []asset {
	var all []asset
	for g := range modelGroups {
		id := acctest.Group(g)
		all = append(all,
			asset{"AadGroup", id, "Member_" + id, "EligibleMember_" + id, "", g, []string{"member " + id}},
			asset{"AadGroup", id, "Owner_" + id, "EligibleOwner_" + id, "", -1, []string{"owner " + id}},
		)
	}
	role := "d1ec0000-0000-4000-8000-000000000000"
	return append(all,
		asset{"DirectoryRole", role, "Active", "Eligible", "", -1, []string{"directory"}},
		asset{"AzureResources", managed, definition, inSystem + definition, "azure", -1, []string{"management group", "subscription", "resource group"}},
		asset{"AzureResources", inSystem, inSystem + definition, definition, "azure", -1, []string{"subscription", "resource group"}},
		asset{"AzureResources", inSystem + "/resourceGroups/pay", definition, definition, "azure", -1, []string{"resource group"}},
		asset{"SharePointOnline", "https://contoso.sharepoint.example/sites/1", "5", "", "", -1, []string{"site 1"}},
		asset{"SharePointOnline", "https://contoso.sharepoint.example/sites/2", "5", "", "", -1, []string{"site 2"}},
	)
}

const (
	active   = 1
	eligible = 2
)

// gapModel is a tenant by numbers: who grants, excludes and holds what.
type gapModel struct {
	assets    []asset
	grants    [modelPackages][]int // by asset: active, eligible or both
	groups    [modelPackages][modelGroups]bool
	packages  [modelPackages][modelPackages]bool
	approved  [modelPackages]bool // the policy requires approval and ends
	reviewed  [modelPackages]bool
	automatic [modelPackages]bool
	holders   [modelPackages][modelUsers]bool
	members   [modelGroups][modelUsers]bool
	frozen    [modelGroups]bool
	gone      int
}

func randomGaps(random *rand.Rand) *gapModel {
	m := &gapModel{assets: assets(), gone: random.IntN(modelGroups)}
	rarely := func() bool { return random.IntN(4) == 0 }
	for p := range modelPackages {
		m.grants[p] = make([]int, len(m.assets))
		for a := range m.assets {
			if rarely() {
				m.grants[p][a] = []int{active, active, eligible, active | eligible}[random.IntN(4)]
			}
			if m.assets[a].eligible == "" {
				m.grants[p][a] &= active
			}
		}
		for g := range modelGroups {
			m.groups[p][g] = rarely()
		}
		for other := range modelPackages {
			m.packages[p][other] = other != p && rarely()
		}
		m.approved[p], m.reviewed[p], m.automatic[p] = random.IntN(2) == 0, random.IntN(2) == 0, rarely()
		for u := range modelUsers {
			m.holders[p][u] = random.IntN(2) == 0
		}
	}
	for g := range modelGroups {
		m.frozen[g] = random.IntN(2) == 0
		for u := range modelUsers {
			m.members[g][u] = random.IntN(2) == 0
		}
	}
	return m
}

func (m *gapModel) build(t *testing.T, tenant *emulator.Tenant) {
	t.Helper()
	for u := range modelUsers {
		acctest.Must(t, tenant.AddUser(emulator.User{ID: acctest.User(u)}))
	}
	m.addResources(t, tenant)
	number := 0
	for p := range modelPackages {
		m.addGrants(t, tenant, p)
		m.addRules(t, tenant, p)
		m.addPolicy(t, tenant, p)
		for u, holds := range m.holders[p] {
			if number++; holds {
				acctest.Must(t, tenant.AddAssignment(emulator.Assignment{
					ID: acctest.Assignment(number), AccessPackageID: acctest.Package(p), UserID: acctest.User(u),
				}))
			}
		}
	}
	for g := range modelGroups {
		acctest.Must(t, tenant.UpdateGroup(acctest.Group(g), func(group *emulator.Group) {
			for u, in := range m.members[g] {
				if in {
					group.Members = append(group.Members, acctest.User(u))
				}
			}
			if m.frozen[g] {
				group.GroupTypes = []string{"DynamicMembership"}
				group.MembershipRule = `user.department -eq "Finance"`
				if g%2 == 0 {
					group.MembershipRuleProcessingState = "Paused"
				} else {
					group.MembershipRule = `user.memberOf -any (group.objectId -in ['x'])`
				}
			}
		}))
	}
	acctest.Must(t, tenant.DeleteGroup(acctest.Group(m.gone)))
}

func (m *gapModel) addResources(t *testing.T, tenant *emulator.Tenant) {
	t.Helper()
	seen := map[string]bool{}
	for i, a := range m.assets {
		origin := a.scope
		if strings.HasPrefix(origin, inSystem) {
			origin = inSystem // a resource group is a scope within the subscription
		}
		if !seen[origin] {
			acctest.Must(t, tenant.AddResource(emulator.Resource{
				ID: fmt.Sprintf("0e50e000-0000-4000-8000-%012d", i), CatalogID: acctest.CatalogID, OriginID: origin, OriginSystem: a.system,
			}))
		}
		seen[origin] = true
	}
}

func (m *gapModel) addGrants(t *testing.T, tenant *emulator.Tenant, p int) {
	t.Helper()
	for i, state := range m.grants[p] {
		a := m.assets[i]
		for _, form := range []struct {
			state      int
			role, kind string
		}{{active, a.role, "active"}, {eligible, a.eligible, "eligible"}} {
			if state&form.state == 0 {
				continue
			}
			scope := emulator.RoleScope{AccessPackageID: acctest.Package(p)}
			scope.Role.OriginID = form.role
			if a.kind == "azure" {
				scope.Role.Type = form.kind
			}
			_, err := tenant.AddRoleScope(scope, a.scope)
			acctest.Must(t, err)
		}
	}
}

func (m *gapModel) addRules(t *testing.T, tenant *emulator.Tenant, p int) {
	t.Helper()
	for g, excluded := range m.groups[p] {
		if excluded {
			acctest.Must(t, tenant.Link(emulator.IncompatibleGroups, acctest.Package(p), acctest.Group(g)))
		}
	}
	for other, excluded := range m.packages[p] {
		if excluded {
			acctest.Must(t, tenant.Link(emulator.IncompatibleAccessPackages, acctest.Package(p), acctest.Package(other)))
		}
	}
}

func (m *gapModel) addPolicy(t *testing.T, tenant *emulator.Tenant, p int) {
	t.Helper()
	settings := map[string]any{
		"requestApprovalSettings": map[string]any{"isApprovalRequiredForAdd": true}, "expiration": map[string]any{"type": "noExpiration"},
		"reviewSettings": map[string]any{"isEnabled": m.reviewed[p]},
	}
	if m.approved[p] {
		settings["expiration"] = map[string]any{"type": "afterDuration"}
	}
	if m.automatic[p] {
		settings["automaticRequestSettings"] = map[string]any{"requestAccessForAllowedTargets": true}
	}
	acctest.Must(t, tenant.AddPolicy(emulator.Policy{
		ID: fmt.Sprintf("0011c700-0000-4000-8000-%012d", p), AccessPackageID: acctest.Package(p), DisplayName: "Policy", Settings: settings,
	}))
}
