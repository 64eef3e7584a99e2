package routes

import (
	"net/http"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
)

// authorize decides whether the caller may do what the route does. It comes before anything is looked up.
func (s *Service) authorize(c *exchange.Call) *exchange.Answer {
	if !strings.HasPrefix(c.Path, entitlement) {
		if c.Caller.Holds(contract.PermissionGroupRead, contract.PermissionGroupMemberRead, contract.PermissionDirectoryRead) {
			return nil
		}
		refusal := exchange.Refuse(http.StatusForbidden, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
		return &refusal
	}
	if s.options.NoLicense {
		refusal := exchange.Refuse(http.StatusForbidden, "NoLicense",
			"User is not authorized to perform the operation. Reason: Tenant does not meet license requirement!")
		return &refusal
	}
	needed := []string{contract.PermissionReadWrite}
	if c.Request.Method == http.MethodGet {
		needed = append(needed, contract.PermissionRead)
	}
	if s.options.CatalogScope == nil && !c.Caller.Holds(needed...) || !s.inScope(c) {
		refusal := odata.Unauthorized()
		return &refusal
	}
	for _, name := range []string{"package", "catalog", "target"} {
		if _, isGUID := c.GUID(name); !isGUID && c.Vars[name] != "" {
			refusal := exchange.Refuse(http.StatusBadRequest, "InvalidFilter", "OData query is invalid: Unrecognized Guid format")
			return &refusal
		}
	}
	return nil
}

// inScope reports whether the catalogs of a caller's role cover what the path names. What does not exist is in no catalog.
func (s *Service) inScope(c *exchange.Call) bool {
	if id := c.Vars["catalog"]; id != "" && !s.catalogInScope(id) {
		return false
	}
	if id := c.Vars["package"]; id != "" && !s.accessPackageInScope(id) {
		return false
	}
	return true
}

func (s *Service) catalogInScope(id string) bool {
	return s.options.CatalogScope == nil ||
		slices.ContainsFunc(s.options.CatalogScope, func(covered string) bool { return strings.EqualFold(covered, id) })
}

func (s *Service) accessPackageInScope(id string) bool {
	if s.options.CatalogScope == nil {
		return true
	}
	p, ok := s.tenant.AccessPackage(id)
	return ok && s.catalogInScope(p.CatalogID)
}
