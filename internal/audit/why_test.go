package audit_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/report/evidence"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

const (
	agent      = "5e000000-0000-4000-8000-000000000001"
	innerGroup = "9f0a9000-0000-4000-9000-000000000001"
)

var since = time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)

// fillWhy: package 0 excludes groups 1 and 2, and packages 1 to 5. User 1 is in group 1 through another, holds package
// 1, held package 2, and has open requests for packages 3 and 4. User 2 has nothing. An agent holds package 1 and is
// in group 2.
func fillWhy(t *testing.T, tenant *emulator.Tenant) {
	t.Helper()
	tenant.KnowApplication(emulator.Application{ID: agent, AppID: agent})
	acctest.Must(t,
		tenant.AddUser(emulator.User{ID: acctest.User(1)}), tenant.AddUser(emulator.User{ID: acctest.User(2)}),
		tenant.AddGroup(emulator.Group{ID: innerGroup, DisplayName: "Inner", Members: []string{acctest.User(1)}}),
		tenant.UpdateGroup(acctest.Group(1), func(g *emulator.Group) { g.MemberGroups = []string{innerGroup} }),
		tenant.UpdateGroup(acctest.Group(2), func(g *emulator.Group) { g.Applications = []string{agent} }),
		tenant.Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(1)),
		tenant.Link(emulator.IncompatibleGroups, acctest.Package(0), acctest.Group(2)),
	)
	for other := 1; other <= 5; other++ {
		acctest.Must(t, tenant.Link(emulator.IncompatibleAccessPackages, acctest.Package(0), acctest.Package(other)))
	}
	for i, a := range []emulator.Assignment{
		{AccessPackageID: acctest.Package(1), UserID: acctest.User(1), StartDateTime: since},
		{AccessPackageID: acctest.Package(2), UserID: acctest.User(1), State: "expired"},
		{AccessPackageID: acctest.Package(1), ServicePrincipalID: agent, StartDateTime: since},
		{AccessPackageID: acctest.Package(9), UserID: acctest.User(1)},
	} {
		a.ID = acctest.Assignment(i)
		acctest.Must(t, tenant.AddAssignment(a))
	}
	for i, q := range []emulator.AssignmentRequest{
		{AccessPackageID: acctest.Package(3), CreatedDateTime: since},
		{AccessPackageID: acctest.Package(4), State: "submitted", CreatedDateTime: since},
		{AccessPackageID: acctest.Package(5), State: "denied"},
		{AccessPackageID: acctest.Package(2), State: "delivering", RequestType: "userRemove"},
	} {
		q.ID, q.UserID = fmt.Sprintf("4e900000-0000-4000-8000-%012d", i), acctest.User(1)
		acctest.Must(t, tenant.AddAssignmentRequest(q))
	}
}

