package routes

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

func groupRoutes() []route {
	return []route{
		{"", http.MethodGet, "groups", (*Service).listGroups},
		{"", http.MethodGet, "groups/$count", (*Service).countGroups},
		{"", http.MethodPost, "groups", (*Service).createGroup},
		{"", http.MethodGet, "groups/{group}", (*Service).getGroup},
		{"", http.MethodPatch, "groups/{group}", (*Service).updateGroup},
		{"", http.MethodDelete, "groups/{group}", (*Service).deleteGroup},
	}
}

// groupItem is a group with Graph's default properties. Most of them are empty for a group that exists only in the
// cloud.
//
// See https://learn.microsoft.com/graph/api/resources/group.
func (s *Service) groupItem(g tenant.Group) odata.Item {
	fields := odata.Fields{"createdDateTime": s.made(g.Written), "renewedDateTime": s.made(g.Written)}
	for _, empty := range []string{
		"classification", "deletedDateTime", "description", "expirationDateTime", "isAssignableToRole", "mail",
		"mailNickname",
		"onPremisesDomainName", "onPremisesLastSyncDateTime", "onPremisesNetBiosName",
		"onPremisesSamAccountName", "onPremisesSecurityIdentifier", "onPremisesSyncEnabled", "preferredDataLocation",
		"preferredLanguage",
		"securityIdentifier", "theme", "uniqueName", "visibility",
	} {
		fields[empty] = nil
	}
	for _, list := range []string{
		"creationOptions", "onPremisesProvisioningErrors", "proxyAddresses", "resourceBehaviorOptions",
		"resourceProvisioningOptions",
	} {
		fields[list] = []any{}
	}
	maps.Copy(fields, g.Written.Members)
	types := g.GroupTypes
	if types == nil {
		types = []string{}
	}
	fields["id"], fields["displayName"], fields["groupTypes"] = g.ID, g.DisplayName, types
	fields["securityEnabled"], fields["mailEnabled"] = g.SecurityEnabled, g.MailEnabled
	fields["membershipRule"], fields["membershipRuleProcessingState"] = nil, nil
	if g.MembershipRule != "" {
		fields["membershipRule"] = g.MembershipRule
		fields["membershipRuleProcessingState"] = cmp.Or(g.MembershipRuleProcessingState, "On")
	}
	i := odata.Item{ID: g.ID, Fields: fields, Related: map[string]func() any{
		"members": func() any { return s.memberItems(g) },
		"owners":  func() any { return s.ownerItems(g) },
	}}
	if slices.Contains(types, "Unified") { // Graph sends properties of a mailbox only if selected
		i.Selectable = odata.Fields{
			"allowExternalSenders": false, "autoSubscribeNewMembers": false, "hideFromAddressLists": false,
			"hideFromOutlookClients": false,
		}
	}
	return i
}

// findGroup gives the group in the path, or the directory's refusal.
func (s *Service) findGroup(c *exchange.Call) (tenant.Group, *exchange.Answer) {
	if _, isGUID := c.GUID("group"); !isGUID {
		refusal := badRequest("Invalid object identifier '" + c.Vars["group"] + "'.")
		return tenant.Group{}, &refusal
	}
	g, found := s.tenant.Group(c.Vars["group"])
	if !found {
		refusal := notInDirectory(c.Vars["group"])
		return tenant.Group{}, &refusal
	}
	return g, nil
}

func notInDirectory(id string) exchange.Answer {
	return exchange.Refuse(http.StatusNotFound, "Request_ResourceNotFound",
		"Resource '"+id+"' does not exist or one of its queried reference-property objects are not present.")
}

func badRequest(message string) exchange.Answer {
	return exchange.Refuse(http.StatusBadRequest, "Request_BadRequest", message)
}

func (s *Service) getGroup(c *exchange.Call) exchange.Answer {
	g, refusal := s.findGroup(c)
	if refusal != nil {
		return *refusal
	}
	return s.pages.Entity(c, s.groupItem(g))
}

func (s *Service) groupItems() []odata.Item {
	var items []odata.Item
	for _, g := range s.tenant.Groups() {
		items = append(items, s.groupItem(g))
	}
	return items
}

// listGroups refuses a filter with more than fifteen values in a list, as the directory does.
//
// See https://learn.microsoft.com/graph/filter-query-parameter.
func (s *Service) listGroups(c *exchange.Call) exchange.Answer {
	if n := odata.LongestList(c.Query.Get("$filter")); n > mostClauses {
		return exchange.Refuse(http.StatusBadRequest, "Request_UnsupportedQuery", fmt.Sprintf(
			"Too many child clauses specified in search filter expression containing 'OR' operators: %d. Max allowed: %d.",
			n,
			mostClauses,
		))
	}
	return s.list(c, s.groupItems())
}

