package routes

import (
	"net/http"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
)

// authorize checks the caller's permissions before anything is looked up.
func (s *Service) authorize(c *exchange.Call) *exchange.Answer {
	if !strings.HasPrefix(c.Path, entitlement) {
		if strings.HasSuffix(c.Path, "/checkMemberGroups") && mayCheckMemberships(c) ||
			c.Caller.Holds(directoryPermissions(c)...) {
			return nil
		}
		refusal := exchange.Refuse(http.StatusForbidden, "Authorization_RequestDenied",
			"Insufficient privileges to complete the operation.")
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
	for _, name := range []string{"package", "catalog", "target", "policy", "resource", "request"} {
		if _, isGUID := c.GUID(name); !isGUID && c.Vars[name] != "" {
			refusal := exchange.Refuse(http.StatusBadRequest, "InvalidFilter",
				"OData query is invalid: Unrecognized Guid format")
			return &refusal
		}
	}
	return nil
}

// directoryPermissions are the permissions of which the directory requires one, from each page of its API.
func directoryPermissions(c *exchange.Call) []string {
	all := []string{contract.PermissionGroupReadWrite, contract.PermissionDirectoryReadWrite}
	reading := c.Request.Method == http.MethodGet
	switch {
	case strings.HasSuffix(c.Path, "/checkMemberGroups"):
		return nil // mayCheckMemberships checks a combination of permissions
	case strings.HasPrefix(c.Path, "auditLogs"):
		return []string{contract.PermissionAuditLogRead}
	case strings.HasPrefix(c.Path, "users"):
		return append(all[1:], contract.PermissionUserRead, contract.PermissionDirectoryRead)
	case strings.HasPrefix(c.Path, "servicePrincipals"):
		return append(all[1:], contract.PermissionApplicationRead, contract.PermissionDirectoryRead)
	case strings.HasPrefix(c.Path, "directoryObjects"):
		return append(all[1:], contract.PermissionDirectoryRead)
	case reading:
		return append(all, contract.PermissionGroupRead, contract.PermissionGroupMemberRead,
			contract.PermissionGroupMemberReadWrite, contract.PermissionDirectoryRead)
	case strings.HasSuffix(c.Path, "/$ref"):
		return append(all, contract.PermissionGroupMemberReadWrite)
	case c.Path == "groups":
		return append(all, contract.PermissionGroupCreate)
	default:
		return all
	}
}

// inScope reports whether the caller's role covers the catalogs of a path. An unknown object is in no catalog.
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
