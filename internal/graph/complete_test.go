package graph_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/faults"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// The grants of an access package are complete, or an error: next links of expanded collections are followed, and a
// collection that is absent, null or of another access package is an error, not an empty list.
func TestGrants_complete(t *testing.T) {
	t.Parallel()
	item := `{"role":{"originId":"r"},"scope":{"originSystem":"AadGroup","originId":"g"}}`
	id := `"id":"` + acctest.Package(0) + `"`
	for body, want := range map[string]int{
		`{` + id + `,"resourceRoleScopes":[` + item + `],"assignmentPolicies":[]}`:                                            1,
		`{` + id + `,"resourceRoleScopes":[` + item + `],"resourceRoleScopes@odata.nextLink":"more","assignmentPolicies":[]}`: 2,
		`{` + id + `,"resourceRoleScopes":[],"assignmentPolicies":[{}],"assignmentPolicies@odata.nextLink":"more"}`:           0,
		`{` + id + `,"resourceRoleScopes":[` + item + `]}`:                                                                    -1,
		`{` + id + `,"assignmentPolicies":[]}`:                                                                                -1,
		`{` + id + `,"resourceRoleScopes":null,"assignmentPolicies":[]}`:                                                      -1,
		`{` + id + `,"resourceRoleScopes":[{"role":{"originId":"r"}}],"assignmentPolicies":[]}`:                               -1,
		`{` + id + `,"resourceRoleScopes":[{"role":null,"scope":{}}],"assignmentPolicies":[]}`:                                -1,
		`{"id":"` + acctest.Package(1) + `","resourceRoleScopes":[],"assignmentPolicies":[]}`:                                 -1,
		`{"resourceRoleScopes":[],"assignmentPolicies":[]}`:                                                                   -1,
		`{` + id + `,"resourceRoleScopes":[],"resourceRoleScopes@odata.nextLink":7,"assignmentPolicies":[]}`:                  -1,
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{}, wire.Beta)
			s.answer("/accessPackages/"+acctest.Package(0), body)
			s.answer("/accessPackages/more", `{"value":[`+item+`]}`)
			grants, err := s.client.Grants(within(t, s), acctest.Package(0))
			if (err != nil) != (want < 0) || len(grants.Roles) != max(want, 0) {
				t.Errorf("%+v, %v", grants, err)
			}
		})
	}
}

// The grants of an access package are read again from their start, once, if the link to a later page of them has
// expired.
func TestGrants_expiredPage(t *testing.T) {
	t.Parallel()
	for times, works := range map[int]bool{1: true, 2: false} {
		s := start(t, emulator.Options{Expansions: emulator.ExpansionsPaged, PageSize: 1}, wire.Beta)
		for group := range 3 {
			acctest.Must(t, s.Tenant().AddGrant(acctest.Package(0), emulator.Grant{OriginID: acctest.Group(group), RoleOriginID: "Member_" + acctest.Group(group)}))
		}
		expired := faults.ExpiredSkipToken()
		expired.Skip, expired.Times = 1, times
		s.Inject(expired)
		grants, err := s.client.Grants(within(t, s), acctest.Package(0))
		if works != (err == nil) || works && len(grants.Roles) != 3 {
			t.Errorf("expired %d times: %+v, %v", times, grants, err)
		}
	}
}

// A 404 in one of Graph's codes about a part of an access package that exists is an error, and never an access package
// that is gone.
func TestPart_missing(t *testing.T) {
	t.Parallel()
	for _, exists := range []bool{true, false} {
		for name, read := range map[string]func(*service) error{
			"incompatibleGroups": func(s *service) error {
				_, err := s.client.IncompatibleGroups().List(within(t, s), acctest.Package(0), graph.ListOptions{})
				return err
			},
			"accessPackagesIncompatibleWith": func(s *service) error {
				_, err := s.client.AccessPackagesIncompatibleWith(within(t, s), acctest.Package(0))
				return err
			},
			"assignments": func(s *service) error {
				_, err := s.client.Holders(within(t, s), acctest.Package(0), graph.Delivered)
				return err
			},
		} {
			s := start(t, emulator.Options{}, wire.Beta)
			for accessPackage, err := range s.client.AccessPackages(within(t, s), "") { // what was listed before doesn't count
				acctest.Must(t, err)
				_ = accessPackage
			}
			s.Inject(faults.MissingPart(name))
			if !exists {
				acctest.Must(t, s.Tenant().DeleteAccessPackage(acctest.Package(0)))
			}
			if err := read(s); err == nil || graph.IsGone(err) == exists || graph.IsAccessPackageGone(err) == exists {
				t.Errorf("%s, the access package exists: %t: %v", name, exists, err)
			}
		}
	}
}

// A question about a time before the audit log begins has an error of its own, so that a report can go on without it.
func TestChanges_tooLongAgo(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{AuditDays: 7}, wire.Beta)
	now := time.Now()
	if _, err := s.client.Changes(within(t, s), now.AddDate(0, 0, -5), time.Time{}); err != nil {
		t.Errorf("five days: %v", err)
	}
	_, err := s.client.Changes(within(t, s), now.AddDate(0, 0, -20), time.Time{})
	var short *graph.AuditLogTooShortError
	if !errors.As(err, &short) || !strings.Contains(err.Error(), "7 days") || !strings.Contains(err.Error(), "30 days") {
		t.Errorf("twenty days: %v", err)
	}
	s.Inject(emulator.Fault{Path: "/auditLogs/", Status: http.StatusBadRequest, Code: "BadRequest", Message: "Invalid filter clause"})
	if _, err := s.client.Changes(within(t, s), now, time.Time{}); err == nil || errors.As(err, &short) {
		t.Errorf("another refusal: %v", err)
	}
}

// A rule without one of its IDs isn't asked for.
func TestAdd_emptyID(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	for _, empty := range []graph.Reference{{AccessPackageID: acctest.Package(0)}, {TargetID: acctest.Group(0)}} {
		if _, err := s.client.IncompatibleGroups().Add(within(t, s), empty); err == nil {
			t.Errorf("Add(%+v): no error", empty)
		}
		if err := s.client.IncompatibleGroups().Remove(within(t, s), empty.AccessPackageID, empty.TargetID); err == nil {
			t.Errorf("Remove(%+v): no error", empty)
		}
	}
	if n := s.Requests("", "/identityGovernance"); n != 0 {
		t.Errorf("%d requests", n)
	}
}