const mostClauses = 15

func (s *Service) countGroups(c *exchange.Call) exchange.Answer {
	if !isEventual(c) {
		return noCount()
	}
	return countOf(c, s.groupItems())
}

// writeGroup applies a client's properties to a group.
func writeGroup(b body, g *tenant.Group) {
	b.text("displayName", &g.DisplayName)
	b.flag("securityEnabled", &g.SecurityEnabled)
	b.flag("mailEnabled", &g.MailEnabled)
	b.texts("groupTypes", &g.GroupTypes)
	b.text("membershipRule", &g.MembershipRule)
	b.text("membershipRuleProcessingState", &g.MembershipRuleProcessingState)
	g.Written = g.Written.Over(b.rest())
}

// createGroup creates a group with its first members and owners.
//
// See https://learn.microsoft.com/graph/api/group-post-groups.
func (s *Service) createGroup(c *exchange.Call) exchange.Answer {
	b, refusal := readBody(c)
	if refusal != nil {
		return *refusal
	}
	for _, required := range []string{"displayName", "mailEnabled", "mailNickname", "securityEnabled"} {
		if b[required] == nil || b[required] == "" {
			return badRequest("A value is required for property '" + required + "' of resource 'Group'.")
		}
	}
	var members, owners []string
	b.texts("members@odata.bind", &members)
	b.texts("owners@odata.bind", &owners)
	g := tenant.Group{Written: tenant.Written{Created: c.Now}}
	writeGroup(b, &g)
	if g.MailEnabled && !slices.Contains(g.GroupTypes, "Unified") {
		return badRequest(
			"The service does not currently support writes of mail-enabled groups. " +
				"Please ensure that the mail-enablement property is unset and try again.",
		)
	}
	g.ID = s.tenant.NewGroupID()
	if err := s.tenant.AddGroup(g); err != nil {
		return badRequest("One or more property values specified are invalid.")
	}
	roles := map[tenant.Role][]string{tenant.Members: members, tenant.Owners: owners}
	if refusal := s.joinAll(g.ID, roles); refusal != nil {
		_ = s.tenant.DeleteGroup(g.ID)
		_ = s.tenant.PurgeGroup(g.ID)
		return *refusal
	}
	g, _ = s.tenant.Group(g.ID)
	return created(s.pages.Entity(c, s.groupItem(g)))
}

// joinAll adds the referenced members and owners. An unknown one makes the whole body invalid.
func (s *Service) joinAll(group string, roles map[tenant.Role][]string) *exchange.Answer {
	for role, references := range roles {
		for _, reference := range references {
			id, ok := directoryReference(reference)
			err := tenant.ErrUnknownMember
			if ok {
				err = s.tenant.Join(group, role, id)
			}
			switch {
			case errors.Is(err, tenant.ErrMember):
				refusal := alreadyThere(role)
				return &refusal
			case err != nil:
				refusal := badRequest(
					"Resource '" + id + "' does not exist or one of its queried reference-property objects are not present.",
				)
				return &refusal
			}
		}
	}
	return nil
}

// updateGroup changes properties and adds up to twenty members, Graph's documented limit.
//
// See https://learn.microsoft.com/graph/api/group-update and https://learn.microsoft.com/graph/api/group-post-members.
func (s *Service) updateGroup(c *exchange.Call) exchange.Answer {
	found, refusal := s.findGroup(c)
	if refusal != nil {
		return *refusal
	}
	b, refusal := readBody(c)
	if refusal != nil {
		return *refusal
	}
	var members []string
	b.texts("members@odata.bind", &members)
	if len(members) > 20 {
		return badRequest("The number of references that can be added at once is limited to 20.")
	}
	if refusal := s.joinAll(found.ID, map[tenant.Role][]string{tenant.Members: members}); refusal != nil {
		return *refusal
	}
	if s.tenant.UpdateGroup(found.ID, func(g *tenant.Group) { writeGroup(b, g) }) != nil {
		return notInDirectory(found.ID)
	}
	return exchange.NoContent()
}

func (s *Service) deleteGroup(c *exchange.Call) exchange.Answer {
	g, refusal := s.findGroup(c)
	if refusal != nil {
		return *refusal
	}
	if s.tenant.DeleteGroup(g.ID) != nil {
		return notInDirectory(g.ID)
	}
	return exchange.NoContent()
}
