package emulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
)

const (
	globalReader = "f2ef992c-3afb-46b9-b7cf-a126ee74c451" // a role definition of the directory
	contributor  = "/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c"
	subscription = "/subscriptions/77777777-7777-4777-8777-777777777777"
	agentA       = "88888888-8888-4888-8888-888888888888"
)

// shapes is a seed with an access package that grants a role of every form, and with the other objects of a tenant.
const shapes = `{
  "catalogs": [{"id": "` + catalogC + `"}],
  "users": [{"id": "` + userU + `", "displayName": "Ana Ruiz"}, {"id": "` + userV + `"}],
  "servicePrincipals": [{"id": "` + agentA + `", "appId": "agent", "displayName": "Invoice agent"}],
  "groups": [
    {"id": "` + groupG + `", "displayName": "Clerks", "groupTypes": ["DynamicMembership"], "membershipRule": "user.department -eq \"Finance\"",
     "membershipRuleProcessingState": "Paused", "memberGroups": ["` + groupH + `"]},
    {"id": "` + groupH + `", "members": ["` + userU + `"], "servicePrincipals": ["` + agentA + `"]}
  ],
  "accessPackages": [{"id": "` + packageP + `", "catalogId": "` + catalogC + `", "grantsGroups": ["` + groupG + `"], "grants": [
    {"originId": "` + groupG + `", "roleOriginId": "Owner_` + groupG + `"},
    {"originId": "` + groupG + `", "roleOriginId": "EligibleMember_` + groupG + `"},
    {"originId": "` + groupG + `", "roleOriginId": "EligibleOwner_` + groupG + `"},
    {"originSystem": "DirectoryRole", "originId": "` + globalReader + `", "roleOriginId": "Eligible"},
    {"originSystem": "AzureResources", "originId": "` + subscription + `", "roleOriginId": "` + contributor + `", "type": "active"},
    {"originSystem": "AzureResources", "originId": "` + subscription + `/resourceGroups/rg", "roleOriginId": "` + subscription + contributor + `", "type": "eligible"},
    {"originSystem": "AzureResources", "originId": "/providers/Microsoft.Management/managementGroups/finance", "roleOriginId": "` + contributor + `", "type": "eligible"},
    {"originSystem": "AadApplication", "originId": "ledger", "roleOriginId": "approver", "roleDisplayName": "Approver"}
  ]}],
  "assignmentPolicies": [{"id": "66666666-6666-4666-8666-666666666666", "accessPackageId": "` + packageP + `", "displayName": "All clerks", "settings": {
    "allowedTargetScope": "specificDirectoryUsers", "automaticRequestSettings": {"requestAccessForAllowedTargets": true},
    "specificAllowedTargets": [{"@odata.type": "#microsoft.graph.attributeRuleMembers", "membershipRule": "user.department -eq \"Finance\""}],
    "reviewSettings": {"isEnabled": true}
  }}],
  "assignments": [
    {"id": "55555555-5555-4555-8555-111111111111", "accessPackageId": "` + packageP + `", "userId": "` + userU + `", "startDateTime": "2026-02-03T04:05:06Z",
     "endDateTime": "2027-01-01T00:00:00Z"},
    {"id": "55555555-5555-4555-8555-222222222222", "accessPackageId": "` + packageP + `", "servicePrincipalId": "` + agentA + `"}
  ],
  "assignmentRequests": [
    {"id": "56565656-5656-4656-8656-111111111111", "accessPackageId": "` + packageP + `", "userId": "` + userU + `"},
    {"id": "56565656-5656-4656-8656-222222222222", "accessPackageId": "` + packageP + `", "userId": "` + userV + `", "state": "denied"}
  ],
  "directoryAudits": [
    {"activityDisplayName": "Delete incompatible group", "activityDateTime": "2026-03-02T00:00:00Z", "accessPackageId": "` + packageP + `", "targetId": "` + groupG + `", "userId": "` + userU + `"},
    {"activityDisplayName": "Create incompatible group", "activityDateTime": "2026-03-01T00:00:00Z", "accessPackageId": "` + packageP + `", "targetId": "` + groupG + `"}
  ]
}`

func newShapes(t *testing.T, o Options) *client {
	t.Helper()
	s := New(o)
	if err := s.Load(strings.NewReader(shapes)); err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, server: s, transport: s.Transport(), origin: origin}
	c.login()
	return c
}

type originJSON struct{ OriginID, OriginSystem, DisplayName, Type string }

