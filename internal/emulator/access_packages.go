package emulator

import (
	"errors"
	"net/http"
	"slices"
	"time"
)

func accessPackageRoutes() []route {
	const all, one = entitlement + "accessPackages", entitlement + "accessPackages/{package}"
	return []route{
		{"", http.MethodGet, all, (*Server).listAccessPackages},
		{"", http.MethodPost, all, (*Server).createAccessPackage},
		{"", http.MethodGet, one, (*Server).getAccessPackage},
		{"", http.MethodPatch, one, (*Server).updateAccessPackage},
		{"", http.MethodDelete, one, (*Server).deleteAccessPackage},
		{"v1.0", http.MethodGet, one + "/catalog", (*Server).getCatalogOfAccessPackage},
		{"beta", http.MethodGet, one + "/accessPackageCatalog", (*Server).getCatalogOfAccessPackage},
	}
}

// accessPackageItem is an access package as a version shows it: only beta has the catalog's id among the properties.
func (s *Server) accessPackageItem(version string, p AccessPackage) item {
	created := s.tenant.started.UTC().Format(time.RFC3339)
	i := item{id: p.ID, fields: fields{
		"id": p.ID, "displayName": p.DisplayName, "description": p.Description, "isHidden": p.Hidden,
		"createdDateTime": created, "modifiedDateTime": created,
	}}
	catalog := func() any {
		found, _ := s.tenant.catalog(p.CatalogID)
		return s.catalogItem(version, found)
	}
	if version == "beta" {
		i.fields["catalogId"] = p.CatalogID
		i.fields["createdBy"], i.fields["modifiedBy"] = administrator, administrator
		i.fields["isRoleScopesVisible"] = false
		i.related = map[string]func() any{
			"accessPackageCatalog":            catalog,
			"accessPackageResourceRoleScopes": func() any { return s.roleScopes(p, "accessPackageResourceRole", "accessPackageResourceScope") },
		}
		return i
	}
	i.related = map[string]func() any{
		"catalog":            catalog,
		"resourceRoleScopes": func() any { return s.roleScopes(p, "role", "scope") },
	}
	return i
}

// administrator made everything that a seed holds.
const administrator = "admin@contoso.example"

// roleScopes gives what a package grants: membership of groups. Only the properties that say which group are real.
// See https://learn.microsoft.com/graph/api/accesspackage-list-resourcerolescopes.
func (s *Server) roleScopes(p AccessPackage, role, scope string) []item {
	granted := slices.Sorted(slices.Values(p.GrantsGroups))
	items := make([]item, 0, len(granted))
	for _, group := range granted {
		roleID, scopeID := derivedGUID("role", group), derivedGUID("scope", group)
		member := item{id: roleID, fields: fields{
			"id": roleID, "displayName": "Member", "originSystem": "AadGroup", "originId": "Member_" + group,
		}}
		root := item{id: scopeID, fields: fields{
			"id": scopeID, "displayName": "Root", "description": "Root Scope", "originSystem": "AadGroup", "originId": group, "isRootScope": true,
		}}
		items = append(items, item{
			id:      roleID + "_" + scopeID,
			fields:  fields{"id": roleID + "_" + scopeID, "createdDateTime": s.tenant.started.UTC().Format(time.RFC3339)},
			related: map[string]func() any{role: func() any { return member }, scope: func() any { return root }},
		})
	}
	return items
}

func (s *Server) listAccessPackages(c *call) answer {
	var items []item
	for _, p := range s.tenant.allAccessPackages() {
		if s.catalogInScope(p.CatalogID) {
			items = append(items, s.accessPackageItem(c.version, p))
		}
	}
	return s.collection(c, items)
}

func (s *Server) getAccessPackage(c *call) answer {
	p, found := s.tenant.accessPackage(c.vars["package"])
	if !found {
		return resourceNotFound()
	}
	return s.entity(c, s.accessPackageItem(c.version, p))
}

func (s *Server) getCatalogOfAccessPackage(c *call) answer {
	p, found := s.tenant.accessPackage(c.vars["package"])
	if !found {
		return resourceNotFound()
	}
	catalog, _ := s.tenant.catalog(p.CatalogID)
	return s.entity(c, s.catalogItem(c.version, catalog))
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

func (b accessPackageBody) apply(p *AccessPackage) {
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

func (s *Server) createAccessPackage(c *call) answer {
	var body accessPackageBody
	if refusal, ok := c.decode(&body); !ok {
		return refusal
	}
	catalog := body.Catalog.ID
	if c.version == "beta" {
		catalog = body.CatalogID
	}
	if !s.catalogInScope(catalog) {
		return unauthorized()
	}
	p := AccessPackage{ID: newGUID(), CatalogID: catalog}
	body.apply(&p)
	if p.DisplayName == "" || s.tenant.AddAccessPackage(p) != nil {
		return invalidModel()
	}
	created := s.entity(c, s.accessPackageItem(c.version, p))
	created.status = http.StatusCreated
	return created
}

func (s *Server) updateAccessPackage(c *call) answer {
	var body accessPackageBody
	if refusal, ok := c.decode(&body); !ok {
		return refusal
	}
	id, _ := c.guid("package")
	if err := s.tenant.updateAccessPackage(id, body.apply); err != nil {
		return resourceNotFound()
	}
	return noContent()
}

func (s *Server) deleteAccessPackage(c *call) answer {
	switch err := s.tenant.DeleteAccessPackage(c.vars["package"]); {
	case err == nil:
		return noContent()
	case errors.Is(err, errAssigned):
		return refuse(http.StatusBadRequest, "InvalidDeleteResourceHasEntitlements", "The access package has assignments.")
	default:
		return resourceNotFound()
	}
}
