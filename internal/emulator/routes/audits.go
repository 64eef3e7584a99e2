package routes

import (
	"fmt"
	"net/http"
	"regexp"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/audit"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

// record notes in the audit log what was asked of a rule. Which refusals have an entry is unconfirmed: no example is published.
func (s *Service) record(c *exchange.Call, adds bool, rules tenant.Collection, target string, refusal error) {
	by := audit.Actor{ID: c.Caller.ID, Application: c.Caller.Application, User: c.Caller.User}
	s.tenant.RecordRequest(audit.Entry{CorrelationID: c.ClientRequestID, At: c.Now, By: by}, adds, rules, target, refusal)
}

var sinceFilter = regexp.MustCompile(`activityDateTime ge (\S+?)(?:\)|\s|$)`)

// listAudits is GET /auditLogs/directoryAudits. Microsoft doesn't document the refusal of a time before the log begins; a person quotes it.
//
// See https://learn.microsoft.com/graph/api/directoryaudit-list and https://github.com/microsoftgraph/msgraph-beta-sdk-dotnet/issues/626.
func (s *Service) listAudits(c *exchange.Call) exchange.Answer {
	var first time.Time
	if s.options.AuditDays > 0 {
		first = c.Now.UTC().AddDate(0, 0, -s.options.AuditDays).Truncate(24 * time.Hour)
	}
	if asked := sinceFilter.FindStringSubmatch(c.Query.Get("$filter")); asked != nil {
		if since, err := time.Parse(time.RFC3339, asked[1]); err == nil && since.Before(first) {
			return exchange.Refuse(http.StatusBadRequest, "BadRequest", "Specified argument was out of the range of valid values. "+
				"(Parameter 'Minimum allowed time for activityDateTime is "+first.Format("1/2/2006 3:04:05 PM")+"')")
		}
	}
	var items []odata.Item
	for _, e := range s.tenant.Audits().Entries(first) {
		items = append(items, s.auditItem(e))
	}
	return s.pages.Collection(c, items)
}

// auditItem is an entry as Graph shows it. See https://learn.microsoft.com/graph/api/resources/directoryaudit.
func (s *Service) auditItem(e audit.Entry) odata.Item {
	result := "success"
	if e.Refused != "" {
		result = "failure"
	}
	resources := make([]odata.Fields, 0, len(e.Resources))
	for _, r := range e.Resources {
		resources = append(resources, odata.Fields{
			"id": r.ID, "displayName": r.DisplayName, "type": r.Type, "userPrincipalName": nil, "groupType": nil, "modifiedProperties": []any{},
		})
	}
	const largest = 1 << 62
	latestFirst := fmt.Sprintf("%019d %012d", largest-e.At.UnixNano(), 1_000_000_000_000-e.Number) // pages go by this
	return odata.Item{ID: latestFirst, Fields: odata.Fields{
		"id": e.ID, "category": "EntitlementManagement", "correlationId": e.CorrelationID, "result": result, "resultReason": e.Refused,
		"activityDisplayName": e.Activity, "activityDateTime": e.At.UTC().Format(time.RFC3339Nano), "loggedByService": "Entitlement Management",
		"operationType": "", "initiatedBy": s.initiator(e.By), "targetResources": resources, "additionalDetails": []any{},
	}}
}

// initiator is who did it: an application, or a user. See https://learn.microsoft.com/graph/api/resources/auditactivityinitiator.
func (s *Service) initiator(by audit.Actor) odata.Fields {
	if by.User {
		user, _ := s.tenant.User(by.ID)
		return odata.Fields{"app": nil, "user": odata.Fields{
			"id": by.ID, "displayName": user.DisplayName, "userPrincipalName": "", "ipAddress": "",
		}}
	}
	return odata.Fields{"user": nil, "app": odata.Fields{
		"appId": by.Application, "displayName": "Application " + by.Application, "servicePrincipalId": by.ID, "servicePrincipalName": nil,
	}}
}
