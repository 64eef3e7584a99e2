package audit_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/report/decision"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// Someone without an object ID who holds both access packages is in conflict. For a rule about a group, it is unknown.
func TestConflicts_unidentified(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	acctest.Must(t,
		s.Tenant().AddAssignment(emulator.Assignment{ID: acctest.Assignment(1), AccessPackageID: acctest.Package(0), Outsider: "Partner"}),
		s.Tenant().AddAssignment(emulator.Assignment{ID: acctest.Assignment(2), AccessPackageID: acctest.Package(1), Outsider: "Partner"}),
		s.Tenant().AddAssignment(emulator.Assignment{ID: acctest.Assignment(3), AccessPackageID: acctest.Package(0), Outsider: "Another"}),
		s.Tenant().Link(emulator.IncompatibleAccessPackages, acctest.Package(0), acctest.Package(1)),
		s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(1)),
	)
	report, err := audit.Conflicts(t.Context(), newClient(t, s, wire.Beta), audit.ConflictOptions{Stage: graph.Delivered})
	acctest.Must(t, err)
	for _, c := range report.Conflicts {
		certain, unknown := 1, 0
		if c.Kind == evidence.KindGroup {
			certain, unknown = 0, 2
		}
		if c.Conflicts.Total != certain || c.Conflicts.Unidentified != certain || c.Conflicts.Unknown != unknown || len(c.Conflicts.Holders) != certain {
			t.Errorf("%s: %+v", c.Kind, c.Conflicts)
		}
	}
	if len(report.Conflicts) != 2 {
		t.Errorf("%d rules", len(report.Conflicts))
	}
}

func day(n int) time.Time { return time.Date(2026, 1, n, 0, 0, 0, 0, time.UTC) }

// The audit log tells since when a rule is in force, and what someone states counts for more. Entries arrive late, so
// that the age of a rule without an entry is unknown. The report says the same.
func TestConflicts_since(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	tenant, now := s.Tenant(), time.Now().UTC().Truncate(time.Second)
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	acctest.Must(t, tenant.AddUser(emulator.User{ID: acctest.User(1)}), tenant.AddUser(emulator.User{ID: acctest.User(2)}))
	number := 0
	assign := func(user, accessPackage, days int) {
		number++
		acctest.Must(t, tenant.AddAssignment(emulator.Assignment{
			ID: acctest.Assignment(number), AccessPackageID: acctest.Package(accessPackage), UserID: acctest.User(user), StartDateTime: ago(days),
		}))
	}
	assign(1, 0, 20)
	assign(1, 1, 19)
	assign(2, 0, 20)
	assign(2, 1, 3)
	assign(2, 2, 3)
	for target, logged := range map[int]bool{1: true, 2: false, 3: true} {
		acctest.Must(t, tenant.Link(emulator.IncompatibleAccessPackages, acctest.Package(0), acctest.Package(target)))
		if logged {
			acctest.Must(t, tenant.RecordRuleChange(emulator.RuleChange{
				ActivityDateTime: ago(10), ActivityDisplayName: "Create incompatible access package",
				AccessPackageID: acctest.Package(0), TargetID: acctest.Package(target),
			}))
		}
	}
	report, err := audit.Conflicts(t.Context(), newClient(t, s, wire.Beta), audit.ConflictOptions{
		Stage: graph.Delivered, LogSince: ago(15), InForceSince: map[string]time.Time{acctest.Package(0) + "/" + acctest.Package(3): day(1)},
	})
	acctest.Must(t, err)
	got := map[string]string{}
	for _, c := range report.Conflicts {
		var start time.Time
		if c.InForceSince != nil {
			start = *c.InForceSince
		}
		text := start.Format(time.DateOnly) + ":"
		for _, h := range c.Conflicts.Holders {
			text += fmt.Sprintf(" %s %s %s", *h.ObjectID, h.InConflictSince.Format(time.DateOnly), h.Order)
		}
		got[c.Target.ID] = text
	}
	for target, want := range map[string]string{
		acctest.Package(1): fmt.Sprintf("%s: %s %s before_rule %s %s after_rule", ago(10).Format(time.DateOnly),
			acctest.User(1), ago(19).Format(time.DateOnly), acctest.User(2), ago(3).Format(time.DateOnly)),
		acctest.Package(2): fmt.Sprintf("0001-01-01: %s %s unknown", acctest.User(2), ago(3).Format(time.DateOnly)),
		acctest.Package(3): "2026-01-01:",
	} {
		if got[target] != want {
			t.Errorf("%s: %q, want %q", target, got[target], want)
		}
	}
	d, err := audit.Evidence(t.Context(), newClient(t, s, wire.Beta), audit.EvidenceOptions{
		Kinds: evidence.Kinds, Stage: graph.Delivered, Since: ago(15),
	})
	acctest.Must(t, err)
	decision.Apply(d, &decision.Set{}, now)
	if s := d.Summary; evidence.Known(s.Conflicts) != 3 || evidence.Known(s.AfterRule) != 1 || evidence.Known(s.UnknownOrder) != 1 {
		t.Errorf("the report has %+v", s)
	}
}

