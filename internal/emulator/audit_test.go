package emulator

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// The audit log contains every change of a rule, with its actor and result, the latest first. It contains no reads.
func TestAuditLog(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	c := newClient(t, Options{Now: func() time.Time { now = now.Add(time.Minute); return now }})
	rules, group := "/v1.0"+em+"/accessPackages/"+packageP+"/incompatibleGroups", `{"@odata.id":"https://graph.microsoft.com/v1.0/groups/`+groupG+`"}`
	for _, step := range []struct {
		method, target, body string
		want                 int
	}{
		{http.MethodPost, rules + "/$ref", group, 204},
		{http.MethodGet, rules, "", 200},
		{http.MethodPost, rules + "/$ref", group, 400},
		{http.MethodDelete, rules + "/" + groupG + "/$ref", "", 204},
		{
			http.MethodPost, strings.Replace(rules, "incompatibleGroups", "incompatibleAccessPackages", 1) + "/$ref",
			`{"@odata.id":"https://graph.microsoft.com/v1.0` + em + `/accessPackages/` + packageQ + `"}`, 204,
		},
	} {
		if got := c.send(step.method, step.target, step.body); got.status != step.want {
			t.Fatalf("%s %s: %d: %s", step.method, step.target, got.status, got.body)
		}
	}
	var log struct {
		Value []struct {
			ActivityDisplayName, ActivityDateTime, Result, CorrelationID string
			InitiatedBy                                                  struct {
				App struct{ AppID, ServicePrincipalID string }
			}
			TargetResources []struct{ ID, Type string }
		}
	}
	c.get("/v1.0/auditLogs/directoryAudits").decode(t, &log)
	var got []string
	for i, e := range log.Value {
		if e.InitiatedBy.App.AppID != "elm" || e.InitiatedBy.App.ServicePrincipalID == "" || e.CorrelationID == "" || i > 0 && e.ActivityDateTime >= log.Value[i-1].ActivityDateTime {
			t.Errorf("%+v", e)
		}
		line := e.ActivityDisplayName + ", " + e.Result
		for _, r := range e.TargetResources {
			line += fmt.Sprintf(", %s %s", r.Type, r.ID)
		}
		got = append(got, line)
	}
	ends := ", AccessPackage " + packageP + ", Group " + groupG
	want := []string{
		"Create incompatible access package, success, AccessPackage " + packageP + ", AccessPackage " + packageQ,
		"Delete incompatible group, success" + ends,
		"Create incompatible group, failure" + ends,
		"Create incompatible group, success" + ends,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// The audit log also contains refused changes, with the reason. It omits malformed requests and those without an access
// package.
func TestAuditLog_refused(t *testing.T) {
	t.Parallel()
	const kind, assigned = "Create incompatible group failure a group of this kind cannot be in a rule", "Delete incompatible group failure the access package has assignments"
	const references = "/v1.0" + groupsOfP + "/$ref"
	for name, test := range map[string]struct {
		options              Options
		method, target, body string
		want, group          string // of the entry; "" for none
	}{
		"a Microsoft 365 group":                 {Options{Microsoft365Group: 400}, http.MethodPost, references, groupReference(unifiedGroup), kind, unifiedGroup},
		"the same, below the catalog":           {Options{Microsoft365Group: 403}, http.MethodPost, belowC, documentBody(unifiedGroup), kind, unifiedGroup},
		"a group that has mail":                 {Options{MailEnabledGroup: 422}, http.MethodPost, references, groupReference(mailGroup), kind, mailGroup},
		"of an access package that people have": {Options{AssignedUnlink: 409}, http.MethodDelete, "/v1.0" + groupsOfP + "/" + groupH + "/$ref", "", assigned, groupH},
		"the same, by a reference":              {Options{AssignedUnlink: 403}, http.MethodDelete, references + "?@id=https://graph.microsoft.com/v1.0/groups/" + groupH, "", assigned, groupH},
		"a body that is not understood":         {Options{}, http.MethodPost, references, `{}`, "", ""},
		"an access package that is not there":   {Options{}, http.MethodPost, strings.Replace(references, packageP, nowhere, 1), groupReference(groupG), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := newQuestioned(t, test.options)
			if got := c.send(test.method, test.target, test.body); got.status < http.StatusBadRequest {
				t.Fatalf("it is not refused: %d", got.status)
			}
			var log struct {
				Value []struct {
					ActivityDisplayName, Result, ResultReason string
					TargetResources                           []struct{ ID string }
				}
			}
			c.get("/v1.0/auditLogs/directoryAudits").decode(t, &log)
			got, want := fmt.Sprint(log.Value), "[]"
			if test.want != "" {
				want = fmt.Sprintf("[{%s [{%s} {%s}]}]", test.want, packageP, test.group)
			}
			if got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}
