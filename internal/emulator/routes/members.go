package routes

import (
	"cmp"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

const (
	userType        = "#microsoft.graph.user"
	groupType       = "#microsoft.graph.group"
	applicationType = "#microsoft.graph.servicePrincipal"
)

func memberRoutes() []route {
	table := []route{{"", http.MethodGet, "groups/{group}/memberOf", (*Service).listMemberOf}}
	for _, list := range []string{string(tenant.Members), string(tenant.Owners), "transitiveMembers"} {
		all := "groups/{group}/" + list
		table = append(table,
			route{"", http.MethodGet, all, (*Service).listPeople},
			route{"", http.MethodGet, all + "/$count", (*Service).countPeople},
			route{"", http.MethodGet, all + "/microsoft.graph.user", (*Service).listPeople},
			route{"", http.MethodGet, all + "/microsoft.graph.user/$count", (*Service).countPeople},
		)
	}
	for _, role := range []tenant.Role{tenant.Members, tenant.Owners} {
		all := "groups/{group}/" + string(role)
		table = append(table,
			route{"", http.MethodPost, all + "/$ref", (*Service).join},
			route{"", http.MethodDelete, all + "/{member}/$ref", (*Service).leave},
		)
	}
	return table
}

func userItem(u tenant.User) odata.Item {
	return odata.Item{ID: u.ID, Fields: odata.Fields{"id": u.ID, "displayName": u.DisplayName}}.Typed(userType, false)
}

func applicationItem(a tenant.Application) odata.Item {
	name := cmp.Or(a.DisplayName, "Emulated application")
	fields := odata.Fields{"id": a.ID, "displayName": name, "appId": a.AppID}
	return odata.Item{ID: a.ID, Fields: fields}.Typed(applicationType, false)
}

// directoryItem gives a user, a group or a service principal by ID.
func (s *Service) directoryItem(id string) (odata.Item, bool) {
	if u, ok := s.tenant.User(id); ok {
		return userItem(u), true
	}
	if a, ok := s.tenant.Application(id); ok {
		return applicationItem(a), true
	}
	if g, ok := s.tenant.Group(id); ok {
		return s.groupItem(g).Typed(groupType, false), true
	}
	return odata.Item{}, false
}

func (s *Service) memberItems(g tenant.Group) []odata.Item {
	return s.directoryItems(slices.Concat(g.Members, g.Applications, g.MemberGroups))
}

func (s *Service) ownerItems(g tenant.Group) []odata.Item { return s.directoryItems(g.Owners) }

// directoryItems gives the objects that still exist, by ID.
func (s *Service) directoryItems(ids []string) []odata.Item {
	items := []odata.Item{}
	for _, id := range slices.Sorted(slices.Values(ids)) {
		if item, ok := s.directoryItem(id); ok {
			items = append(items, item)
		}
	}
	return items
}

// people gives the items of a group's list. A cast to users leaves out everything else, and the type.
func (s *Service) people(c *exchange.Call) ([]odata.Item, *exchange.Answer) {
	g, refusal := s.findGroup(c)
	if refusal != nil {
		return nil, refusal
	}
	var items []odata.Item
	switch strings.Split(c.Path, "/")[2] {
	case string(tenant.Members):
		items = s.memberItems(g)
	case string(tenant.Owners):
		items = s.ownerItems(g)
	default:
		items = s.transitiveMembers(g)
	}
	if !strings.Contains(c.Path, "/microsoft.graph.user") {
		return items, nil
	}
	items = slices.DeleteFunc(items, func(i odata.Item) bool { return i.Annotations["@odata.type"] != userType })
	for i := range items {
		items[i].Annotations = nil
	}
	return items, nil
}

func (s *Service) listPeople(c *exchange.Call) exchange.Answer {
	items, refusal := s.people(c)
	if refusal != nil {
		return *refusal
	}
	return s.pages.Collection(c, items)
}

// countPeople is an advanced query, so the request must accept eventual consistency.
func (s *Service) countPeople(c *exchange.Call) exchange.Answer {
	if !isEventual(c) {
		return noCount()
	}
	items, refusal := s.people(c)
	if refusal != nil {
		return *refusal
	}
	return countOf(c, items)
}

func isEventual(c *exchange.Call) bool {
	return strings.EqualFold(c.Request.Header.Get("ConsistencyLevel"), "eventual")
}

func noCount() exchange.Answer { return badRequest("$count is not currently supported.") }

func countOf(c *exchange.Call, items []odata.Item) exchange.Answer {
	kept, err := odata.Filter(c.Query.Get("$filter"), items)
	if err != nil {
		return badRequest("Invalid filter clause: " + err.Error())
	}
	return exchange.Count(len(kept))
}

// transitiveMembers gives all direct and nested members of a group, each once.
func (s *Service) transitiveMembers(g tenant.Group) []odata.Item {
	return s.directoryItems(s.everyoneIn(g))
}

// everyoneIn gives the IDs of the transitive members.
func (s *Service) everyoneIn(g tenant.Group) []string {
	seen := map[string]bool{g.ID: true}
	var ids []string
	for groups := []tenant.Group{g}; len(groups) > 0; groups = groups[1:] {
		for _, id := range slices.Concat(groups[0].Members, groups[0].Applications, groups[0].MemberGroups) {
			if seen[id] {
				continue
			}
			seen[id] = true
			ids = append(ids, id)
			if nested, ok := s.tenant.Group(id); ok {
				groups = append(groups, nested)
			}
		}
	}
	return ids
}

// listMemberOf lists the groups that contain a group. The emulator has no administrative units or roles.
func (s *Service) listMemberOf(c *exchange.Call) exchange.Answer {
	nested, refusal := s.findGroup(c)
	if refusal != nil {
		return *refusal
	}
	var items []odata.Item
	for _, g := range s.tenant.Groups() {
		if slices.Contains(g.MemberGroups, nested.ID) {
			items = append(items, s.groupItem(g).Typed(groupType, false))
		}
	}
	return s.pages.Collection(c, items)
}

// roleIn is the role in a path.
func roleIn(c *exchange.Call) tenant.Role { return tenant.Role(strings.Split(c.Path, "/")[2]) }

// join adds a member or an owner. See https://learn.microsoft.com/graph/api/group-post-members.
func (s *Service) join(c *exchange.Call) exchange.Answer {
	g, refusal := s.findGroup(c)
	if refusal != nil {
		return *refusal
	}
	var reference struct {
		ID string `json:"@odata.id"`
	}
	if refusal, ok := c.Decode(&reference); !ok {
		return refusal
	}
	id, ok := directoryReference(reference.ID)
	if !ok {
		return badRequest("Invalid entity reference '" + reference.ID + "'.")
	}
	switch err := s.tenant.Join(g.ID, roleIn(c), id); {
	case err == nil:
		return exchange.NoContent()
	case errors.Is(err, tenant.ErrMember):
		return alreadyThere(roleIn(c))
	default:
		return notInDirectory(id)
	}
}

func alreadyThere(role tenant.Role) exchange.Answer {
	return badRequest(
		"One or more added object references already exist for the following modified properties: '" + string(
			role,
		) + "'.",
	)
}

func (s *Service) leave(c *exchange.Call) exchange.Answer {
	g, refusal := s.findGroup(c)
	if refusal != nil {
		return *refusal
	}
	switch err := s.tenant.Leave(g.ID, roleIn(c), c.Vars["member"]); {
	case err == nil:
		return exchange.NoContent()
	case errors.Is(err, tenant.ErrLastOwner):
		return badRequest("The group must have at least one owner, hence this owner cannot be removed.")
	default:
		return notInDirectory(c.Vars["member"])
	}
}

// directoryReference reads the ID in a reference to a directory object. It ignores host and version.
func directoryReference(reference string) (string, bool) {
	uri, err := url.Parse(reference)
	if err != nil || uri.Host == "" {
		return "", false
	}
	segments := odata.Segments(uri.Path)
	if len(segments) != 3 ||
		!slices.Contains([]string{"directoryObjects", "users", "groups", "servicePrincipals"}, segments[1]) {
		return "", false
	}
	return guid.Canonical(segments[2])
}