// TestRolesOfEveryForm: both versions show each role as Microsoft's pages write it.
func TestRolesOfEveryForm(t *testing.T) {
	t.Parallel()
	want := []string{
		"AadApplication ledger approver Approver ",
		"AadGroup " + groupG + " EligibleMember_" + groupG + " Eligible Member ",
		"AadGroup " + groupG + " EligibleOwner_" + groupG + " Eligible Owner ",
		"AadGroup " + groupG + " Member_" + groupG + " Member ",
		"AadGroup " + groupG + " Owner_" + groupG + " Owner ",
		"AzureResources /providers/Microsoft.Management/managementGroups/finance " + contributor + "  eligible",
		"AzureResources " + subscription + " " + contributor + "  active",
		"AzureResources " + subscription + "/resourceGroups/rg " + subscription + contributor + "  eligible",
		"DirectoryRole " + globalReader + " Eligible Eligible Member ",
	}
	c := newShapes(t, Options{})
	for target, names := range map[string][3]string{
		"/v1.0" + rulesOfP + "?$expand=resourceRoleScopes($expand=role,scope)": {"resourceRoleScopes", "role", "scope"},
		"/beta" + rulesOfP + "?$expand=accessPackageResourceRoleScopes($expand=accessPackageResourceRole,accessPackageResourceScope)": {
			"accessPackageResourceRoleScopes", "accessPackageResourceRole", "accessPackageResourceScope",
		},
	} {
		var found map[string]json.RawMessage
		c.get(target).decode(t, &found)
		var scopes []map[string]json.RawMessage
		if err := json.Unmarshal(found[names[0]], &scopes); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, each := range scopes {
			var role, scope originJSON
			if json.Unmarshal(each[names[1]], &role) != nil || json.Unmarshal(each[names[2]], &scope) != nil || role.OriginSystem != scope.OriginSystem {
				t.Errorf("%s", each)
			}
			got = append(got, strings.Join([]string{scope.OriginSystem, scope.OriginID, role.OriginID, role.DisplayName, role.Type}, " "))
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", target, got, want)
		}
	}
}

// TestRolesThatAreRefused: the emulator refuses roles that Microsoft Graph doesn't have.
func TestRolesThatAreRefused(t *testing.T) {
	t.Parallel()
	held := newShapes(t, Options{}).server.Tenant()
	for _, g := range []Grant{
		{OriginID: groupG, RoleOriginID: "Guest_" + groupG},
		{OriginSystem: "DirectoryRole", OriginID: globalReader, RoleOriginID: "Member"},
		{OriginSystem: "AzureResources", OriginID: subscription, RoleOriginID: contributor},
		{OriginSystem: "AzureResources", OriginID: subscription, RoleOriginID: "Contributor", Type: "active"},
	} {
		if err := held.AddGrant(packageP, g); err == nil {
			t.Errorf("%+v is taken", g)
		}
	}
	if err := held.AddGrant(packageP, Grant{OriginSystem: "DirectoryRole", OriginID: globalReader, RoleOriginID: "Active"}); err != nil {
		t.Error(err)
	}
}

// TestAroundRules: the other objects that an audit reads.
func TestAroundRules(t *testing.T) {
	t.Parallel()
	c := newShapes(t, Options{})
	for name, row := range map[string]struct {
		target string
		holds  []string
		lacks  string
	}{
		"a dynamic group": {
			"/v1.0/groups?$filter=id in ('" + groupG + "')&$select=id,groupTypes,membershipRule,membershipRuleProcessingState",
			[]string{`"groupTypes":["DynamicMembership"]`, `"membershipRuleProcessingState":"Paused"`, `user.department`},
			groupH,
		},
		"a group that isn't dynamic": {"/beta/groups/" + groupH, []string{`"membershipRule":null`, `"membershipRuleProcessingState":null`}, "On"},
		"an automatic policy": {
			"/v1.0" + rulesOfP + "?$expand=assignmentPolicies",
			[]string{`"requestAccessForAllowedTargets":true`, `#microsoft.graph.attributeRuleMembers`, `"reviewSettings":{"isEnabled":true}`},
			"beta",
		},
		"an assignment's dates": {
			"/v1.0" + em + "/assignments?$filter=target/objectId eq '" + userU + "'&$expand=target",
			[]string{`"startDateTime":"2026-02-03T04:05:06Z"`, `"type":"afterDateTime"`, `"endDateTime":"2027-01-01T00:00:00Z"`, "Ana Ruiz"},
			agentA,
		},
		"beta's assignment dates": {
			"/beta" + em + "/accessPackageAssignments", []string{`"startDateTime":"2026-02-03T04:05:06Z"`, `"assignmentState":"Delivered"`}, "subjectType",
		},
		"open requests of a user": {
			"/v1.0" + em + "/assignmentRequests?$filter=requestor/objectId eq '" + userU + "' and state eq 'pendingApproval'&$expand=requestor,accessPackage",
			[]string{`"requestType":"userAdd"`, "Ana Ruiz", packageP},
			"denied",
		},
		"requests in beta": {
			"/beta" + em + "/accessPackageAssignmentRequests?$expand=requestor", []string{`"requestState":"PendingApproval"`, `"requestState":"Denied"`}, "userAdd",
		},
	} {
		got := c.get(strings.ReplaceAll(row.target, " ", "%20"))
		if got.status != 200 || strings.Contains(got.body, row.lacks) {
			t.Errorf("%s: %d, %s", name, got.status, got.body)
		}
		for _, part := range row.holds {
			if !strings.Contains(got.body, part) {
				t.Errorf("%s: no %s in %s", name, part, got.body)
			}
		}
	}
}

