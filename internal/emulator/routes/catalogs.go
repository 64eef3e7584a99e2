package routes

import (
	"errors"
	"net/http"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

func catalogRoutes() []route {
	var table []route
	for version, name := range map[string]string{"v1.0": "catalogs", "beta": "accessPackageCatalogs"} {
		all := entitlement + name
		one := all + "/{catalog}"
		table = append(table,
			route{version, http.MethodGet, all, (*Service).listCatalogs},
			route{version, http.MethodPost, all, (*Service).createCatalog},
			route{version, http.MethodGet, one, (*Service).getCatalog},
			route{version, http.MethodPatch, one, (*Service).updateCatalog},
			route{version, http.MethodDelete, one, (*Service).deleteCatalog},
			route{version, http.MethodGet, one + "/accessPackages", (*Service).listAccessPackagesOfCatalog},
		)
	}
	return table
}

// catalogItem is a catalog in the words of a version.
func (s *Service) catalogItem(version string, catalog tenant.Catalog) odata.Item {
	known := odata.Fields{
		"id": catalog.ID, "displayName": catalog.DisplayName, "description": catalog.Description,
		"isExternallyVisible": catalog.External,
		"createdDateTime":     s.made(catalog.Written), "modifiedDateTime": s.made(catalog.Written),
	}
	state := "published"
	if catalog.Unpublished {
		state = "unpublished"
	}
	resources := "resources"
	if version == "beta" {
		known["catalogType"], known["catalogStatus"] = "UserManaged", capitalized(state)
		known["createdBy"], known["modifiedBy"] = administrator, administrator
		resources = "accessPackageResources"
	} else {
		known["catalogType"], known["state"] = "userManaged", state
	}
	return odata.Item{
		ID:     catalog.ID,
		Fields: shown(known, catalog.Written),
		Related: map[string]func() any{
			"accessPackages": func() any { return s.accessPackagesOf(version, catalog.ID) },
			resources:        func() any { return s.resourceItems(version, catalog.ID) },
		},
	}
}

func (s *Service) accessPackagesOf(version, catalogID string) []odata.Item {
	var items []odata.Item
	for _, p := range s.tenant.AccessPackages() {
		if p.CatalogID == catalogID {
			items = append(items, s.accessPackageItem(version, p))
		}
	}
	return items
}

func (s *Service) listCatalogs(c *exchange.Call) exchange.Answer {
	var items []odata.Item
	for _, catalog := range s.tenant.Catalogs() {
		if s.catalogInScope(catalog.ID) {
			items = append(items, s.catalogItem(c.Version, catalog))
		}
	}
	return s.list(c, items)
}

func (s *Service) getCatalog(c *exchange.Call) exchange.Answer {
	catalog, found := s.tenant.Catalog(c.Vars["catalog"])
	if !found {
		return odata.ResourceNotFound()
	}
	return s.pages.Entity(c, s.catalogItem(c.Version, catalog))
}

func (s *Service) listAccessPackagesOfCatalog(c *exchange.Call) exchange.Answer {
	catalog, found := s.tenant.Catalog(c.Vars["catalog"])
	if !found {
		return odata.ResourceNotFound()
	}
	return s.list(c, s.accessPackagesOf(c.Version, catalog.ID))
}

// writeCatalog applies a client's properties to a catalog.
func writeCatalog(b body, catalog *tenant.Catalog) {
	state := ""
	b.text("state", &state)
	b.text("catalogStatus", &state)
	if state != "" {
		catalog.Unpublished = !strings.EqualFold(state, "published")
	}
	b.text("displayName", &catalog.DisplayName)
	b.text("description", &catalog.Description)
	b.flag("isExternallyVisible", &catalog.External)
	b.take("catalogType")
	catalog.Written = catalog.Written.Over(b.rest())
}

// createCatalog requires a role in all of entitlement management. A role in some catalogs doesn't suffice.
func (s *Service) createCatalog(c *exchange.Call) exchange.Answer {
	if s.options.CatalogScope != nil {
		return odata.Unauthorized()
	}
	b, refusal := readBody(c)
	if refusal != nil {
		return *refusal
	}
	catalog := tenant.Catalog{Written: tenant.Written{Created: c.Now}}
	writeCatalog(b, &catalog)
	if catalog.DisplayName == "" {
		return odata.InvalidModel()
	}
	catalog.ID = s.tenant.NewID()
	if err := s.tenant.AddCatalog(catalog); err != nil {
		return odata.InvalidModel()
	}
	return created(s.pages.Entity(c, s.catalogItem(c.Version, catalog)))
}

func (s *Service) updateCatalog(c *exchange.Call) exchange.Answer {
	b, refusal := readBody(c)
	if refusal != nil {
		return *refusal
	}
	err := s.tenant.UpdateCatalog(c.Vars["catalog"], func(catalog *tenant.Catalog) { writeCatalog(b, catalog) })
	if err != nil {
		return odata.ResourceNotFound()
	}
	return exchange.NoContent()
}

func (s *Service) deleteCatalog(c *exchange.Call) exchange.Answer {
	switch err := s.tenant.DeleteCatalog(c.Vars["catalog"]); {
	case err == nil:
		return exchange.NoContent()
	case errors.Is(err, tenant.ErrInUse):
		return hasEntitlements("The catalog has access packages.")
	default:
		return odata.ResourceNotFound()
	}
}

// hasEntitlements is entitlement management's refusal to delete an object in use.
func hasEntitlements(message string) exchange.Answer {
	return exchange.Refuse(http.StatusBadRequest, "InvalidDeleteResourceHasEntitlements", message)
}
