package routes

import (
	"errors"
	"net/http"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
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

// accessPackageItem is an access package in the words of a version. Only beta shows its catalog's ID as a property.
func (s *Service) accessPackageItem(version string, p tenant.AccessPackage) odata.Item {
	known := odata.Fields{
		"id": p.ID, "displayName": p.DisplayName, "description": p.Description, "isHidden": p.Hidden,
		"createdDateTime": s.made(p.Written), "modifiedDateTime": s.made(p.Written),
	}
	catalog := func() any {
		found, _ := s.tenant.Catalog(p.CatalogID)
		return s.catalogItem(version, found)
	}
	roleScopes := func() any { return s.roleScopeItems(version, p.ID) }
	policies := func() any { return s.policyItems(version, p.ID) }
	if version == "beta" {
		known["catalogId"] = p.CatalogID
		known["createdBy"], known["modifiedBy"] = administrator, administrator
		known["isRoleScopesVisible"] = false
		return odata.Item{ID: p.ID, Fields: shown(known, p.Written), Related: map[string]func() any{
			"accessPackageCatalog": catalog, "accessPackageResourceRoleScopes": roleScopes,
			"accessPackageAssignmentPolicies": policies,
		}}
	}
	return odata.Item{ID: p.ID, Fields: shown(known, p.Written), Related: map[string]func() any{
		"catalog": catalog, "resourceRoleScopes": roleScopes, "assignmentPolicies": policies,
	}}
}

// administrator is the creator of everything in a seed.
const administrator = "admin@contoso.example"

func (s *Service) listAccessPackages(c *exchange.Call) exchange.Answer {
	if s.options.IgnoreCatalogFilter && strings.Contains(c.Query.Get("$filter"), "catalog") {
		c.Query.Del("$filter")
	}
	var items []odata.Item
	for _, p := range s.tenant.AccessPackages() {
		if s.catalogInScope(p.CatalogID) {
			items = append(items, s.accessPackageItem(c.Version, p))
		}
	}
	return s.list(c, items)
}

func (s *Service) getAccessPackage(c *exchange.Call) exchange.Answer {
	p, found := s.tenant.AccessPackage(c.Vars["package"])
	if !found {
		return odata.ResourceNotFound()
	}
	return s.pages.Entity(c, s.accessPackageItem(c.Version, p))
}

func (s *Service) getCatalogOfAccessPackage(c *exchange.Call) exchange.Answer {
	p, found := s.tenant.AccessPackage(c.Vars["package"])
	if !found {
		return odata.ResourceNotFound()
	}
	catalog, _ := s.tenant.Catalog(p.CatalogID)
	return s.pages.Entity(c, s.catalogItem(c.Version, catalog))
}

// writeAccessPackage applies a client's properties to an access package. It ignores the catalog, which clients send
// although an update doesn't move the package.
func writeAccessPackage(b body, p *tenant.AccessPackage) {
	b.text("displayName", &p.DisplayName)
	b.text("description", &p.Description)
	b.flag("isHidden", &p.Hidden)
	for _, name := range []string{"catalogId", "catalog", "accessPackageCatalog"} {
		b.take(name)
	}
	p.Written = p.Written.Over(b.rest())
}

func (s *Service) createAccessPackage(c *exchange.Call) exchange.Answer {
	b, refusal := readBody(c)
	if refusal != nil {
		return *refusal
	}
	catalog := b.idOf("catalog")
	if c.Version == "beta" { // some clients treat catalogId as read-only and send the catalog
		catalog = b.idOf("accessPackageCatalog")
		b.text("catalogId", &catalog)
	}
	if !s.catalogInScope(catalog) {
		return odata.Unauthorized()
	}
	p := tenant.AccessPackage{CatalogID: strings.ToLower(catalog), Written: tenant.Written{Created: c.Now}}
	writeAccessPackage(b, &p)
	if p.DisplayName == "" {
		return odata.InvalidModel()
	}
	p.ID = s.tenant.NewID()
	if s.tenant.AddAccessPackage(p) != nil {
		return odata.InvalidModel()
	}
	return created(s.pages.Entity(c, s.accessPackageItem(c.Version, p)))
}

func (s *Service) updateAccessPackage(c *exchange.Call) exchange.Answer {
	b, refusal := readBody(c)
	if refusal != nil {
		return *refusal
	}
	id, _ := c.GUID("package")
	if err := s.tenant.UpdateAccessPackage(id, func(p *tenant.AccessPackage) { writeAccessPackage(b, p) }); err != nil {
		return odata.ResourceNotFound()
	}
	return exchange.NoContent()
}

func (s *Service) deleteAccessPackage(c *exchange.Call) exchange.Answer {
	switch err := s.tenant.DeleteAccessPackage(c.Vars["package"]); {
	case err == nil:
		return exchange.NoContent()
	case errors.Is(err, tenant.ErrAssigned):
		return hasEntitlements("The access package has assignments.")
	default:
		return odata.ResourceNotFound()
	}
}
