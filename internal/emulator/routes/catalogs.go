package routes

import (
	"net/http"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

func catalogRoutes() []route {
	var table []route
	for version, name := range map[string]string{"v1.0": "catalogs", "beta": "accessPackageCatalogs"} {
		all := entitlement + name
		table = append(table,
			route{version, http.MethodGet, all, (*Service).listCatalogs},
			route{version, http.MethodGet, all + "/{catalog}", (*Service).getCatalog},
			route{version, http.MethodGet, all + "/{catalog}/accessPackages", (*Service).listAccessPackagesOfCatalog},
		)
	}
	return table
}

// catalogItem is a catalog as a version shows it.
func (s *Service) catalogItem(version string, catalog tenant.Catalog) odata.Item {
	created := s.tenant.Started().UTC().Format(time.RFC3339)
	i := odata.Item{
		ID: catalog.ID,
		Fields: odata.Fields{
			"id": catalog.ID, "displayName": catalog.DisplayName, "description": catalog.Description, "isExternallyVisible": false,
			"createdDateTime": created, "modifiedDateTime": created,
		},
		Related: map[string]func() any{"accessPackages": func() any { return s.accessPackagesOf(version, catalog.ID) }},
	}
	if version == "beta" {
		i.Fields["catalogType"], i.Fields["catalogStatus"] = "UserManaged", "Published"
		i.Fields["createdBy"], i.Fields["modifiedBy"] = administrator, administrator
	} else {
		i.Fields["catalogType"], i.Fields["state"] = "userManaged", "published"
	}
	return i
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
	return s.pages.Collection(c, items)
}

func (s *Service) getCatalog(c *exchange.Call) exchange.Answer {
	catalog, found := s.tenant.Catalog(c.Vars["catalog"])
	if !found {
		return odata.ResourceNotFound()
	}
	return odata.Entity(c, s.catalogItem(c.Version, catalog))
}

func (s *Service) listAccessPackagesOfCatalog(c *exchange.Call) exchange.Answer {
	catalog, found := s.tenant.Catalog(c.Vars["catalog"])
	if !found {
		return odata.ResourceNotFound()
	}
	return s.pages.Collection(c, s.accessPackagesOf(c.Version, catalog.ID))
}
