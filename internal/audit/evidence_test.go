package audit_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/report"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// fillEvidence: package 0 excludes package 1 and groups 1 and 2, and user 1 holds both access packages.
func fillEvidence(t *testing.T, s *acctest.Service) {
	t.Helper()
	fillLinks(t, s)
	acctest.Must(t,
		s.Tenant().AddUser(emulator.User{ID: acctest.User(1)}),
		s.Tenant().AddAssignment(emulator.Assignment{ID: acctest.Assignment(1), AccessPackageID: acctest.Package(0), UserID: acctest.User(1)}),
		s.Tenant().AddAssignment(emulator.Assignment{ID: acctest.Assignment(2), AccessPackageID: acctest.Package(1), UserID: acctest.User(1)}),
	)
}

func fillLinks(t *testing.T, s *acctest.Service) {
	t.Helper()
	acctest.Must(t,
		s.Tenant().Link(emulator.IncompatibleAccessPackages, acctest.Package(0), acctest.Package(1)),
		s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(1)),
		s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(2)),
	)
}

// grantMembership makes the holders of an access package members of a group.
func grantMembership(t *testing.T, s *acctest.Service, accessPackage, catalog, group string) {
	t.Helper()
	resource := emulator.Resource{ID: group[:24] + catalog[24:], CatalogID: catalog, OriginID: group, OriginSystem: "AadGroup"}
	scope := emulator.RoleScope{AccessPackageID: accessPackage}
	scope.Role.OriginID = "Member_" + group
	acctest.Must(t, s.Tenant().AddResource(resource))
	_, err := s.Tenant().AddRoleScope(scope, group)
	acctest.Must(t, err)
}

var everything = audit.EvidenceOptions{Kinds: evidence.Kinds, Stage: graph.Delivered, Outside: true}

// A rule whose access package is deleted while the report is read isn't counted, and the report says so.
func TestEvidence_deletedMeanwhile(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	fillLinks(t, s)
	s.Inject(emulator.Fault{Path: "/assignments", Query: acctest.Package(0), Status: http.StatusNotFound, Code: "ResourceNotFound"})
	deleting := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/assignments") {
			_ = s.Tenant().DeleteAccessPackage(acctest.Package(0)) // fails the second time
		}
		s.ServeHTTP(w, r)
	}))
	t.Cleanup(deleting.Close)
	client := newClient(t, &acctest.Service{Server: s.Server, URL: deleting.URL}, wire.Beta)
	options := everything
	options.SkipGaps, options.Kinds = true, []evidence.Kind{evidence.KindAccessPackage}
	d, err := audit.Evidence(t.Context(), client, options)
	acctest.Must(t, err)
	if len(d.Rules) != 3 || d.Complete() || len(d.NotCounted()) != 1 {
		t.Errorf("complete: %v, %d rules, of which %d aren't counted", d.Complete(), len(d.Rules), len(d.NotCounted()))
	}
}

// A report asks for nothing twice, and a catalog that is named twice is one.
func TestEvidence_requests(t *testing.T) {
	t.Parallel()
	for name, catalogs := range map[string][]string{
		"tenant": nil, "catalog named twice": {strings.ToUpper(acctest.CatalogID), acctest.OtherCatalogID, acctest.CatalogID},
	} {
		s := acctest.Start(t, emulator.Options{PageSize: 7})
		fillEvidence(t, s)
		acctest.Must(t, s.Tenant().AddAccessPackage(emulator.AccessPackage{ID: acctest.OtherPackage, CatalogID: acctest.OtherCatalogID, DisplayName: "Other"}))
		options := everything
		options.CatalogIDs = catalogs
		d, err := audit.Evidence(t.Context(), newClient(t, s, wire.Beta), options)
		acctest.Must(t, err)
		asked := map[string]int{}
		for _, entry := range s.Journal() {
			if entry.Kind == "graph" {
				asked[entry.Path+"?"+entry.RawQuery]++
			}
		}
		for request, times := range asked {
			if times > 1 {
				t.Errorf("%s: %d times: %s", name, times, request)
			}
		}
		if len(d.Rules) != 3 || len(d.Gaps) != 1 || len(catalogs) > 0 && len(d.Scope) != 2 {
			t.Errorf("%s: %d rules, %d gaps, scope %v", name, len(d.Rules), len(d.Gaps), d.Scope)
		}
	}
}

