package routes

import (
	"net/http"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

func groupRoutes() []route {
	const members = "groups/{group}/transitiveMembers"
	return []route{
		{"", http.MethodGet, "groups/{group}", (*Service).getGroup},
		{"", http.MethodGet, members, (*Service).listTransitiveMembers},
		{"", http.MethodGet, members + "/$count", (*Service).countTransitiveMembers},
		{"", http.MethodGet, members + "/microsoft.graph.user", (*Service).listTransitiveMembers},
		{"", http.MethodGet, members + "/microsoft.graph.user/$count", (*Service).countTransitiveMembers},
	}
}

func groupItem(g tenant.Group) odata.Item {
	types := g.GroupTypes
	if types == nil {
		types = []string{}
	}
	return odata.Item{ID: g.ID, Fields: odata.Fields{
		"id": g.ID, "displayName": g.DisplayName, "securityEnabled": g.SecurityEnabled, "mailEnabled": g.MailEnabled, "groupTypes": types,
		"membershipRule": nil, "onPremisesSyncEnabled": nil,
	}}
}

func userItem(u tenant.User) odata.Item {
	return odata.Item{ID: u.ID, Fields: odata.Fields{"id": u.ID, "displayName": u.DisplayName}}
}

// findGroup gives the group that the path names, or the directory's words for what is wrong with it.
func (s *Service) findGroup(c *exchange.Call) (tenant.Group, *exchange.Answer) {
	if _, isGUID := c.GUID("group"); !isGUID {
		refusal := exchange.Refuse(http.StatusBadRequest, "Request_BadRequest", "Invalid object identifier '"+c.Vars["group"]+"'.")
		return tenant.Group{}, &refusal
	}
	g, found := s.tenant.Group(c.Vars["group"])
	if !found {
		refusal := exchange.Refuse(http.StatusNotFound, "Request_ResourceNotFound",
			"Resource '"+c.Vars["group"]+"' does not exist or one of its queried reference-property objects are not present.")
		return tenant.Group{}, &refusal
	}
	return g, nil
}

func (s *Service) getGroup(c *exchange.Call) exchange.Answer {
	g, refusal := s.findGroup(c)
	if refusal != nil {
		return *refusal
	}
	return odata.Entity(c, groupItem(g))
}

func (s *Service) listTransitiveMembers(c *exchange.Call) exchange.Answer {
	g, refusal := s.findGroup(c)
	if refusal != nil {
		return *refusal
	}
	return s.pages.Collection(c, s.transitiveMembers(g, onlyUsers(c)))
}

// countTransitiveMembers is one of the directory's advanced queries, which must say that they accept an index that lags.
func (s *Service) countTransitiveMembers(c *exchange.Call) exchange.Answer {
	if !strings.EqualFold(c.Request.Header.Get("ConsistencyLevel"), "eventual") {
		return exchange.Refuse(http.StatusBadRequest, "Request_BadRequest", "$count is not currently supported.")
	}
	g, refusal := s.findGroup(c)
	if refusal != nil {
		return *refusal
	}
	return exchange.Count(len(s.transitiveMembers(g, onlyUsers(c))))
}

func onlyUsers(c *exchange.Call) bool { return strings.Contains(c.Path, "/microsoft.graph.user") }

// transitiveMembers gives everyone and everything in a group and in the groups nested in it, each once. A cast to users leaves the
// groups out, and the type too, since it is known.
func (s *Service) transitiveMembers(g tenant.Group, usersOnly bool) []odata.Item {
	seen := map[string]bool{g.ID: true}
	var items []odata.Item
	for groups := []tenant.Group{g}; len(groups) > 0; groups = groups[1:] {
		for _, id := range groups[0].Members {
			if user, ok := s.tenant.User(id); ok && !seen[id] {
				seen[id] = true
				items = append(items, userItem(user).Typed("#microsoft.graph.user", usersOnly))
			}
		}
		for _, id := range groups[0].MemberGroups {
			nested, ok := s.tenant.Group(id)
			if !ok || seen[id] {
				continue
			}
			seen[id] = true
			groups = append(groups, nested)
			if !usersOnly {
				items = append(items, groupItem(nested).Typed("#microsoft.graph.group", false))
			}
		}
	}
	slices.SortFunc(items, func(a, b odata.Item) int { return strings.Compare(a.ID, b.ID) })
	return items
}
