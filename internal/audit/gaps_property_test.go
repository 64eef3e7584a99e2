package audit_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

func newClient(t *testing.T, s *acctest.Service, version wire.APIVersion) *graph.Client {
	t.Helper()
	client, err := graph.New(wire.Config{
		Config: signin.Config{
			MetadataHost: s.URL, UserAgent: "test",
			Credentials: signin.Credentials{TenantID: acctest.TenantID, ClientID: acctest.ClientID, ClientSecret: acctest.Secret},
		},
		APIVersion: version,
	})
	acctest.Must(t, err)
	return client
}

// The gaps are those that trying all combinations finds, over random tenants with roles of every form.
func TestGaps_bruteForce(t *testing.T) {
	t.Parallel()
	for seed := range uint64(16) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{PageSize: 3 + int(seed)})
			m := randomGaps(rand.New(rand.NewPCG(seed, 0)))
			m.build(t, s.Tenant())
			client := newClient(t, s, []wire.APIVersion{wire.Beta, wire.V1}[seed%2])
			report, err := audit.Gaps(t.Context(), client, audit.GapOptions{Outside: true})
			acctest.Must(t, err)
			got, ids := map[string]int{}, map[string]bool{}
			for _, g := range report.Gaps {
				got[textOf(&g)]++
				if g.Description == "" || ids[g.ID] {
					t.Errorf("%q has the description %q, and another has its ID: %v", g.ID, g.Description, ids[g.ID])
				}
				ids[g.ID] = true
			}
			if want := m.gaps(); !maps.Equal(got, want) {
				t.Errorf("too many: %q\nmissing: %q", beyond(got, want), beyond(want, got))
			}
			if len(report.UnreadablePackages)+len(report.UnreadableGroups) > 0 {
				t.Errorf("unreadable: %v, %v", report.UnreadablePackages, report.UnreadableGroups)
			}
		})
	}
}

func beyond(a, b map[string]int) []string {
	var more []string
	for _, text := range slices.Sorted(maps.Keys(a)) {
		if a[text] > b[text] {
			more = append(more, fmt.Sprintf("%d × %s", a[text]-b[text], text))
		}
	}
	return more
}

// textOf says what the model says of a gap, too.
func textOf(g *audit.Gap) string {
	missing := ""
	if g.MissingImportID != nil {
		missing = *g.MissingImportID
	}
	parts := []string{string(g.Kind), g.ImportID, "missing", missing}
	if g.Through != nil {
		parts = append(parts, "through", g.Through.ID)
	}
	if g.Eligible {
		parts = append(parts, "eligible")
	}
	switch g.Kind {
	case evidence.GapInherent:
		parts = append(parts, fmt.Sprint(*g.DocumentedOverride, *g.Reviewed))
	case evidence.GapOutside:
		parts = append(parts, fmt.Sprint(*g.UserCount, *g.ConflictCount))
	default:
	}
	return strings.Join(parts, " ")
}

// gaps tries every rule with every access package, and counts how often each gap must be found.
func (m *gapModel) gaps() map[string]int {
	found := map[string]int{}
	add := func(parts ...string) { found[strings.Join(parts, " ")]++ }
	for a := range modelPackages {
		for b := range modelPackages {
			if m.packages[a][b] {
				m.ofPackages(add, a, b)
				m.outside(add, a, b)
			}
		}
		for g := range modelGroups {
			if m.groups[a][g] {
				m.ofGroup(add, a, g)
			}
		}
	}
	return found
}

func (m *gapModel) ofPackages(add func(...string), a, b int) {
	rule := acctest.Package(a) + "/" + acctest.Package(b)
	if m.automatic[a] {
		add("automatic", rule, "missing", "")
	}
	if !m.packages[b][a] {
		add("one_way", rule, "missing", acctest.Package(b)+"/"+acctest.Package(a))
	}
	for c := range modelPackages {
		if c == a || c == b {
			if other := a + b - c; m.covers(c, other) {
				role := m.first(m.shared(c, other, -1, -1))
				add(m.withEligible([]string{"inherent", rule, "missing ", "through", acctest.Package(c)}, c, role, fmt.Sprint(m.approved[c], m.reviewed[c]))...)
			}
			continue
		}
		through, closes := acctest.Package(c), acctest.Package(a)+"/"+acctest.Package(c)
		ofB := m.shared(c, b, a, -1)
		if len(ofB) > 0 && len(m.shared(c, a, b, -1)) > 0 {
			add(m.withEligible([]string{"inherent", rule, "missing ", "through", through}, c, m.first(ofB), fmt.Sprint(m.approved[c], m.reviewed[c]))...)
		}
		if !m.excludes(a, c) {
			for _, each := range ofB {
				add(m.withEligible([]string{"bypass", rule, "missing", closes, "through", through}, c, each)...)
			}
		}
	}
}