// A gap can lead through an access package of another catalog. A report of both catalogs finds it, as one of the tenant
// does.
func TestEvidence_gapsAcrossCatalogs(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	fillLinks(t, s)
	acctest.Must(t, s.Tenant().AddAccessPackage(emulator.AccessPackage{ID: acctest.OtherPackage, CatalogID: acctest.OtherCatalogID, DisplayName: "Other"}))
	grantMembership(t, s, acctest.Package(1), acctest.CatalogID, acctest.Group(7))
	grantMembership(t, s, acctest.OtherPackage, acctest.OtherCatalogID, acctest.Group(7))
	found := map[int]int{}
	for _, catalogs := range [][]string{nil, {acctest.CatalogID, acctest.OtherCatalogID}} {
		options := everything
		options.CatalogIDs = catalogs
		d, err := audit.Evidence(t.Context(), newClient(t, s, wire.Beta), options)
		acctest.Must(t, err)
		for _, g := range d.Gaps {
			if g.Kind == evidence.GapBypass && g.Through.ID == acctest.OtherPackage {
				found[len(catalogs)]++
			}
		}
	}
	if found[0] != 1 || found[2] != 1 {
		t.Errorf("%d gaps in the tenant, %d in its catalogs", found[0], found[2])
	}
}

// A gap between access packages of the same name says which is which.
func TestEvidence_sameName(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	acctest.Must(t, s.Tenant().AddAccessPackage(emulator.AccessPackage{ID: acctest.OtherPackage, CatalogID: acctest.OtherCatalogID, DisplayName: "Package 0"}))
	acctest.Must(t, s.Tenant().Link(emulator.IncompatibleAccessPackages, acctest.Package(0), acctest.OtherPackage))
	d, err := audit.Evidence(t.Context(), newClient(t, s, wire.Beta), everything)
	acctest.Must(t, err)
	want := fmt.Sprintf("Package 0 (%s) excludes holders of Package 0 (%s)", acctest.Package(0), acctest.OtherPackage)
	if len(d.Gaps) != 1 || !strings.HasPrefix(d.Gaps[0].Description, want) {
		t.Errorf("the gaps are %+v, want one that begins with %q", d.Gaps, want)
	}
}

// A report of a catalog without rules names the catalog and the access packages whose rules it has looked for.
func TestEvidence_withoutRules(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	fillEvidence(t, s)
	acctest.Must(t, s.Tenant().AddAccessPackage(emulator.AccessPackage{ID: acctest.OtherPackage, CatalogID: acctest.OtherCatalogID, DisplayName: "Other"}))
	options := everything
	options.CatalogIDs = []string{acctest.OtherCatalogID}
	d, err := audit.Evidence(t.Context(), newClient(t, s, wire.Beta), options)
	acctest.Must(t, err)
	if len(d.Rules) != 0 || len(d.AccessPackages) != 1 || d.AccessPackages[0].ID != acctest.OtherPackage || d.AccessPackages[0].DisplayName() != "Other" || len(d.Catalogs) != 1 || d.Catalogs[0].DisplayName() == "" {
		t.Errorf("%d rules of %v in %+v", len(d.Rules), d.AccessPackages, d.Catalogs)
	}
	if text := report.Markdown(d); !strings.Contains(text, "Catalogs: "+d.Catalogs[0].DisplayName()+".") {
		t.Errorf("not the catalog:\n%s", text)
	}
}

