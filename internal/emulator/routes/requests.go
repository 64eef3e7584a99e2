package routes

import (
	"errors"
	"net/http"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/tenant"
)

func requestRoutes() []route {
	var table []route
	for version, names := range resourceNames {
		all := entitlement + names.requests
		table = append(table,
			route{version, http.MethodGet, all, (*Service).listRequests},
			route{version, http.MethodPost, all, (*Service).requestResource},
			route{version, http.MethodGet, all + "/{request}", (*Service).getRequest},
		)
	}
	return table
}

// requestItem is a completed request in the words of a version.
func (s *Service) requestItem(version string, request tenant.ResourceRequest) odata.Item {
	names := resourceNames[version]
	known := odata.Fields{"id": request.ID, "createdDateTime": s.made(request.Written)}
	catalog := "catalog"
	if version == "beta" {
		catalog = "accessPackageCatalog"
		known["requestType"], known["requestState"], known["requestStatus"] = request.Type, "Delivered", "Fulfilled"
		known["catalogId"], known["isValidationOnly"], known["justification"] = request.Resource.CatalogID, false, ""
		known["expirationDateTime"] = nil
	} else {
		known["requestType"], known["state"] = strings.ToLower(request.Type[:1])+request.Type[1:], "delivered"
	}
	return odata.Item{ID: request.ID, Fields: shown(known, request.Written), Related: map[string]func() any{
		names.resource: func() any { return s.resourceItem(version, request.Resource) },
		catalog: func() any {
			found, _ := s.tenant.Catalog(request.Resource.CatalogID)
			return s.catalogItem(version, found)
		},
	}}
}

func (s *Service) listRequests(c *exchange.Call) exchange.Answer {
	var items []odata.Item
	for _, request := range s.tenant.Requests() {
		if s.catalogInScope(request.Resource.CatalogID) {
			items = append(items, s.requestItem(c.Version, request))
		}
	}
	return s.list(c, items)
}

func (s *Service) getRequest(c *exchange.Call) exchange.Answer {
	request, found := s.tenant.Request(c.Vars["request"])
	if !found || !s.catalogInScope(request.Resource.CatalogID) {
		return odata.ResourceNotFound()
	}
	return s.pages.Entity(c, s.requestItem(c.Version, request))
}

// requestResource adds a resource to a catalog or removes it, by an administrator's request.
//
// See https://learn.microsoft.com/graph/api/entitlementmanagement-post-resourcerequests.
func (s *Service) requestResource(c *exchange.Call) exchange.Answer {
	b, refusal := readBody(c)
	if refusal != nil {
		return *refusal
	}
	request, asked := s.readRequest(c, b)
	if !s.catalogInScope(request.Resource.CatalogID) {
		return odata.Unauthorized()
	}
	var err error
	switch strings.ToLower(request.Type) {
	case "adminadd":
		request.Type = "AdminAdd"
		request.Resource.Written = tenant.Written{Created: c.Now, Members: asked}
		err = s.tenant.AddResource(request.Resource)
	case "adminremove":
		request.Type = "AdminRemove"
		err = s.tenant.RemoveResource(request.Resource.CatalogID, request.Resource.OriginID)
	default:
		return odata.InvalidModel()
	}
	if err != nil {
		return refusedResource(err)
	}
	s.tenant.NoteRequest(request)
	return created(s.pages.Entity(c, s.requestItem(c.Version, request)))
}

// readRequest reads the catalog and the resource of a request, and the resource's other properties.
func (s *Service) readRequest(c *exchange.Call, b body) (tenant.ResourceRequest, map[string]any) {
	catalog := b.idOf("catalog")
	if c.Version == "beta" {
		b.text("catalogId", &catalog)
	}
	request := tenant.ResourceRequest{ID: guid.New()}
	b.text("requestType", &request.Type)
	asked := b.object(resourceNames[c.Version].resource)
	if named, ok := asked["id"].(string); ok { // a request can name an existing resource by ID
		request.Resource, _ = s.tenant.Resource(named)
	} else {
		request.Resource.ID = s.tenant.NewID()
	}
	asked.text("originId", &request.Resource.OriginID)
	asked.text("originSystem", &request.Resource.OriginSystem)
	request.Resource.CatalogID = strings.ToLower(catalog)
	request.Written = tenant.Written{Created: c.Now, Members: b.rest()}
	return request, asked.rest()
}

func refusedResource(err error) exchange.Answer {
	switch {
	case errors.Is(err, tenant.ErrNotReplicated):
		return notInOriginSystem()
	case errors.Is(err, tenant.ErrOnboarded):
		return exchange.Refuse(http.StatusBadRequest, "ResourceAlreadyOnboarded",
			"The specified resource is already onboarded to ELM")
	case errors.Is(err, tenant.ErrInUse):
		return hasEntitlements("The resource has entitlements.")
	default:
		return odata.ResourceNotFound()
	}
}
