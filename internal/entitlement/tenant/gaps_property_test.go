package tenant_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/entitlement/tenant"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

const (
	gapPackages = 6
	gapGroups   = 4
	gapSites    = 3
)

// gapModel is a tenant by numbers: who grants and excludes what. A role below gapGroups is membership of that group, one above is of a site.
type gapModel struct {
	roles    [gapPackages][gapGroups + gapSites]bool
	groups   [gapPackages][gapGroups]bool // excluded
	packages [gapPackages][gapPackages]bool
	approved [gapPackages]bool // its one policy takes approval and ends
	gone     [gapGroups]bool
}

// The gaps are those that trying all combinations finds, over random tenants.
func TestGaps_bruteForce(t *testing.T) {
	t.Parallel()
	for seed := range uint64(12) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{PageSize: 3 + int(seed)})
			m := randomGaps(rand.New(rand.NewPCG(seed, 0)))
			m.build(t, s.Tenant())
			client := newClient(t, s, []wire.APIVersion{wire.Beta, wire.V1}[seed%2])
			state := readSource(t, tenant.NewGaps, client, nil)
			got := map[string]int{}
			matches, diags := state.PathMatches(t.Context(), path.MatchRoot("gaps").AtAnyListIndex())
			for _, match := range matches {
				var kind, rule, sentence string
				var through, missing *string
				var override *bool
				diags.Append(state.GetAttribute(t.Context(), match.AtName("kind"), &kind)...)
				diags.Append(state.GetAttribute(t.Context(), match.AtName("import_id"), &rule)...)
				diags.Append(state.GetAttribute(t.Context(), match.AtName("sentence"), &sentence)...)
				diags.Append(state.GetAttribute(t.Context(), match.AtName("through_access_package_id"), &through)...)
				diags.Append(state.GetAttribute(t.Context(), match.AtName("missing_import_id"), &missing)...)
				diags.Append(state.GetAttribute(t.Context(), match.AtName("documented_override"), &override)...)
				got[gapText(kind, rule, through, missing, override)]++
				if sentence == "" {
					t.Error("a gap without a sentence")
				}
			}
			if diags.HasError() {
				t.Fatal(diags)
			}
			if want := m.gaps(); !maps.Equal(got, want) {
				t.Errorf("got %v\nwant %v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)))
			}
		})
	}
}

func gapText(kind, rule string, through, missing *string, override *bool) string {
	text := kind + " " + rule
	for _, part := range []*string{through, missing} {
		if part == nil {
			text += " -"
		} else {
			text += " " + *part
		}
	}
	if override != nil {
		text += fmt.Sprint(" ", *override)
	}
	return text
}

func randomGaps(random *rand.Rand) *gapModel {
	m := &gapModel{}
	for p := range gapPackages {
		for r := range m.roles[p] {
			m.roles[p][r] = random.IntN(4) == 0
		}
		for g := range gapGroups {
			m.groups[p][g] = random.IntN(4) == 0
		}
		for other := range gapPackages {
			m.packages[p][other] = other != p && random.IntN(4) == 0
		}
		m.approved[p] = random.IntN(2) == 0
	}
	m.gone[random.IntN(gapGroups)] = true
	return m
}

func (m *gapModel) build(t *testing.T, tenant *emulator.Tenant) {
	t.Helper()
	for i := range gapSites {
		acctest.Must(t, tenant.AddResource(emulator.Resource{
			ID: fmt.Sprintf("0e50e000-0000-4000-8000-%012d", i), CatalogID: acctest.CatalogID, OriginID: site(i), OriginSystem: "SharePointOnline",
		}))
	}
	for i := range gapGroups {
		acctest.Must(t, tenant.AddResource(emulator.Resource{
			ID: fmt.Sprintf("0e50e001-0000-4000-8000-%012d", i), CatalogID: acctest.CatalogID, OriginID: acctest.Group(i), OriginSystem: "AadGroup",
		}))
	}
	for p := range gapPackages {
		for r, granted := range m.roles[p] {
			scope, origin := emulator.RoleScope{AccessPackageID: acctest.Package(p)}, acctest.Group(r%gapGroups)
			scope.Role.OriginID = "Member_" + origin
			if r >= gapGroups {
				origin, scope.Role.OriginID = site(r-gapGroups), "5"
			}
			if granted {
				_, err := tenant.AddRoleScope(scope, origin)
				acctest.Must(t, err)
			}
		}
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
		acctest.Must(t, tenant.PutPolicy(policyOf(p, m.approved[p])))
	}
	for g, gone := range m.gone {
		if gone {
			acctest.Must(t, tenant.DeleteGroup(acctest.Group(g)))
		}
	}
}

