package routes

import (
	"net/http"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
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
		{"", http.MethodPost, "users/{object}/checkMemberGroups", (*Service).checkMemberGroups},
		{"", http.MethodPost, "servicePrincipals/{object}/checkMemberGroups", (*Service).checkMemberGroups},
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