// Without the permission to read members, each rule about a group says that it isn't counted, and the others are
// counted.
func TestEvidence_noMembers(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{Roles: []string{"EntitlementManagement.Read.All"}})
	fillEvidence(t, s)
	options := everything
	options.SkipGaps = true
	d, err := audit.Evidence(t.Context(), newClient(t, s, wire.V1), options)
	acctest.Must(t, err)
	for _, r := range d.Rules {
		if counted := r.Conflicts != nil && r.Conflicts.Total == 1; counted == (r.Kind == evidence.KindGroup) {
			t.Errorf("%s: %+v", r.ImportID, r.Conflicts)
		}
	}
	if len(d.NotCounted()) != 2 || len(d.NotRead) != 2 || d.Complete() || !strings.Contains(d.NotRead[0].Reason, "GroupMember.Read.All") {
		t.Errorf("%d rules aren't counted, because of %v", len(d.NotCounted()), d.NotRead)
	}
}

// A group that rules of two catalogs name is one unread part.
func TestEvidence_unreadOnce(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	acctest.Must(t,
		s.Tenant().AddAccessPackage(emulator.AccessPackage{ID: acctest.OtherPackage, CatalogID: acctest.OtherCatalogID, DisplayName: "Other"}),
		s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(1)),
		s.Tenant().Link(emulator.IncompatibleGroups, acctest.OtherPackage, acctest.Group(1)),
	)
	s.Inject(emulator.Fault{Path: "/transitiveMembers", Status: http.StatusForbidden})
	options := everything
	options.CatalogIDs = []string{acctest.CatalogID, acctest.OtherCatalogID}
	d, err := audit.Evidence(t.Context(), newClient(t, s, wire.Beta), options)
	acctest.Must(t, err)
	if len(d.NotRead) != 1 || len(d.NotCounted()) != 2 {
		t.Errorf("%d rules aren't counted, because of %+v", len(d.NotCounted()), d.NotRead)
	}
}

// The evidence says whether it counts assignments that are being delivered.
func TestEvidence_delivering(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	fillLinks(t, s)
	acctest.Must(t,
		s.Tenant().AddUser(emulator.User{ID: acctest.User(1)}),
		s.Tenant().AddAssignment(emulator.Assignment{ID: acctest.Assignment(1), AccessPackageID: acctest.Package(0), UserID: acctest.User(1)}),
		s.Tenant().AddAssignment(emulator.Assignment{ID: acctest.Assignment(2), AccessPackageID: acctest.Package(1), UserID: acctest.User(1), State: "delivering"}),
	)
	for stage, want := range map[graph.Stage]int{graph.Delivered: 0, graph.Delivering: 1} {
		options := everything
		options.Stage = stage
		d, err := audit.Evidence(t.Context(), newClient(t, s, wire.Beta), options)
		acctest.Must(t, err)
		total := 0
		for _, r := range d.Rules {
			total += r.Conflicts.Total
		}
		if total != want || d.IncludeDelivering != (want > 0) {
			t.Errorf("%s: %d in conflict, included %t", stage, total, d.IncludeDelivering)
		}
	}
}

// Only a 403 means that the caller isn't allowed to read groups. Any other refusal is an error.
func TestGaps_refusals(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden} {
		s := acctest.Start(t, emulator.Options{})
		fillEvidence(t, s)
		s.Inject(emulator.Fault{Path: "/v1.0/groups", Status: status})
		report, err := audit.Gaps(t.Context(), newClient(t, s, wire.Beta), audit.GapOptions{})
		if forbidden := status == http.StatusForbidden; forbidden != (err == nil) || forbidden && len(report.UnreadableGroups) != 2 {
			t.Errorf("%d: %v %+v", status, err, report)
		}
	}
}

// A catalog that doesn't exist is named, wherever it stands in the list.
func TestEvidence_unknownCatalog(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	options := everything
	options.CatalogIDs = []string{acctest.CatalogID, acctest.Missing, acctest.OtherCatalogID}
	_, err := audit.Evidence(t.Context(), newClient(t, s, wire.Beta), options)
	var unknown *audit.UnknownObjectError
	if !errors.As(err, &unknown) || unknown.Noun != "catalog" || unknown.ID != acctest.Missing {
		t.Errorf("got %v", err)
	}
}
