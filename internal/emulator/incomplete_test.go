package emulator

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/faults"
)

const expandedRoles = "/v1.0" + rulesOfP + "?$expand=resourceRoleScopes($expand=role),assignmentPolicies"

// TestExpansions: an expanded collection comes in each form that the documentation allows.
func TestExpansions(t *testing.T) {
	t.Parallel()
	for expansions, want := range map[Expansions]func(map[string]json.RawMessage) bool{
		ExpansionsWhole:   func(p map[string]json.RawMessage) bool { return items(p["resourceRoleScopes"]) == 9 },
		ExpansionsPaged:   func(p map[string]json.RawMessage) bool { return items(p["resourceRoleScopes"]) == 4 },
		ExpansionsAbsent:  func(p map[string]json.RawMessage) bool { _, found := p["resourceRoleScopes"]; return !found },
		ExpansionsNull:    func(p map[string]json.RawMessage) bool { return string(p["resourceRoleScopes"]) == "null" },
		ExpansionsOtherID: func(p map[string]json.RawMessage) bool { return string(p["id"]) != `"`+packageP+`"` },
	} {
		c := newShapes(t, Options{Expansions: expansions, PageSize: 4})
		var one map[string]json.RawMessage
		c.get(expandedRoles).decode(t, &one)
		if !want(one) || (string(one["id"]) == `"`+packageP+`"`) == (expansions == ExpansionsOtherID) {
			t.Errorf("%s: %s", expansions, one)
		}
		if _, paged := one["resourceRoleScopes@odata.nextLink"]; paged != (expansions == ExpansionsPaged) {
			t.Errorf("%s: next link %v", expansions, paged)
		}
	}
}

func items(list json.RawMessage) int {
	var all []json.RawMessage
	if json.Unmarshal(list, &all) != nil {
		return -1
	}
	return len(all)
}

// TestPagedExpansionsCanBeFollowed: the pages hold every role once, each with what was expanded below it, from an
// object and from a list.
func TestPagedExpansionsCanBeFollowed(t *testing.T) {
	t.Parallel()
	c := newShapes(t, Options{Expansions: ExpansionsPaged, PageSize: 4})
	for _, target := range []string{expandedRoles, "/v1.0" + em + "/accessPackages?$expand=resourceRoleScopes($expand=role)"} {
		text := c.get(target).body
		var first struct {
			Next  string `json:"resourceRoleScopes@odata.nextLink"`
			Value []struct {
				Next string `json:"resourceRoleScopes@odata.nextLink"`
			}
		}
		if err := json.Unmarshal([]byte(text), &first); err != nil {
			t.Fatal(err)
		}
		next := first.Next
		if len(first.Value) > 0 {
			next = first.Value[0].Next
		}
		roles := strings.Count(text, `"role":`)
		for next != "" {
			var page listPage
			got := c.get(next)
			got.decode(t, &page)
			roles, next = roles+strings.Count(got.body, `"role":`), page.Next
		}
		if roles != 9 {
			t.Errorf("%s: %d roles", target, roles)
		}
	}
}

func TestIgnoredCatalogFilter(t *testing.T) {
	t.Parallel()
	for ignored, want := range map[bool]int{false: 2, true: 3} {
		c := newClient(t, Options{IgnoreCatalogFilter: ignored})
		ids, _ := c.all("/v1.0" + em + "/accessPackages?$filter=catalog/id%20eq%20'" + catalogC + "'")
		if len(ids) != want {
			t.Errorf("ignored %v: %v", ignored, ids)
		}
	}
}

// TestFaultsSeenInPublic: each fault has the answer that people report, and strikes nothing else.
func TestFaultsSeenInPublic(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		fault        Fault
		struck       string
		status       int
		code, holds  string
		spared       string
		sparedStatus int
	}{
		"a gateway": {faults.GatewayNotFound(), "/v1.0" + groupsOfP, 404, noEnvelope, "<html>", "/metadata/endpoints?api-version=2022-09-01", 200},
		"empty members": {
			faults.EmptyMembers(), "/v1.0/groups/" + groupG + "/transitiveMembers", 200, noEnvelope, `{"value":[]}`, "/v1.0/groups/" + groupG + "/members", 200,
		},
		"a missing part": {faults.MissingPart("incompatibleGroups"), "/v1.0" + groupsOfP, 404, "ResourceNotFound", "", "/v1.0" + rulesOfP, 200},
		"an expired page": {
			faults.ExpiredSkipToken(), "/v1.0/users?$skiptoken=LQ", 400, "Directory_ExpiredPageToken", "expired", "/v1.0/users", 200,
		},
	} {
		c := newClient(t, Options{})
		c.server.Inject(row.fault)
		if got := c.get(row.struck); got.status != row.status || got.code() != row.code || !strings.Contains(got.body, row.holds) {
			t.Errorf("%s: %d %s", name, got.status, got.body)
		}
		if got := c.get(row.spared); got.status != row.sparedStatus {
			t.Errorf("%s: %s is struck: %d %s", name, row.spared, got.status, got.body)
		}
	}
}

// TestStopAfter: a service that dies answers its last request, cuts off the connections that are open and refuses new
// ones.
func TestStopAfter(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	listening := httptest.NewServer(c.server)
	t.Cleanup(listening.Close)
	c.origin, c.transport = listening.URL, &http.Transport{}
	c.login()
	c.server.StopAfter(2, func() { _ = listening.Listener.Close() })
	for range 2 {
		if got := c.get("/v1.0" + groupsOfP); got.status != 200 {
			t.Fatalf("%d %s", got.status, got.body)
		}
	}
	if _, err := c.try(http.MethodPost, "/v1.0"+groupsOfP+"/$ref", groupReference(groupG)); err == nil {
		t.Error("a connection that was open is still served")
	}
	_, err := c.try(http.MethodGet, "/v1.0"+groupsOfP, "")
	var refused *net.OpError
	if !errors.As(err, &refused) || !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("a new connection: %v", err)
	}
	if links := c.server.Tenant().Links(IncompatibleGroups, packageP); len(links) > 0 {
		t.Errorf("a request had an effect after the end: %v", links)
	}
}

// TestStopAfterWithoutAPort: a client in the same process sees the end, too.
func TestStopAfterWithoutAPort(t *testing.T) {
	t.Parallel()
	c := newClient(t, Options{})
	c.server.StopAfter(1, func() {})
	c.get("/v1.0" + groupsOfP)
	if _, err := c.try(http.MethodGet, "/v1.0"+groupsOfP, ""); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}
