package routes

import (
	"net/http"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

// resourceNames are each version's words for the parts of a resource.
var resourceNames = map[string]struct{ resource, role, roles, scope, scopes, requests string }{
	"v1.0": {"resource", "role", "roles", "scope", "scopes", "resourceRequests"},
	"beta": {
		"accessPackageResource", "accessPackageResourceRole", "accessPackageResourceRoles",
		"accessPackageResourceScope", "accessPackageResourceScopes", "accessPackageResourceRequests",
	},
}

func resourceRoutes() []route {
	var table []route
	for version, names := range map[string][3]string{
		"v1.0": {
			"catalogs/{catalog}/resources", "catalogs/{catalog}/resourceRoles",
			"catalogs/{catalog}/resourceScopes",
		},
		"beta": {
			"accessPackageCatalogs/{catalog}/accessPackageResources",
			"accessPackageCatalogs/{catalog}/accessPackageResourceRoles",
			"accessPackageCatalogs/{catalog}/accessPackageResourceScopes",
		},
	} {
		table = append(table,
			route{version, http.MethodGet, entitlement + names[0], (*Service).listResources},
			route{version, http.MethodGet, entitlement + names[0] + "/{resource}", (*Service).getResource},
			route{version, http.MethodGet, entitlement + names[1], (*Service).listResourceRoles},
			route{version, http.MethodGet, entitlement + names[2], (*Service).listResourceScopes},
		)
	}
	return table
}

// resourceItem is a resource of a catalog in the words of a version.
func (s *Service) resourceItem(version string, resource tenant.Resource) odata.Item {
	names := resourceNames[version]
	known := odata.Fields{
		"id": resource.ID, "originId": resource.OriginID, "originSystem": resource.OriginSystem,
		"displayName": resource.OriginID, "description": nil,
	}
	if name, ok := resource.Written.Members["displayName"].(string); ok {
		known["displayName"] = name
	}
	if g, ok := s.tenant.Group(resource.OriginID); ok {
		known["displayName"], known["description"] = g.DisplayName, g.Written.Members["description"]
	}
	if version == "beta" {
		known["resourceType"], known["isPendingOnboarding"], known["url"] = s.resourceType(resource), false, nil
		known["addedBy"], known["addedOn"] = administrator, s.made(resource.Written)
	} else {
		known["createdDateTime"], known["modifiedDateTime"] = s.made(resource.Written), s.made(resource.Written)
		known["attributes"] = []any{}
	}
	return odata.Item{ID: resource.ID, Fields: shown(known, resource.Written), Related: map[string]func() any{
		names.roles:  func() any { return s.rolesOf(version, resource) },
		names.scopes: func() any { return []odata.Item{s.scopeItem(version, resource, tenant.RootScope(resource))} },
	}}
}

// resourceType is the type of a resource in beta.
func (s *Service) resourceType(resource tenant.Resource) string {
	g, isGroup := s.tenant.Group(resource.OriginID)
	switch {
	case isGroup && slices.Contains(g.GroupTypes, "Unified"):
		return "O365 Group"
	case resource.OriginSystem == tenant.GroupSystem:
		return "Security Group"
	case resource.OriginSystem == "AadApplication":
		return "Application"
	case resource.OriginSystem == tenant.AzureSystem && strings.Contains(resource.OriginID, "/managementGroups/"):
		return "ManagementGroup"
	case resource.OriginSystem == tenant.AzureSystem:
		return "Subscription"
	default:
		return resource.OriginSystem
	}
}

func (s *Service) rolesOf(version string, resource tenant.Resource) []odata.Item {
	items := []odata.Item{}
	for _, role := range tenant.Roles(resource) {
		items = append(items, s.roleItem(version, resource, role))
	}
	return items
}

func (s *Service) roleItem(version string, resource tenant.Resource, role tenant.Origin) odata.Item {
	fields := odata.Fields{
		"id": role.ID, "displayName": role.DisplayName, "description": nil, "originSystem": role.OriginSystem,
		"originId": role.OriginID,
	}
	if role.Type != "" {
		fields["type"] = role.Type
	}
	return odata.Item{
		ID:     role.ID,
		Fields: fields,
		Related: map[string]func() any{
			resourceNames[version].resource: func() any { return s.resourceItem(version, resource) },
		},
	}
}

func (s *Service) scopeItem(version string, resource tenant.Resource, scope tenant.Origin) odata.Item {
	root, description := scope.OriginID == resource.OriginID, "Root Scope"
	if !root {
		description = scope.DisplayName
	}
	return odata.Item{
		ID: scope.ID,
		Fields: odata.Fields{
			"id": scope.ID, "displayName": scope.DisplayName, "description": description,
			"originSystem": scope.OriginSystem,
			"originId":     scope.OriginID, "isRootScope": root,
		},
		Related: map[string]func() any{
			resourceNames[version].resource: func() any { return s.resourceItem(version, resource) },
		},
	}
}

func (s *Service) resourceItems(version, catalogID string) []odata.Item {
	items := []odata.Item{}
	for _, resource := range s.tenant.Resources(catalogID) {
		items = append(items, s.resourceItem(version, resource))
	}
	return items
}

func (s *Service) listResources(c *exchange.Call) exchange.Answer {
	return s.listOfCatalog(c,
		func(resource tenant.Resource) []odata.Item { return []odata.Item{s.resourceItem(c.Version, resource)} })
}

func (s *Service) listResourceRoles(c *exchange.Call) exchange.Answer {
	return s.listOfCatalog(c, func(resource tenant.Resource) []odata.Item { return s.rolesOf(c.Version, resource) })
}

func (s *Service) listResourceScopes(c *exchange.Call) exchange.Answer {
	return s.listOfCatalog(c, func(resource tenant.Resource) []odata.Item {
		return []odata.Item{s.scopeItem(c.Version, resource, tenant.RootScope(resource))}
	})
}

// listOfCatalog lists items of each resource of a catalog. Lists show a new resource late.
func (s *Service) listOfCatalog(c *exchange.Call, give func(tenant.Resource) []odata.Item) exchange.Answer {
	catalog, found := s.tenant.Catalog(c.Vars["catalog"])
	if !found {
		return odata.ResourceNotFound()
	}
	var items []odata.Item
	for _, resource := range s.tenant.Resources(catalog.ID) {
		if s.tenant.InList(resource.ID, isFirstPage(c)) {
			items = append(items, give(resource)...)
		}
	}
	slices.SortFunc(items, func(a, b odata.Item) int { return strings.Compare(a.ID, b.ID) })
	return s.pages.Collection(c, items)
}

func (s *Service) getResource(c *exchange.Call) exchange.Answer {
	resource, found := s.tenant.Resource(c.Vars["resource"])
	if !found || !strings.EqualFold(resource.CatalogID, c.Vars["catalog"]) {
		return odata.ResourceNotFound()
	}
	return s.pages.Entity(c, s.resourceItem(c.Version, resource))
}