func site(i int) string { return fmt.Sprintf("https://contoso.sharepoint.example/sites/%d", i) }

func policyOf(accessPackage int, approved bool) emulator.Policy {
	ends := "noExpiration"
	if approved {
		ends = "afterDuration"
	}
	return emulator.Policy{
		ID: fmt.Sprintf("0011c700-0000-4000-8000-%012d", accessPackage), AccessPackageID: acctest.Package(accessPackage), Version: "v1.0", DisplayName: "Policy",
		Written: emulator.Written{Members: map[string]any{
			"requestApprovalSettings": map[string]any{"isApprovalRequiredForAdd": true}, "expiration": map[string]any{"type": ends},
		}},
	}
}

// gaps tries every rule with every access package, and counts how often each gap is to be found.
func (m *gapModel) gaps() map[string]int {
	found := map[string]int{}
	for a := range gapPackages {
		for b := range gapPackages {
			if m.packages[a][b] {
				m.ofPackages(found, a, b)
			}
		}
		for g := range gapGroups {
			if m.groups[a][g] {
				m.ofGroup(found, a, g)
			}
		}
	}
	return found
}

func (m *gapModel) ofPackages(found map[string]int, a, b int) {
	rule := acctest.Package(a) + "/" + acctest.Package(b)
	if !m.packages[b][a] {
		missing := acctest.Package(b) + "/" + acctest.Package(a)
		found[gapText("one_way", rule, nil, &missing, nil)]++
	}
	for c := range gapPackages {
		if c == a || c == b {
			continue
		}
		ofA, ofB := 0, 0
		kept := m.packages[a][c]
		for r := range m.roles[c] {
			if m.roles[c][r] && m.roles[a][r] && !m.roles[b][r] {
				ofA++
			}
			if m.roles[c][r] && m.roles[b][r] && !m.roles[a][r] {
				ofB++
			}
			kept = kept || r < gapGroups && m.roles[c][r] && m.groups[a][r]
		}
		through, missing := acctest.Package(c), acctest.Package(a)+"/"+acctest.Package(c)
		if !kept && ofB > 0 {
			found[gapText("bypass", rule, &through, &missing, nil)] += ofB
		}
		if ofA > 0 && ofB > 0 {
			found[gapText("inherent", rule, &through, nil, &m.approved[c])]++
		}
	}
}

func (m *gapModel) ofGroup(found map[string]int, a, g int) {
	rule := acctest.Package(a) + "/" + acctest.Group(g)
	if m.gone[g] {
		found[gapText("dangling", rule, nil, nil, nil)]++
		return
	}
	if m.roles[a][g] {
		found[gapText("self_lockout", rule, nil, nil, nil)]++
	}
	for q := range gapPackages {
		if q == a || !m.roles[q][g] {
			continue
		}
		through, missing := acctest.Package(q), acctest.Package(a)+"/"+acctest.Package(q)
		if !m.packages[a][q] {
			found[gapText("half", rule, &through, &missing, nil)]++
		}
		for r := range m.roles[q] {
			if r != g && m.roles[q][r] && m.roles[a][r] {
				found[gapText("inherent", rule, &through, nil, &m.approved[q])]++
				break
			}
		}
	}
}