// blocksOf says each block on a line.
func blocksOf(answer *audit.Answer) []string {
	var lines []string
	for _, b := range answer.Blocks {
		line := fmt.Sprintf("%s %s %s", b.Rule.Kind, b.Rule.Target.ID, b.Reason)
		if b.State != "" {
			line += " " + b.State
		}
		if !b.Since.IsZero() {
			line += " " + b.Since.UTC().Format(time.RFC3339)
		}
		if b.Planned {
			line += " planned"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestWhy(t *testing.T) {
	t.Parallel()
	date := since.Format(time.RFC3339)
	for name, c := range map[string]struct {
		person  graph.Person
		planned []audit.Pair
		want    []string
	}{
		"user": {person: graph.Person{ID: acctest.User(1)}, want: []string{
			"group " + acctest.Group(1) + " nesting", "access_package " + acctest.Package(1) + " assignment delivered " + date,
			"access_package " + acctest.Package(3) + " request pendingApproval " + date, "access_package " + acctest.Package(4) + " request submitted " + date,
		}},
		"someone without anything": {person: graph.Person{ID: acctest.User(2)}},
		"agent": {person: graph.Person{ID: agent, ServicePrincipal: true}, want: []string{
			"group " + acctest.Group(2) + " membership", "access_package " + acctest.Package(1) + " assignment delivered " + date,
		}},
		"planned": {
			person: graph.Person{ID: acctest.User(1)},
			planned: []audit.Pair{
				{acctest.Package(0), evidence.KindAccessPackage, acctest.Package(9)},
				{acctest.Package(0), evidence.KindGroup, innerGroup},
				{acctest.Package(0), evidence.KindGroup, acctest.Group(1)},
				{acctest.Package(7), evidence.KindAccessPackage, acctest.Package(1)},
			},
			want: []string{
				"group " + acctest.Group(1) + " nesting", "access_package " + acctest.Package(1) + " assignment delivered " + date,
				"access_package " + acctest.Package(3) + " request pendingApproval " + date, "access_package " + acctest.Package(4) + " request submitted " + date,
				"group " + innerGroup + " membership planned", "access_package " + acctest.Package(9) + " assignment delivered planned",
			},
		},
	} {
		for _, version := range []wire.APIVersion{wire.Beta, wire.V1} {
			t.Run(name+"/"+string(version), func(t *testing.T) {
				t.Parallel()
				s := acctest.Start(t, emulator.Options{PageSize: 2})
				fillWhy(t, s.Tenant())
				answer, err := audit.Why(t.Context(), newClient(t, s, version), acctest.Package(0), c.person, c.planned)
				acctest.Must(t, err)
				got := blocksOf(answer)
				for i := range got {
					if before, _, dated := strings.Cut(got[i], " 20"); dated && strings.Contains(got[i], "planned") {
						got[i] = before + " planned" // as old as the emulator
					}
				}
				if !slices.Equal(got, c.want) || len(answer.Unknown) > 0 {
					t.Errorf("got %q, %q\nwant %q", got, answer.Unknown, c.want)
				}
				if writes := s.Writes() - s.Requests(http.MethodPost, "/checkMemberGroups"); writes != 0 {
					t.Errorf("%d writes", writes)
				}
			})
		}
	}
}

// Unread parts are named, because a rule among them may still stop the person.
func TestWhy_unknown(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/checkMemberGroups":  "which groups",
		"/assignments":        "person's assignments",
		"/assignmentRequests": "person's requests",
	} {
		s := acctest.Start(t, emulator.Options{})
		fillWhy(t, s.Tenant())
		s.Inject(emulator.Fault{Path: path, Status: http.StatusForbidden, Code: "UnAuthorized"})
		answer, err := audit.Why(t.Context(), newClient(t, s, wire.Beta), acctest.Package(0), graph.Person{ID: acctest.User(1)}, nil)
		acctest.Must(t, err)
		if len(answer.Unknown) != 1 || !strings.Contains(answer.Unknown[0], want) {
			t.Errorf("%s: %q", path, answer.Unknown)
		}
	}
}

// Only a membership that is known to be direct stops the person for sure. It takes one request for each group that the
// person is in, whatever a service does with the filter.
func TestWhy_direct(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault *emulator.Fault
		want  audit.Reason
	}{
		"found":          {nil, audit.ByMembership},
		"filter ignored": {&emulator.Fault{Body: []byte(`{"value":[{"id":"` + acctest.User(2) + `"},{"id":"` + strings.ToUpper(acctest.User(1)) + `"}]}`), ContentType: "application/json"}, audit.ByMembership},
		"filter refused": {&emulator.Fault{Status: http.StatusBadRequest, Code: "Request_UnsupportedQuery"}, audit.ByNesting},
		"hidden list":    {&emulator.Fault{Status: http.StatusForbidden, Code: "Authorization_RequestDenied"}, audit.ByNesting},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := acctest.Start(t, emulator.Options{})
			fillWhy(t, s.Tenant())
			acctest.Must(t, s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(6), innerGroup))
			if c.fault != nil {
				c.fault.Path = innerGroup + "/members"
				s.Inject(*c.fault)
			}
			answer, err := audit.Why(t.Context(), newClient(t, s, wire.Beta), acctest.Package(6), graph.Person{ID: acctest.User(1)}, nil)
			acctest.Must(t, err)
			if len(answer.Blocks) != 1 || answer.Blocks[0].Reason != c.want || s.Requests("", "/members") != 1 {
				t.Errorf("%d requests, %q", s.Requests("", "/members"), blocksOf(answer))
			}
		})
	}
}