func TestFilterOfManyIDs(t *testing.T) {
	t.Parallel()
	c := newShapes(t, Options{})
	for n, want := range map[int]int{1: 200, 15: 200, 16: 400} {
		list := strings.Repeat("'"+groupG+"',", n-1) + "'" + groupH + "'"
		got := c.get("/v1.0/groups?$select=id&$filter=" + strings.ReplaceAll("id in ("+list+")", " ", "%20"))
		if got.status != want || !strings.Contains(got.body, map[int]string{200: groupH, 400: "Max allowed: 15"}[want]) {
			t.Errorf("%d ids: %d, %s", n, got.status, got.body)
		}
	}
}

func TestCheckMemberGroups(t *testing.T) {
	t.Parallel()
	everything := []string{contract.PermissionUserRead, contract.PermissionApplicationRead, contract.PermissionGroupMemberRead}
	for name, row := range map[string]struct {
		roles  []string
		object string
		groups []string
		status int
		want   string
	}{
		"a nested member":              {everything, "users/" + userU, []string{groupG, groupH, nowhere}, 200, `["` + groupG + `","` + groupH + `"]`},
		"no member":                    {everything, "users/" + userV, []string{groupG}, 200, `[]`},
		"an agent":                     {everything, "servicePrincipals/" + agentA, []string{groupH}, 200, `["` + groupH + `"]`},
		"someone unknown":              {everything, "users/" + nowhere, []string{groupG}, 404, "Request_ResourceNotFound"},
		"an agent is no user":          {everything, "users/" + agentA, []string{groupG}, 404, "Request_ResourceNotFound"},
		"twenty":                       {everything, "users/" + userU, slices.Repeat([]string{groupG}, 20), 200, groupG},
		"twenty-one":                   {everything, "users/" + userU, slices.Repeat([]string{groupG}, 21), 400, "Request_BadRequest"},
		"no GUID":                      {everything, "users/" + userU, []string{"clerks"}, 400, "Request_BadRequest"},
		"one permission for all":       {[]string{contract.PermissionDirectoryRead}, "users/" + userU, []string{groupG}, 200, groupG},
		"users need their permission":  {everything[1:], "users/" + userU, []string{groupG}, 403, "Authorization_RequestDenied"},
		"groups need their permission": {everything[:2], "users/" + userU, []string{groupG}, 403, "Authorization_RequestDenied"},
		"agents need their permission": {[]string{contract.PermissionUserRead, contract.PermissionGroupRead}, "servicePrincipals/" + agentA, []string{groupG}, 403, "Authorization_RequestDenied"},
	} {
		c := newShapes(t, Options{Roles: row.roles})
		body, err := json.Marshal(map[string]any{"groupIds": row.groups})
		if err != nil {
			t.Fatal(err)
		}
		got := c.send(http.MethodPost, "/v1.0/"+row.object+"/checkMemberGroups", string(body))
		if got.status != row.status || !strings.Contains(got.body, row.want) {
			t.Errorf("%s: %d, %s", name, got.status, got.body)
		}
	}
}

// TestAuditLogOfASeed: entries have their own dates, the latest comes first, and the log refuses a time before it
// begins.
func TestAuditLogOfASeed(t *testing.T) {
	t.Parallel()
	now := newClock()
	now.now = time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC)
	c := newShapes(t, Options{Now: now.Now, AuditDays: 30, PageSize: 1})
	since := func(day string) string {
		return "/v1.0/auditLogs/directoryAudits?$filter=activityDateTime%20ge%20" + day
	}
	var dates []string
	for target := since("2026-02-18T00:00:00Z"); target != ""; {
		var page struct {
			Next  string `json:"@odata.nextLink"`
			Value []struct {
				ActivityDateTime, ActivityDisplayName string
				InitiatedBy                           struct{ User *struct{ ID string } }
			}
		}
		c.get(target).decode(t, &page)
		for _, e := range page.Value {
			dates = append(dates, fmt.Sprint(e.ActivityDateTime, " ", e.ActivityDisplayName, " ", e.InitiatedBy.User != nil))
		}
		target = page.Next
	}
	want := []string{"2026-03-02T00:00:00Z Delete incompatible group true", "2026-03-01T00:00:00Z Create incompatible group false"}
	if !slices.Equal(dates, want) {
		t.Errorf("got %q", dates)
	}
	if got := c.get(since("2026-02-17T23:59:59Z")); got.status != 400 || !strings.Contains(got.body, "Minimum allowed time for activityDateTime is 2/18/2026 12:00:00 AM") {
		t.Errorf("%d %s", got.status, got.body)
	}
	now.advance(12 * 24 * time.Hour) // the first entry is 31 days old now
	c.login()
	if got := c.get("/v1.0/auditLogs/directoryAudits"); got.status != 200 || strings.Contains(got.body, "Create incompatible group") {
		t.Errorf("the log goes back too far: %d %s", got.status, got.body)
	}
}
