package routes

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/auditlog"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

func directoryRoutes() []route {
	const deleted = "directory/deletedItems"
	return []route{
		{"", http.MethodGet, "directoryObjects/{object}", (*Service).getDirectoryObject},
		{"", http.MethodGet, "users", (*Service).listUsers},
		{"", http.MethodGet, "users/{object}", (*Service).getUser},
		{"", http.MethodGet, deleted + "/microsoft.graph.group", (*Service).listDeletedGroups},
		{"", http.MethodGet, deleted + "/{deleted}", (*Service).getDeletedGroup},
		{"", http.MethodDelete, deleted + "/{deleted}", (*Service).purgeGroup},
		{"", http.MethodPost, deleted + "/{deleted}/restore", (*Service).restoreGroup},
		{"", http.MethodGet, "auditLogs/directoryAudits", (*Service).listAudits},
		{"", http.MethodGet, "servicePrincipals/{object}", (*Service).getServicePrincipal},
		{"", http.MethodPost, "users/{object}/checkMemberGroups", (*Service).checkMemberGroups},
		{"", http.MethodPost, "servicePrincipals/{object}/checkMemberGroups", (*Service).checkMemberGroups},
	}
}

func (s *Service) getDirectoryObject(c *exchange.Call) exchange.Answer {
	item, found := s.directoryItem(c.Vars["object"])
	if !found {
		return notInDirectory(c.Vars["object"])
	}
	return s.pages.Entity(c, item)
}

func (s *Service) listUsers(c *exchange.Call) exchange.Answer {
	var items []odata.Item
	for _, u := range s.tenant.Users() {
		items = append(items, userItem(u).Typed(userType, true))
	}
	return s.pages.Collection(c, items)
}

func (s *Service) getUser(c *exchange.Call) exchange.Answer {
	u, found := s.tenant.User(c.Vars["object"])
	if !found {
		return notInDirectory(c.Vars["object"])
	}
	return s.pages.Entity(c, userItem(u).Typed(userType, true))
}

func (s *Service) getServicePrincipal(c *exchange.Call) exchange.Answer {
	a, found := s.tenant.Application(c.Vars["object"])
	if !found {
		return notInDirectory(c.Vars["object"])
	}
	return s.pages.Entity(c, applicationItem(a).Typed(applicationType, true))
}

// deletedItem is a group that can be restored, with its time of deletion.
//
// See https://learn.microsoft.com/graph/api/resources/directory.
func (s *Service) deletedItem(d tenant.DeletedGroup) odata.Item {
	item := s.groupItem(d.Group)
	item.Fields["deletedDateTime"] = d.At.UTC().Format(time.RFC3339)
	return item
}

func (s *Service) listDeletedGroups(c *exchange.Call) exchange.Answer {
	var items []odata.Item
	for _, d := range s.tenant.DeletedGroups() {
		items = append(items, s.deletedItem(d))
	}
	return s.pages.Collection(c, items)
}

func (s *Service) getDeletedGroup(c *exchange.Call) exchange.Answer {
	for _, d := range s.tenant.DeletedGroups() {
		if strings.EqualFold(d.ID, c.Vars["deleted"]) {
			return s.pages.Entity(c, s.deletedItem(d).Typed(groupType, false))
		}
	}
	return notInDirectory(c.Vars["deleted"])
}

func (s *Service) purgeGroup(c *exchange.Call) exchange.Answer {
	if s.tenant.PurgeGroup(c.Vars["deleted"]) != nil {
		return notInDirectory(c.Vars["deleted"])
	}
	return exchange.NoContent()
}

func (s *Service) restoreGroup(c *exchange.Call) exchange.Answer {
	g, err := s.tenant.RestoreGroup(c.Vars["deleted"])
	if err != nil {
		return notInDirectory(c.Vars["deleted"])
	}
	return s.pages.Entity(c, s.groupItem(g).Typed(groupType, false))
}

// mostGroups is the limit of groups in a request.
const mostGroups = 20

// checkMemberGroups returns the groups, of those in the request, that contain someone directly or through nested
// groups. The wording of its refusals is unconfirmed.
//
// See https://learn.microsoft.com/graph/api/user-checkmembergroups and
// https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups.
func (s *Service) checkMemberGroups(c *exchange.Call) exchange.Answer {
	var asked struct {
		GroupIDs []string `json:"groupIds"`
	}
	if refusal, ok := c.Decode(&asked); !ok {
		return refusal
	}
	id := strings.ToLower(c.Vars["object"])
	_, person := s.tenant.User(id)
	_, application := s.tenant.Application(id)
	if strings.HasPrefix(c.Path, "users/") && !person ||
		strings.HasPrefix(c.Path, "servicePrincipals/") && !application {
		return notInDirectory(id)
	}
	if len(asked.GroupIDs) == 0 || len(asked.GroupIDs) > mostGroups {
		return badRequest(fmt.Sprintf("The number of values in 'groupIds' must be from 1 to %d.", mostGroups))
	}
	in := []string{}
	for _, text := range asked.GroupIDs {
		group, isGUID := guid.Canonical(text)
		if !isGUID {
			return badRequest("Invalid object identifier '" + text + "'.")
		}
		if s.isMember(group, id) {
			in = append(in, group)
		}
	}
	return exchange.OK(map[string]any{
		"@odata.context": c.Origin() + "/" + c.Version + "/$metadata#Collection(Edm.String)",
		"value":          in,
	})
}

