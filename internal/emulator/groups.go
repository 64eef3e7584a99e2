package emulator

import (
	"net/http"
	"slices"
	"strings"
)

func groupRoutes() []route {
	const members = "groups/{group}/transitiveMembers"
	return []route{
		{"", http.MethodGet, "groups/{group}", (*Server).getGroup},
		{"", http.MethodGet, members, (*Server).listTransitiveMembers},
		{"", http.MethodGet, members + "/$count", (*Server).countTransitiveMembers},
		{"", http.MethodGet, members + "/microsoft.graph.user", (*Server).listTransitiveMembers},
		{"", http.MethodGet, members + "/microsoft.graph.user/$count", (*Server).countTransitiveMembers},
	}
}

func groupItem(g Group) item {
	types := g.GroupTypes
	if types == nil {
		types = []string{}
	}
	return item{id: g.ID, fields: fields{
		"id": g.ID, "displayName": g.DisplayName, "securityEnabled": g.SecurityEnabled, "mailEnabled": g.MailEnabled, "groupTypes": types,
		"membershipRule": nil, "onPremisesSyncEnabled": nil,
	}}
}

func userItem(u User) item {
	return item{id: u.ID, fields: fields{"id": u.ID, "displayName": u.DisplayName}}
}

// findGroup gives the group that the path names, or the directory's words for what is wrong with it.
func (s *Server) findGroup(c *call) (Group, *answer) {
	if _, isGUID := c.guid("group"); !isGUID {
		refusal := refuse(http.StatusBadRequest, "Request_BadRequest", "Invalid object identifier '"+c.vars["group"]+"'.")
		return Group{}, &refusal
	}
	g, found := s.tenant.group(c.vars["group"])
	if !found {
		refusal := refuse(http.StatusNotFound, "Request_ResourceNotFound",
			"Resource '"+c.vars["group"]+"' does not exist or one of its queried reference-property objects are not present.")
		return Group{}, &refusal
	}
	return g, nil
}

func (s *Server) getGroup(c *call) answer {
	g, refusal := s.findGroup(c)
	if refusal != nil {
		return *refusal
	}
	return s.entity(c, groupItem(g))
}

func (s *Server) listTransitiveMembers(c *call) answer {
	g, refusal := s.findGroup(c)
	if refusal != nil {
		return *refusal
	}
	return s.collection(c, s.transitiveMembers(g, onlyUsers(c)))
}

// countTransitiveMembers is one of the directory's advanced queries, which must say that they accept an index that lags.
func (s *Server) countTransitiveMembers(c *call) answer {
	if !strings.EqualFold(c.request.Header.Get("ConsistencyLevel"), "eventual") {
		return refuse(http.StatusBadRequest, "Request_BadRequest", "$count is not currently supported.")
	}
	g, refusal := s.findGroup(c)
	if refusal != nil {
		return *refusal
	}
	return count(len(s.transitiveMembers(g, onlyUsers(c))))
}

func onlyUsers(c *call) bool { return strings.Contains(c.path, "/microsoft.graph.user") }

// transitiveMembers gives everyone and everything in a group and in the groups nested in it, each once. A cast to users leaves the
// groups out, and the type too, since it is known.
func (s *Server) transitiveMembers(g Group, usersOnly bool) []item {
	seen := map[string]bool{g.ID: true}
	var items []item
	for groups := []Group{g}; len(groups) > 0; groups = groups[1:] {
		for _, id := range groups[0].Members {
			if user, ok := s.tenant.user(id); ok && !seen[id] {
				seen[id] = true
				items = append(items, userItem(user).typed("#microsoft.graph.user", usersOnly))
			}
		}
		for _, id := range groups[0].MemberGroups {
			nested, ok := s.tenant.group(id)
			if !ok || seen[id] {
				continue
			}
			seen[id] = true
			groups = append(groups, nested)
			if !usersOnly {
				items = append(items, groupItem(nested).typed("#microsoft.graph.group", false))
			}
		}
	}
	slices.SortFunc(items, func(a, b item) int { return strings.Compare(a.id, b.id) })
	return items
}

// typed adds the type that an item of a mixed collection carries whatever is selected.
func (i item) typed(name string, known bool) item {
	if !known {
		i.annotations = fields{"@odata.type": name}
	}
	return i
}