// A wrong ID is an error, because an unknown person would seem free to request.
func TestWhy_missing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		accessPackage int
		id            string
		noun          string
	}{
		"access package":                 {-1, acctest.User(1), "access package"},
		"person":                         {0, acctest.Missing, "user"},
		"person, no rule about a group":  {6, acctest.Missing, "user"},
		"user instead of an application": {0, agent, "user"},
	} {
		s := acctest.Start(t, emulator.Options{})
		fillWhy(t, s.Tenant())
		id := acctest.Missing
		if c.accessPackage >= 0 {
			id = acctest.Package(c.accessPackage)
		}
		_, err := audit.Why(t.Context(), newClient(t, s, wire.Beta), id, graph.Person{ID: c.id}, nil)
		var missing *audit.UnknownObjectError
		if !errors.As(err, &missing) || missing.Noun != c.noun {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A planned rule has the name of its target, and one about nothing is an error.
func TestWhy_planned(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	fillWhy(t, s.Tenant())
	why := func(kind evidence.Kind, target string) (*audit.Answer, error) {
		person := graph.Person{ID: acctest.User(1)}
		return audit.Why(t.Context(), newClient(t, s, wire.Beta), acctest.Package(6), person, []audit.Pair{{acctest.Package(6), kind, target}})
	}
	answer, err := why(evidence.KindGroup, innerGroup)
	acctest.Must(t, err)
	if len(answer.Blocks) != 1 || answer.Blocks[0].Rule.Target.DisplayName() != "Inner" {
		t.Errorf("%+v", answer.Blocks)
	}
	for kind, target := range map[evidence.Kind]string{evidence.KindGroup: acctest.Package(1), evidence.KindAccessPackage: innerGroup} {
		var missing *audit.UnknownObjectError
		if _, err := why(kind, target); !errors.As(err, &missing) || missing.Noun != kind.Noun() {
			t.Errorf("%s: %v", kind, err)
		}
	}
	s.Inject(emulator.Fault{Method: http.MethodGet, Path: "/groups/" + innerGroup, Status: http.StatusForbidden, Code: "UnAuthorized"})
	answer, err = why(evidence.KindGroup, innerGroup)
	acctest.Must(t, err)
	if len(answer.Unknown) != 1 || !strings.Contains(answer.Unknown[0], innerGroup) {
		t.Errorf("%q", answer.Unknown)
	}
}

// The ID of a group or of someone of the other sort is an error, also if no rule is about a group. Without permission to
// look, the answer says so.
func TestWhy_notThePerson(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	fillWhy(t, s.Tenant())
	client := newClient(t, s, wire.Beta)
	for _, person := range []graph.Person{
		{ID: innerGroup}, {ID: agent}, {ID: innerGroup, ServicePrincipal: true}, {ID: acctest.User(1), ServicePrincipal: true},
	} {
		for _, accessPackage := range []string{acctest.Package(0), acctest.Package(6)} {
			var missing *audit.UnknownObjectError
			_, err := audit.Why(t.Context(), client, accessPackage, person, nil)
			if !errors.As(err, &missing) || missing.Noun != person.Noun() {
				t.Errorf("%+v: %v", person, err)
			}
		}
	}
	for _, person := range []graph.Person{{ID: acctest.User(1)}, {ID: agent, ServicePrincipal: true}} {
		answer, err := audit.Why(t.Context(), client, acctest.Package(6), person, nil)
		acctest.Must(t, err)
		if len(answer.Unknown) > 0 {
			t.Errorf("%+v: %q", person, answer.Unknown)
		}
	}
	s.Inject(emulator.Fault{Method: http.MethodGet, Path: "/users/", Status: http.StatusForbidden, Code: "Authorization_RequestDenied"})
	answer, err := audit.Why(t.Context(), client, acctest.Package(6), graph.Person{ID: innerGroup}, nil)
	acctest.Must(t, err)
	if len(answer.Unknown) != 1 || !strings.Contains(answer.Unknown[0], "read the user") {
		t.Errorf("%q", answer.Unknown)
	}
}

// Forty-one groups take three requests, and the two lists one each.
func TestWhy_requests(t *testing.T) {
	t.Parallel()
	s := acctest.Start(t, emulator.Options{})
	fillWhy(t, s.Tenant())
	for i := range 39 {
		id := fmt.Sprintf("9f0a9000-0000-4000-a000-%012d", i)
		acctest.Must(t, s.Tenant().AddGroup(emulator.Group{ID: id, DisplayName: "G"}), s.Tenant().Link(emulator.IncompatibleGroups, acctest.Package(0), id))
	}
	_, err := audit.Why(t.Context(), newClient(t, s, wire.Beta), acctest.Package(0), graph.Person{ID: acctest.User(2)}, nil)
	acctest.Must(t, err)
	for path, want := range map[string]int{"/checkMemberGroups": 3, "/assignments": 1, "/assignmentRequests": 1, "/accessPackages/": 3} {
		if got := s.Requests("", path); got != want {
			t.Errorf("%s: %d requests, want %d", path, got, want)
		}
	}
}