func (s *Service) isMember(group, id string) bool {
	g, known := s.tenant.Group(group)
	return known && slices.Contains(s.everyoneIn(g), id)
}

// mayCheckMemberships reports whether the caller may use checkMemberGroups. It takes one permission to read the subject
// and one to read groups, or one for the whole directory.
func mayCheckMemberships(c *exchange.Call) bool {
	if c.Caller.Holds(contract.PermissionDirectoryRead, contract.PermissionDirectoryReadWrite) {
		return true
	}
	subject := c.Caller.Holds(contract.PermissionUserRead)
	switch {
	case strings.HasPrefix(c.Path, "servicePrincipals/"):
		subject = c.Caller.Holds(contract.PermissionApplicationRead)
	case c.Caller.User:
		subject = subject || c.Caller.Holds(contract.PermissionUserReadBasic)
	}
	return subject && c.Caller.Holds(contract.PermissionGroupRead, contract.PermissionGroupReadWrite,
		contract.PermissionGroupMemberRead, contract.PermissionGroupMemberReadWrite)
}

// record adds a request about a rule to the audit log. Which refusals have an entry is unconfirmed, because no example
// is published.
func (s *Service) record(c *exchange.Call, adds bool, rules tenant.Collection, target string, refusal error) {
	by := auditlog.Actor{ID: c.Caller.ID, Application: c.Caller.Application, User: c.Caller.User}
	s.tenant.RecordRequest(auditlog.Entry{CorrelationID: c.ClientRequestID, At: c.Now, By: by}, adds, rules, target,
		refusal)
}

var sinceFilter = regexp.MustCompile(`activityDateTime ge (\S+?)(?:\)|\s|$)`)

// listAudits is GET /auditLogs/directoryAudits. The refusal of a time before the log begins isn't documented; the
// wording comes from a public issue.
//
// See https://learn.microsoft.com/graph/api/directoryaudit-list and
// https://github.com/microsoftgraph/msgraph-beta-sdk-dotnet/issues/626.
func (s *Service) listAudits(c *exchange.Call) exchange.Answer {
	var first time.Time
	if s.options.AuditDays > 0 {
		first = c.Now.UTC().AddDate(0, 0, -s.options.AuditDays).Truncate(24 * time.Hour)
	}
	if asked := sinceFilter.FindStringSubmatch(c.Query.Get("$filter")); asked != nil {
		if since, err := time.Parse(time.RFC3339, asked[1]); err == nil && since.Before(first) {
			return exchange.Refuse(
				http.StatusBadRequest,
				"BadRequest",
				"Specified argument was out of the range of valid values. "+
					"(Parameter 'Minimum allowed time for activityDateTime is "+first.Format("1/2/2006 3:04:05 PM")+"')",
			)
		}
	}
	var items []odata.Item
	for _, e := range s.tenant.Audits().Entries(first) {
		items = append(items, s.auditItem(e))
	}
	return s.pages.Collection(c, items)
}

// auditItem is an entry in Graph's words. See https://learn.microsoft.com/graph/api/resources/directoryaudit.
func (s *Service) auditItem(e auditlog.Entry) odata.Item {
	result := "success"
	if e.Refused != "" {
		result = "failure"
	}
	resources := make([]odata.Fields, 0, len(e.Resources))
	for _, r := range e.Resources {
		resources = append(resources, odata.Fields{
			"id": r.ID, "displayName": r.DisplayName, "type": r.Type, "userPrincipalName": nil, "groupType": nil,
			"modifiedProperties": []any{},
		})
	}
	const largest = 1 << 62
	latestFirst := fmt.Sprintf("%019d %012d", largest-e.At.UnixNano(), 1_000_000_000_000-e.Number) // the order of pages
	return odata.Item{ID: latestFirst, Fields: odata.Fields{
		"id": e.ID, "category": "EntitlementManagement", "correlationId": e.CorrelationID, "result": result,
		"resultReason":        e.Refused,
		"activityDisplayName": e.Activity, "activityDateTime": e.At.UTC().Format(time.RFC3339Nano),
		"loggedByService": "Entitlement Management",
		"operationType":   "", "initiatedBy": s.initiator(e.By), "targetResources": resources,
		"additionalDetails": []any{},
	}}
}

// initiator is the application or user that made the change.
//
// See https://learn.microsoft.com/graph/api/resources/auditactivityinitiator.
func (s *Service) initiator(by auditlog.Actor) odata.Fields {
	if by.User {
		user, _ := s.tenant.User(by.ID)
		return odata.Fields{"app": nil, "user": odata.Fields{
			"id": by.ID, "displayName": user.DisplayName, "userPrincipalName": "", "ipAddress": "",
		}}
	}
	return odata.Fields{"user": nil, "app": odata.Fields{
		"appId": by.Application, "displayName": "Application " + by.Application, "servicePrincipalId": by.ID,
		"servicePrincipalName": nil,
	}}
}