func (m *gapModel) ofGroup(add func(...string), a, g int) {
	rule := acctest.Package(a) + "/" + acctest.Group(g)
	if m.automatic[a] {
		add("automatic", rule, "missing", "")
	}
	if m.gone == g {
		add("dangling", rule, "missing", "")
		return
	}
	if m.frozen[g] {
		add("frozen", rule, "missing", "")
	}
	for q := range modelPackages {
		membership := slices.IndexFunc(m.assets, func(each asset) bool { return each.group == g })
		switch {
		case m.grants[q][membership] == 0:
			continue
		case q == a:
			add(m.withEligible([]string{"self_lockout", rule, "missing", ""}, q, membership)...)
			continue
		case !m.packages[a][q]:
			closes := acctest.Package(a) + "/" + acctest.Package(q)
			add(m.withEligible([]string{"group_only", rule, "missing", closes, "through", acctest.Package(q)}, q, membership)...)
		}
		if len(m.shared(q, a, -1, membership)) > 0 {
			add(m.withEligible([]string{"inherent", rule, "missing ", "through", acctest.Package(q)}, q, membership, fmt.Sprint(m.approved[q], m.reviewed[q]))...)
		}
	}
}

func (m *gapModel) outside(add func(...string), a, b int) {
	for i, each := range m.assets {
		g := each.group
		if g < 0 || g == m.gone || m.grants[b][i] == 0 || m.grants[a][i] != 0 || m.groups[a][g] {
			continue
		}
		users, both := 0, 0
		for u := range modelUsers {
			if m.members[g][u] && !m.holders[b][u] {
				users++
				if m.holders[a][u] {
					both++
				}
			}
		}
		if users > 0 {
			rule, closes := acctest.Package(a)+"/"+acctest.Package(b), acctest.Package(a)+"/"+acctest.Group(g)
			add(m.withEligible([]string{"outside", rule, "missing", closes}, b, i, fmt.Sprint(users, both))...)
		}
	}
}

// withEligible says what a gap is, and that its role has to be activated.
func (m *gapModel) withEligible(parts []string, p, granted int, more ...string) []string {
	if m.grants[p][granted] == eligible {
		parts = append(parts, "eligible")
	}
	return append(parts, more...)
}

// shared gives the assets by which c gives something that of gives as well, apart from what without gives and from one
// asset.
func (m *gapModel) shared(c, of, without, apart int) []int {
	var found []int
	for i, each := range m.assets {
		if m.grants[c][i] == 0 {
			continue
		}
		if slices.ContainsFunc(each.atoms, func(atom string) bool {
			return m.gives(of, atom) && (without < 0 || !m.gives(without, atom)) && (apart < 0 || !slices.Contains(m.assets[apart].atoms, atom))
		}) {
			found = append(found, i)
		}
	}
	return found
}

func (m *gapModel) gives(p int, atom string) bool {
	for i, each := range m.assets {
		if m.grants[p][i] != 0 && slices.Contains(each.atoms, atom) {
			return true
		}
	}
	return false
}

// covers tells whether an access package gives all that another one gives, which is something.
func (m *gapModel) covers(p, other int) bool {
	something := false
	for i, each := range m.assets {
		if m.grants[other][i] == 0 {
			continue
		}
		something = true
		for _, atom := range each.atoms {
			if !m.gives(p, atom) {
				return false
			}
		}
	}
	return something
}

// first gives the asset that an inherent gap names: the first by system, scope and role.
func (m *gapModel) first(indexes []int) int {
	return slices.MinFunc(indexes, func(i, j int) int {
		a, b := m.assets[i], m.assets[j]
		return strings.Compare(strings.ToLower(a.system+"\x00"+a.scope+"\x00"+a.role), strings.ToLower(b.system+"\x00"+b.scope+"\x00"+b.role))
	})
}

// excludes tells whether a rule of a keeps out every holder of c: eligible members are none yet.
func (m *gapModel) excludes(a, c int) bool {
	if m.packages[a][c] {
		return true
	}
	for i, each := range m.assets {
		if each.group >= 0 && m.groups[a][each.group] && m.grants[c][i]&active != 0 {
			return true
		}
	}
	return false
}
