package routes

import (
	"errors"
	"net/http"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

func roleScopeRoutes() []route {
	var table []route
	for version, name := range map[string]string{"v1.0": "resourceRoleScopes", "beta": "accessPackageResourceRoleScopes"} {
		all := entitlement + "accessPackages/{package}/" + name
		table = append(table,
			route{version, http.MethodGet, all, (*Service).listRoleScopes},
			route{version, http.MethodPost, all, (*Service).addRoleScope},
			route{version, http.MethodGet, all + "/{roleScope}", (*Service).getRoleScope},
			route{version, http.MethodDelete, all + "/{roleScope}", (*Service).removeRoleScope},
		)
	}
	return table
}

// roleScopeItem is a granted role in the words of a version.
//
// See https://learn.microsoft.com/graph/api/accesspackage-list-resourcerolescopes.
func (s *Service) roleScopeItem(version string, granted tenant.RoleScope) odata.Item {
	names := resourceNames[version]
	resource, _ := s.tenant.Resource(granted.ResourceID)
	role := s.roleItem(version, resource, granted.Role)
	scope := s.scopeItem(version, resource, granted.Scope)
	return odata.Item{
		ID:     granted.ID,
		Fields: odata.Fields{"id": granted.ID, "createdDateTime": s.made(granted.Written)},
		Related: map[string]func() any{
			names.role:  func() any { return role },
			names.scope: func() any { return scope },
		},
	}
}

func (s *Service) roleScopeItems(version, accessPackageID string) []odata.Item {
	items := []odata.Item{}
	for _, granted := range s.tenant.RoleScopes(accessPackageID) {
		items = append(items, s.roleScopeItem(version, granted))
	}
	return items
}

func (s *Service) listRoleScopes(c *exchange.Call) exchange.Answer {
	p, found := s.tenant.AccessPackage(c.Vars["package"])
	if !found {
		return odata.ResourceNotFound()
	}
	return s.list(c, s.roleScopeItems(c.Version, p.ID))
}

func (s *Service) getRoleScope(c *exchange.Call) exchange.Answer {
	for _, item := range s.roleScopeItems(c.Version, c.Vars["package"]) {
		if strings.EqualFold(item.ID, c.Vars["roleScope"]) {
			return s.pages.Entity(c, item)
		}
	}
	return odata.ResourceNotFound()
}

// addRoleScope makes an access package grant a role of a resource in its catalog. The request names the role by its
// origin ID, such as Member_{group}.
func (s *Service) addRoleScope(c *exchange.Call) exchange.Answer {
	b, refusal := readBody(c)
	if refusal != nil {
		return *refusal
	}
	names := resourceNames[c.Version]
	role, scope := b.object(names.role), b.object(names.scope)
	asked := tenant.RoleScope{AccessPackageID: c.Vars["package"], Written: tenant.Written{Created: c.Now}}
	origin := ""
	role.text("originId", &asked.Role.OriginID)
	role.text("displayName", &asked.Role.DisplayName)
	role.text("type", &asked.Role.Type)
	scope.text("originId", &origin)
	if asked.Role.OriginID == "" || origin == "" {
		return odata.InvalidModel()
	}
	granted, err := s.tenant.AddRoleScope(asked, origin)
	switch {
	case err == nil:
		return created(s.pages.Entity(c, s.roleScopeItem(c.Version, granted)))
	case errors.Is(err, tenant.ErrUnknownRole):
		return exchange.Refuse(http.StatusNotFound, "RoleNotFound", "The role was not found.")
	case errors.Is(err, tenant.ErrGranted):
		return odata.InvalidModel()
	default:
		return odata.ResourceNotFound()
	}
}

func (s *Service) removeRoleScope(c *exchange.Call) exchange.Answer {
	if s.tenant.RemoveRoleScope(c.Vars["package"], c.Vars["roleScope"]) != nil {
		return odata.ResourceNotFound()
	}
	return exchange.NoContent()
}
