package routes

import (
	"errors"
	"net/http"
	"slices"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

func accessPackageRoutes() []route {
	const all, one = entitlement + "accessPackages", entitlement + "accessPackages/{package}"
	return []route{
		{"", http.MethodGet, all, (*Service).listAccessPackages},
		{"", http.MethodPost, all, (*Service).createAccessPackage},
		{"", http.MethodGet, one, (*Service).getAccessPackage},
		{"", http.MethodPatch, one, (*Service).updateAccessPackage},
		{"", http.MethodDelete, one, (*Service).deleteAccessPackage},
		{"v1.0", http.MethodGet, one + "/catalog", (*Service).getCatalogOfAccessPackage},
		{"beta", http.MethodGet, one + "/accessPackageCatalog", (*Service).getCatalogOfAccessPackage},
	}
}

// accessPackageItem is an access package as a version shows it: only beta has the catalog's id among the properties.
func (s *Service) accessPackageItem(version string, p tenant.AccessPackage) odata.Item {
	created := s.tenant.Started().UTC().Format(time.RFC3339)
	i := odata.Item{ID: p.ID, Fields: odata.Fields{
		"id": p.ID, "displayName": p.DisplayName, "description": p.Description, "isHidden": p.Hidden,
		"createdDateTime": created, "modifiedDateTime": created,
	}}
	catalog := func() any {
		found, _ := s.tenant.Catalog(p.CatalogID)
		return s.catalogItem(version, found)
	}
	if version == "beta" {
		i.Fields["catalogId"] = p.CatalogID
		i.Fields["createdBy"], i.Fields["modifiedBy"] = administrator, administrator
		i.Fields["isRoleScopesVisible"] = false
		i.Related = map[string]func() any{
			"accessPackageCatalog":            catalog,
			"accessPackageResourceRoleScopes": func() any { return s.roleScopes(p, "accessPackageResourceRole", "accessPackageResourceScope") },
		}
		return i
	}
	i.Related = map[string]func() any{
		"catalog":            catalog,
		"resourceRoleScopes": func() any { return s.roleScopes(p, "role", "scope") },
	}
	return i
}

// administrator made everything that a seed holds.
const administrator = "admin@contoso.example"

// roleScopes gives what a package grants: membership of groups. Only the properties that say which group are real.
// See https://learn.microsoft.com/graph/api/accesspackage-list-resourcerolescopes.
func (s *Service) roleScopes(p tenant.AccessPackage, role, scope string) []odata.Item {
	granted := slices.Sorted(slices.Values(p.GrantsGroups))
	items := make([]odata.Item, 0, len(granted))
	for _, group := range granted {
		roleID, scopeID := guid.Derived("role", group), guid.Derived("scope", group)
		member := odata.Item{ID: roleID, Fields: odata.Fields{
			"id": roleID, "displayName": "Member", "originSystem": "AadGroup", "originId": "Member_" + group,
		}}
		root := odata.Item{ID: scopeID, Fields: odata.Fields{
			"id": scopeID, "displayName": "Root", "description": "Root Scope", "originSystem": "AadGroup", "originId": group, "isRootScope": true,
		}}
		items = append(items, odata.Item{
			ID:      roleID + "_" + scopeID,
			Fields:  odata.Fields{"id": roleID + "_" + scopeID, "createdDateTime": s.tenant.Started().UTC().Format(time.RFC3339)},
			Related: map[string]func() any{role: func() any { return member }, scope: func() any { return root }},
		})
	}
	return items
}

func (s *Service) listAccessPackages(c *exchange.Call) exchange.Answer {
	var items []odata.Item
	for _, p := range s.tenant.AccessPackages() {
		if s.catalogInScope(p.CatalogID) {
			items = append(items, s.accessPackageItem(c.Version, p))
		}
	}
	return s.pages.Collection(c, items)
}

func (s *Service) getAccessPackage(c *exchange.Call) exchange.Answer {
	p, found := s.tenant.AccessPackage(c.Vars["package"])
	if !found {
		return odata.ResourceNotFound()
	}
	return odata.Entity(c, s.accessPackageItem(c.Version, p))
}

func (s *Service) getCatalogOfAccessPackage(c *exchange.Call) exchange.Answer {
	p, found := s.tenant.AccessPackage(c.Vars["package"])
	if !found {
		return odata.ResourceNotFound()
	}
	catalog, _ := s.tenant.Catalog(p.CatalogID)
	return odata.Entity(c, s.catalogItem(c.Version, catalog))
}

// accessPackageBody is what a client may write of an access package.
type accessPackageBody struct {
	DisplayName *string `json:"displayName"`
	Description *string `json:"description"`
	Hidden      *bool   `json:"isHidden"`
	CatalogID   string  `json:"catalogId"` // beta
	Catalog     struct {
		ID string `json:"id"`
	} `json:"catalog"` // v1.0
}

func (b accessPackageBody) apply(p *tenant.AccessPackage) {
	if b.DisplayName != nil {
		p.DisplayName = *b.DisplayName
	}
	if b.Description != nil {
		p.Description = *b.Description
	}
	if b.Hidden != nil {
		p.Hidden = *b.Hidden
	}
}

func (s *Service) createAccessPackage(c *exchange.Call) exchange.Answer {
	var body accessPackageBody
	if refusal, ok := c.Decode(&body); !ok {
		return refusal
	}
	catalog := body.Catalog.ID
	if c.Version == "beta" {
		catalog = body.CatalogID
	}
	if !s.catalogInScope(catalog) {
		return odata.Unauthorized()
	}
	p := tenant.AccessPackage{ID: guid.New(), CatalogID: catalog}
	body.apply(&p)
	if p.DisplayName == "" || s.tenant.AddAccessPackage(p) != nil {
		return odata.InvalidModel()
	}
	created := odata.Entity(c, s.accessPackageItem(c.Version, p))
	created.Status = http.StatusCreated
	return created
}

func (s *Service) updateAccessPackage(c *exchange.Call) exchange.Answer {
	var body accessPackageBody
	if refusal, ok := c.Decode(&body); !ok {
		return refusal
	}
	id, _ := c.GUID("package")
	if err := s.tenant.UpdateAccessPackage(id, body.apply); err != nil {
		return odata.ResourceNotFound()
	}
	return exchange.NoContent()
}

func (s *Service) deleteAccessPackage(c *exchange.Call) exchange.Answer {
	switch err := s.tenant.DeleteAccessPackage(c.Vars["package"]); {
	case err == nil:
		return exchange.NoContent()
	case errors.Is(err, tenant.ErrAssigned):
		return exchange.Refuse(http.StatusBadRequest, "InvalidDeleteResourceHasEntitlements", "The access package has assignments.")
	default:
		return odata.ResourceNotFound()
	}
}
