package graph_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// Each system has its own words for a role, and for one that has to be activated.
func TestGrants_roles(t *testing.T) {
	t.Parallel()
	group := acctest.Group(3)
	for name, c := range map[string]struct {
		system, scope, role, kind string
		member, eligible          bool
	}{
		"member":            {"AadGroup", group, "Member_" + group, "", true, false},
		"owner":             {"AadGroup", group, "Owner_" + group, "", false, false},
		"eligible member":   {"AadGroup", group, "EligibleMember_" + group, "", true, true},
		"eligible owner":    {"AadGroup", group, "EligibleOwner_" + group, "", false, true},
		"unknown prefix":    {"AadGroup", group, "Guest_" + group, "", true, false},
		"another case":      {"aadgroup", group, "ELIGIBLEOWNER_" + group, "", false, true},
		"active role":       {"DirectoryRole", acctest.Missing, "Active", "", false, false},
		"eligible role":     {"DirectoryRole", acctest.Missing, "Eligible", "", false, true},
		"active in Azure":   {"AzureResources", "/subscriptions/1", "/providers/x/roleDefinitions/2", "active", false, false},
		"eligible Azure":    {"AzureResources", "/subscriptions/1", "/providers/x/roleDefinitions/2", "Eligible", false, true},
		"site":              {"SharePointOnline", "https://contoso.example", "5", "", false, false},
		"owner of no group": {"AadApplication", acctest.Missing, "Owner_" + group, "", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, emulator.Options{}, wire.Beta)
			s.answer("/accessPackages/", fmt.Sprintf(`{"id":%q,"assignmentPolicies":[],"resourceRoleScopes":[{"id":"1",
				"role":{"originId":%q,"originSystem":%q,"type":%q},"scope":{"originId":%q,"originSystem":%q}}]}`,
				acctest.Package(0), c.role, c.system, c.kind, c.scope, c.system))
			grants, err := s.client.Grants(within(t, s), acctest.Package(0))
			acctest.Must(t, err)
			if _, member := grants.Roles[0].Group(); member != c.member || grants.Roles[0].Eligible != c.eligible {
				t.Errorf("member %v, eligible %v", member, grants.Roles[0].Eligible)
			}
		})
	}
}

// Grants tell apart automatic policies and policies that people request by, and policies with and without reviews.
func TestGrants_policies(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	s.answer("/accessPackages/", `{"id":"`+acctest.Package(0)+`","resourceRoleScopes":[],"assignmentPolicies":[
		{"displayName":"requested","automaticRequestSettings":null,"reviewSettings":null},
		{"displayName":"reviewed","reviewSettings":{"isEnabled":true}},
		{"displayName":"automatic","automaticRequestSettings":{"requestAccessForAllowedTargets":true}},
		{"displayName":"automatic, unsaid","automaticRequestSettings":{}},
		{"displayName":"switched off","automaticRequestSettings":{"requestAccessForAllowedTargets":false}}]}`)
	grants, err := s.client.Grants(within(t, s), acctest.Package(0))
	acctest.Must(t, err)
	got := ""
	for _, p := range grants.Policies {
		got += fmt.Sprint(p.DisplayName, " ", p.Automatic, " ", p.Reviewed, "; ")
	}
	want := "requested false false; reviewed false true; automatic true false; automatic, unsaid true false; switched off false false; "
	if got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
}

// The earliest of someone's assignments counts. A malformed date counts as missing.
func TestHolders_since(t *testing.T) {
	t.Parallel()
	s := start(t, emulator.Options{}, wire.Beta)
	s.answer("/assignments", `{"value":[
		{"id":"1","target":{"objectId":"`+acctest.User(1)+`"},"schedule":{"startDateTime":"2026-03-01T00:00:00Z"}},
		{"id":"2","target":{"objectId":"`+acctest.User(1)+`"},"schedule":{"startDateTime":"2026-02-01T01:00:00+01:00"}},
		{"id":"3","target":{"objectId":"`+acctest.User(2)+`"},"schedule":{"startDateTime":"yesterday"}},
		{"id":"4","target":{"id":"outside"},"schedule":{"startDateTime":"2026-01-01T00:00:00Z"}},
		{"id":"5","target":{"objectId":"`+acctest.User(3)+`"}}]}`)
	holders, err := s.client.Holders(within(t, s), acctest.Package(0), graph.Delivered)
	acctest.Must(t, err)
	for id, want := range map[string]string{
		acctest.User(1): "2026-02-01T00:00:00Z", acctest.User(2): "", acctest.User(3): "", "outside": "2026-01-01T00:00:00Z", acctest.Missing: "",
	} {
		got := ""
		if since := holders.Since(id); !since.IsZero() {
			got = since.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("%s holds it since %q, want %q", id, got, want)
		}
	}
	if since := (graph.Holders{}).Since(acctest.User(1)); !since.IsZero() {
		t.Error("no holder has a date")
	}
}
