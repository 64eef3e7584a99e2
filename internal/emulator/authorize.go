package emulator

import (
	"net/http"
	"slices"
	"strings"
)

// The permissions that are looked at. See https://learn.microsoft.com/graph/permissions-reference.
const (
	roleRead            = "EntitlementManagement.Read.All"
	roleReadWrite       = "EntitlementManagement.ReadWrite.All"
	roleGroupRead       = "Group.Read.All"
	roleGroupMemberRead = "GroupMember.Read.All"
	roleDirectoryRead   = "Directory.Read.All"
)

// authenticate checks the bearer token.
func (s *Server) authenticate(c *call) (claims, *answer) {
	token, found := strings.CutPrefix(c.request.Header.Get("Authorization"), "Bearer ")
	if !found || token == "" {
		return claims{}, unauthenticated("Access token is empty.")
	}
	caller, known := s.tokens.read(token)
	switch {
	case strings.Count(token, ".") != 2:
		return claims{}, unauthenticated("CompactToken parsing failed with error code: 80049217")
	case !known:
		return claims{}, unauthenticated("Access token validation failure.")
	case c.now.Unix() >= caller.Expires || c.now.Unix() < caller.NotBefore:
		return claims{}, unauthenticated("Access token has expired or is not yet valid.")
	case !slices.Contains([]string{c.origin(), graphAudience, graphAppID}, caller.Audience):
		return claims{}, unauthenticated("Access token validation failure. Invalid audience.")
	}
	return caller, nil
}

func unauthenticated(message string) *answer {
	a := refuse(http.StatusUnauthorized, "InvalidAuthenticationToken", message)
	a.header = http.Header{"Www-Authenticate": {`Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"`}}
	return &a
}

// authorize decides whether the caller may do what the route does. It comes before anything is looked up.
func (s *Server) authorize(c *call) *answer {
	if !strings.HasPrefix(c.path, entitlement) {
		if c.caller.hasAny(roleGroupRead, roleGroupMemberRead, roleDirectoryRead) {
			return nil
		}
		refusal := refuse(http.StatusForbidden, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
		return &refusal
	}
	if s.options.NoLicense {
		refusal := refuse(http.StatusForbidden, "NoLicense",
			"User is not authorized to perform the operation. Reason: Tenant does not meet license requirement!")
		return &refusal
	}
	needed := []string{roleReadWrite}
	if c.request.Method == http.MethodGet {
		needed = append(needed, roleRead)
	}
	if s.options.CatalogScope == nil && !c.caller.hasAny(needed...) || !s.inScope(c) {
		refusal := unauthorized()
		return &refusal
	}
	for _, name := range []string{"package", "catalog", "target"} {
		if _, isGUID := c.guid(name); !isGUID && c.vars[name] != "" {
			refusal := refuse(http.StatusBadRequest, "InvalidFilter", "OData query is invalid: Unrecognized Guid format")
			return &refusal
		}
	}
	return nil
}

// inScope reports whether the catalogs of a caller's role cover what the path names. What does not exist is in no catalog.
func (s *Server) inScope(c *call) bool {
	if id := c.vars["catalog"]; id != "" && !s.catalogInScope(id) {
		return false
	}
	if id := c.vars["package"]; id != "" && !s.accessPackageInScope(id) {
		return false
	}
	return true
}

func (s *Server) catalogInScope(id string) bool {
	return s.options.CatalogScope == nil ||
		slices.ContainsFunc(s.options.CatalogScope, func(covered string) bool { return strings.EqualFold(covered, id) })
}

func (s *Server) accessPackageInScope(id string) bool {
	if s.options.CatalogScope == nil {
		return true
	}
	p, ok := s.tenant.accessPackage(id)
	return ok && s.catalogInScope(p.CatalogID)
}
