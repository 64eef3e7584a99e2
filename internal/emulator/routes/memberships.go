package routes

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// mostGroups is how many groups a request can check.
const mostGroups = 20

// checkMemberGroups tells which of some groups someone is in, nested groups included. The words of the refusals are unconfirmed.
//
// See https://learn.microsoft.com/graph/api/user-checkmembergroups and https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups.
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
	if strings.HasPrefix(c.Path, "users/") && !person || strings.HasPrefix(c.Path, "servicePrincipals/") && !application {
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
	return exchange.OK(map[string]any{"@odata.context": c.Origin() + "/" + c.Version + "/$metadata#Collection(Edm.String)", "value": in})
}

func (s *Service) isMember(group, id string) bool {
	g, known := s.tenant.Group(group)
	return known && slices.Contains(s.everyoneIn(g), id)
}

// mayCheckMemberships is the permissions for checkMemberGroups: one to read who is checked and one to read groups, or one for all.
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
