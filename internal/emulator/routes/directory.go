package routes

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/audit"
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
	}
}

func (s *Service) getDirectoryObject(c *exchange.Call) exchange.Answer {
	item, found := s.directoryItem(c.Vars["object"])
	if !found {
		return notInDirectory(c.Vars["object"])
	}
	return odata.Entity(c, item)
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
	return odata.Entity(c, userItem(u).Typed(userType, true))
}

// deletedItem is a group that can be restored, with the day of its end. See https://learn.microsoft.com/graph/api/resources/directory.
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
			return odata.Entity(c, s.deletedItem(d).Typed(groupType, false))
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
	return odata.Entity(c, s.groupItem(g).Typed(groupType, false))
}

// What happens to rules, in the words of the audit log.
// See https://learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities.
const (
	creation = "Create"
	deletion = "Delete"
)

var activities = map[tenant.Kind]string{
	tenant.IncompatibleGroups:         " incompatible group",
	tenant.IncompatibleAccessPackages: " incompatible access package",
}

// audit notes what was asked of a rule. Which refusals have an entry, which resources it names, and in which order, is unconfirmed: no example is
// published.
func (s *Service) audit(c *exchange.Call, what string, rules tenant.Collection, target string, refusal error) {
	accessPackage, _ := s.tenant.AccessPackage(rules.AccessPackage)
	other := audit.Resource{ID: target, Type: "AccessPackage"}
	if rules.Kind == tenant.IncompatibleGroups {
		group, _ := s.tenant.Group(target)
		other.Type, other.DisplayName = "Group", group.DisplayName
	} else if p, ok := s.tenant.AccessPackage(target); ok {
		other.DisplayName = p.DisplayName
	}
	e := audit.Entry{
		ID: "IGAELM_" + guid.New(), CorrelationID: c.ClientRequestID, At: c.Now, Activity: what + activities[rules.Kind], By: c.Caller,
		Resources: []audit.Resource{{ID: rules.AccessPackage, Type: "AccessPackage", DisplayName: accessPackage.DisplayName}, other},
	}
	if refusal != nil {
		e.Refused = refusal.Error()
	}
	s.changes.Add(e)
}

// listAudits is GET /auditLogs/directoryAudits. See https://learn.microsoft.com/graph/api/directoryaudit-list.
func (s *Service) listAudits(c *exchange.Call) exchange.Answer {
	var items []odata.Item
	for _, e := range s.changes.Entries() {
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
	fromTheEnd := fmt.Sprintf("%012d", 1_000_000_000_000-e.Number) // pages go by this, and the latest comes first
	return odata.Item{ID: fromTheEnd, Fields: odata.Fields{
		"id": e.ID, "category": "EntitlementManagement", "correlationId": e.CorrelationID, "result": result, "resultReason": e.Refused,
		"activityDisplayName": e.Activity, "activityDateTime": e.At.UTC().Format(time.RFC3339Nano), "loggedByService": "Entitlement Management",
		"operationType": "", "initiatedBy": s.initiator(e.By), "targetResources": resources, "additionalDetails": []any{},
	}}
}

// initiator is who did it: an application, or a user. See https://learn.microsoft.com/graph/api/resources/auditactivityinitiator.
func (s *Service) initiator(by exchange.Caller) odata.Fields {
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
