package emulator

import (
	"net/http"
	"time"
)

func catalogRoutes() []route {
	var table []route
	for version, name := range map[string]string{"v1.0": "catalogs", "beta": "accessPackageCatalogs"} {
		all := entitlement + name
		table = append(table,
			route{version, http.MethodGet, all, (*Server).listCatalogs},
			route{version, http.MethodGet, all + "/{catalog}", (*Server).getCatalog},
			route{version, http.MethodGet, all + "/{catalog}/accessPackages", (*Server).listAccessPackagesOfCatalog},
		)
	}
	return table
}

// catalogItem is a catalog as a version shows it.
func (s *Server) catalogItem(version string, catalog Catalog) item {
	created := s.tenant.started.UTC().Format(time.RFC3339)
	i := item{
		id: catalog.ID,
		fields: fields{
			"id": catalog.ID, "displayName": catalog.DisplayName, "description": catalog.Description, "isExternallyVisible": false,
			"createdDateTime": created, "modifiedDateTime": created,
		},
		related: map[string]func() any{"accessPackages": func() any { return s.accessPackagesOf(version, catalog.ID) }},
	}
	if version == "beta" {
		i.fields["catalogType"], i.fields["catalogStatus"] = "UserManaged", "Published"
		i.fields["createdBy"], i.fields["modifiedBy"] = administrator, administrator
	} else {
		i.fields["catalogType"], i.fields["state"] = "userManaged", "published"
	}
	return i
}

func (s *Server) accessPackagesOf(version, catalogID string) []item {
	var items []item
	for _, p := range s.tenant.allAccessPackages() {
		if p.CatalogID == catalogID {
			items = append(items, s.accessPackageItem(version, p))
		}
	}
	return items
}

func (s *Server) listCatalogs(c *call) answer {
	var items []item
	for _, catalog := range s.tenant.allCatalogs() {
		if s.catalogInScope(catalog.ID) {
			items = append(items, s.catalogItem(c.version, catalog))
		}
	}
	return s.collection(c, items)
}

func (s *Server) getCatalog(c *call) answer {
	catalog, found := s.tenant.catalog(c.vars["catalog"])
	if !found {
		return resourceNotFound()
	}
	return s.entity(c, s.catalogItem(c.version, catalog))
}

func (s *Server) listAccessPackagesOfCatalog(c *call) answer {
	catalog, found := s.tenant.catalog(c.vars["catalog"])
	if !found {
		return resourceNotFound()
	}
	return s.collection(c, s.accessPackagesOf(c.version, catalog.ID))
}