// Rules come in the order in which people look for them, with the names of their catalogs.
func TestRules_order(t *testing.T) {
	t.Parallel()
	for _, version := range []wire.APIVersion{wire.Beta, wire.V1} {
		s := acctest.Start(t, emulator.Options{})
		for i, name := range map[int]string{0: "Duty 10", 1: "Duty 2", 2: "duty 1"} {
			acctest.Must(t,
				s.Tenant().UpdateAccessPackage(acctest.Package(i), func(p *emulator.AccessPackage) { p.DisplayName = name }),
				s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(i), acctest.Group(1)),
			)
		}
		client := newClient(t, s, version)
		rules, err := audit.Rules(t.Context(), client, "")
		acctest.Must(t, err)
		var names []string
		for _, r := range rules {
			names = append(names, r.Catalog.DisplayName()+" "+r.AccessPackage.DisplayName())
		}
		if got := strings.Join(names, ", "); got != "Finance duty 1, Finance Duty 2, Finance Duty 10" {
			t.Errorf("%s: %s", version, got)
		}
		gaps, err := audit.Gaps(t.Context(), client, audit.GapOptions{})
		acctest.Must(t, err)
		for _, g := range gaps.Gaps {
			if g.Rule.Catalog.DisplayName() != "Finance" {
				t.Errorf("%s: a gap in the catalog %q", version, g.Rule.Catalog.DisplayName())
			}
		}
	}
}

// Groups that the caller may not read are named, and the audit continues.
func TestGaps_unreadableGroups(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault   emulator.Fault
		outside bool
		group   int
		want    string
	}{
		"all groups":     {fault: emulator.Fault{Path: "/groups?", Status: http.StatusForbidden}, group: 1, want: "isn't allowed to read the group"},
		"hidden members": {fault: emulator.Fault{Path: acctest.Group(3) + "/transitiveMembers", Status: http.StatusForbidden}, outside: true, group: 3, want: "isn't allowed to read the members"},
	} {
		s := acctest.Start(t, emulator.Options{})
		acctest.Must(t,
			s.Tenant().AddResource(emulator.Resource{ID: acctest.Missing, CatalogID: acctest.CatalogID, OriginID: acctest.Group(3), OriginSystem: "AadGroup"}),
			s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(1)),
			s.Tenant().Link(emulator.IncompatibleAccessPackages, acctest.Package(0), acctest.Package(1)),
		)
		scope := emulator.RoleScope{AccessPackageID: acctest.Package(1)}
		scope.Role.OriginID = "Member_" + acctest.Group(3)
		_, err := s.Tenant().AddRoleScope(scope, acctest.Group(3))
		acctest.Must(t, err)
		if name == "all groups" {
			c.fault.Path = "/v1.0/groups"
		}
		s.Inject(c.fault)
		report, err := audit.Gaps(t.Context(), newClient(t, s, wire.Beta), audit.GapOptions{Outside: c.outside})
		acctest.Must(t, err)
		if len(report.UnreadableGroups) != 1 || report.UnreadableGroups[0].ID != acctest.Group(c.group) || !strings.Contains(report.UnreadableGroups[0].Reason, c.want) {
			t.Errorf("%s: %v", name, report.UnreadableGroups)
		}
	}
}

// An audit asks for each page once: gaps of 20 groups take two lists of groups.
func TestGaps_requests(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	for i := range 20 {
		id := fmt.Sprintf("9f0a9000-0000-4000-a000-%012d", i)
		acctest.Must(t, s.Tenant().AddGroup(emulator.Group{ID: id, DisplayName: "G"}), s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(i%3), id))
	}
	client := newClient(t, s, wire.V1)
	_, err := audit.Gaps(t.Context(), client, audit.GapOptions{})
	acctest.Must(t, err)
	asked := map[string]int{}
	for _, entry := range s.Journal() {
		if entry.Kind == "graph" {
			asked[entry.Path+"?"+entry.RawQuery]++
		}
	}
	groups := 0
	for request, times := range asked {
		if times > 1 {
			t.Errorf("%d times: %s", times, request)
		}
		if strings.Contains(request, "/groups?") {
			groups++
		}
	}
	if groups != 2 {
		t.Errorf("%d lists of groups", groups)
	}
}
