package graph_test

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

func TestGroup(t *testing.T) {
	t.Parallel()
	for _, version := range []wire.APIVersion{wire.Beta, wire.V1} {
		t.Run(string(version), func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{}, version)
			want := emulator.Group{ID: acctest.Group(99), DisplayName: "Team", MailEnabled: true, GroupTypes: []string{"Unified"}}
			if err := s.Tenant().AddGroup(want); err != nil {
				t.Fatal(err)
			}
			got, err := s.client.Group(within(t, s), want.ID)
			if err != nil || got.ID != want.ID || got.DisplayName != "Team" || got.SecurityEnabled || !slices.Equal(got.GroupTypes, want.GroupTypes) {
				t.Errorf("%+v, %v", got, err)
			}
			if _, err := s.client.Group(within(t, s), acctest.Missing); !graph.IsGone(err) {
				t.Errorf("missing: %v", err)
			}
		})
	}
}

// Groups that were made moments ago are waited for, all that are not there for one minute in a run, and not at all
// where that is pointless. The log tells it once.
func TestGroup_awaited(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	var log bytes.Buffer
	logged := tflogtest.RootLogger(within(t, s), &log)
	await := func(id string, pointless bool) error {
		t.Helper()
		return s.client.Await(logged, id, func() error {
			_, err := s.client.Group(within(t, s), id)
			return err
		}, func() bool { return pointless })
	}
	for i := range 3 {
		s.Inject(emulator.Fault{Method: http.MethodGet, Path: acctest.Group(i), Status: http.StatusNotFound, Code: "Request_ResourceNotFound", Times: 3})
		if err := await(acctest.Group(i), false); err != nil {
			t.Errorf("made moments ago: %v", err)
		}
		s.clock.Shift(graph.VisibilityWindow)
	}
	before := s.clock.Slept()
	for i := range 3 {
		if err := await(acctest.Group(1001+i), false); !graph.IsGone(err) {
			t.Errorf("missing: %v", err)
		}
	}
	if waited := s.clock.Slept() - before; waited == 0 || waited > graph.VisibilityWindow {
		t.Errorf("waited %s", waited)
	}
	if n := strings.Count(log.String(), "show an object yet"); n != 1 {
		t.Errorf("the log tells it %d times:\n%s", n, &log)
	}
	s.ResetJournal()
	if err := await(acctest.Group(1000), true); !graph.IsGone(err) || s.Requests(http.MethodGet, "/groups/") != 1 {
		t.Errorf("pointless: %v after %d requests", err, s.Requests(http.MethodGet, "/groups/"))
	}
}

func TestGroup_notPermitted(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{Roles: []string{"EntitlementManagement.ReadWrite.All"}}, wire.Beta)
	if _, err := s.client.Group(within(t, s), acctest.Group(0)); !wire.IsForbidden(err) {
		t.Errorf("Group: %v", err)
	}
	if _, err := s.client.Members(within(t, s), acctest.Group(0)); !wire.IsForbidden(err) {
		t.Errorf("Members: %v", err)
	}
}

// A temporary failure, or a lack of time, is retried for the next reader. A forbidden or missing group isn't.
func TestMembers_refusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		fault emulator.Fault
		kept  bool
	}{
		"throttled for long":  {emulator.Fault{Times: 1, Status: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"315"}}}, false},
		"timed out":           {emulator.Fault{Times: wire.MostFaults, Status: http.StatusRequestTimeout}, false},
		"token refused":       {emulator.Fault{Times: 2, Status: http.StatusUnauthorized}, false}, // another token is tried
		"not found by others": {emulator.Fault{Times: 1, Status: http.StatusNotFound, Code: "UnknownError"}, false},
		"not permitted":       {emulator.Fault{Times: 1, Status: http.StatusForbidden}, true},
		"gone":                {emulator.Fault{Times: 1, Status: http.StatusNotFound, Code: "Request_ResourceNotFound"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{}, wire.Beta)
			c.fault.Path = "/transitiveMembers"
			s.Inject(c.fault)
			impatient, cancel := context.WithDeadline(t.Context(), s.clock.Now().Add(time.Minute))
			t.Cleanup(cancel)
			if _, err := s.client.Members(impatient, acctest.Group(0)); err == nil {
				t.Fatal("the first reader got an answer")
			}
			if _, err := s.client.Members(within(t, s), acctest.Group(0)); (err != nil) != c.kept {
				t.Errorf("the second reader got %v", err)
			}
		})
	}
}

func TestGrantedGroups(t *testing.T) {
	t.Parallel()
	for _, version := range []wire.APIVersion{wire.Beta, wire.V1} {
		t.Run(string(version), func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{}, version)
			grants := []string{acctest.Group(1), acctest.Group(2)}
			p := emulator.AccessPackage{ID: acctest.Package(99), CatalogID: acctest.CatalogID, DisplayName: "Grants", GrantsGroups: grants}
			if err := s.Tenant().AddAccessPackage(p); err != nil {
				t.Fatal(err)
			}
			got, err := s.client.GrantedGroups(within(t, s), p.ID)
			if got = slices.Sorted(slices.Values(got)); err != nil || !slices.Equal(got, grants) {
				t.Errorf("%v, %v", got, err)
			}
			if got, err := s.client.GrantedGroups(within(t, s), acctest.Package(0)); err != nil || len(got) != 0 {
				t.Errorf("grants nothing: %v, %v", got, err)
			}
		})
	}
}

func TestCatalogExists(t *testing.T) {
	t.Parallel()
	for _, version := range []wire.APIVersion{wire.Beta, wire.V1} {
		t.Run(string(version), func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{}, version)
			err := s.client.CatalogExists(within(t, s), acctest.CatalogID)
			if name := s.client.Name(acctest.CatalogID); err != nil || name != "Finance" {
				t.Errorf("%q, %v", name, err)
			}
			if err := s.client.CatalogExists(within(t, s), acctest.Missing); !graph.IsGone(err) {
				t.Errorf("missing: %v", err)
			}
		})
	}
}

func TestAccessPackagesIncompatibleWith(t *testing.T) {
	t.Parallel()
	for _, version := range []wire.APIVersion{wire.Beta, wire.V1} {
		t.Run(string(version), func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{PageSize: 2, EmptyPages: true}, version)
			for i := 1; i <= 5; i++ {
				if err := s.Tenant().Link(emulator.IncompatibleAccessPackages, acctest.Package(i), acctest.Package(0)); err != nil {
					t.Fatal(err)
				}
			}
			got, err := s.client.AccessPackagesIncompatibleWith(within(t, s), acctest.Package(0))
			if err != nil || len(got.All()) != 5 || !got.Has(acctest.Package(3)) || got.All()[0].DisplayName == "" {
				t.Errorf("%v, %v", got, err)
			}
			if _, err := s.client.AccessPackagesIncompatibleWith(within(t, s), acctest.Missing); !graph.IsGone(err) {
				t.Errorf("missing: %v", err)
			}
		})
	}
}
