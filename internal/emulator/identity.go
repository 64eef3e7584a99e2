package emulator

import (
	"net/http"
	"strconv"
	"strings"
)

// managedIdentity is the token endpoint that a virtual machine offers to its managed identity.
// See https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token.
func (s *Server) managedIdentity(c *call) answer {
	query := c.request.URL.Query()
	if c.request.Header.Get("Metadata") != "true" || query.Get("api-version") == "" || query.Get("resource") == "" {
		return answer{status: http.StatusBadRequest, content: map[string]string{
			"error":             "invalid_request",
			"error_description": "Required metadata header, api-version or resource not specified",
		}}
	}
	clientID := query.Get("client_id")
	if clientID == "" {
		clientID = derivedGUID("managed identity")
	}
	seconds := int64(s.options.TokenLifetime.Seconds())
	return ok(map[string]string{ // all strings, numbers too
		"access_token":   s.appToken(strings.TrimSuffix(query.Get("resource"), "/"), defaultTenantID, clientID),
		"client_id":      clientID,
		"expires_in":     strconv.FormatInt(seconds, 10),
		"expires_on":     strconv.FormatInt(c.now.Unix()+seconds, 10),
		"ext_expires_in": strconv.FormatInt(seconds, 10),
		"not_before":     strconv.FormatInt(c.now.Unix(), 10),
		"resource":       query.Get("resource"),
		"token_type":     "Bearer",
	})
}

// pipelineToken is where a pipeline's job asks for its identity token: GitHub's answer, or that of Azure DevOps when a service
// connection is named.
func (s *Server) pipelineToken(c *call) answer {
	if token, found := strings.CutPrefix(c.request.Header.Get("Authorization"), "Bearer "); !found || token == "" {
		return answer{status: http.StatusUnauthorized, content: map[string]string{"message": "A request token is needed."}}
	}
	query := c.request.URL.Query()
	token := s.tokens.issue(claims{
		Audience: query.Get("audience"), Type: "pipeline", ObjectID: "repo:contoso/access:ref:refs/heads/main", TenantID: defaultTenantID,
	})
	if query.Get("serviceConnectionId") != "" {
		return ok(map[string]string{"oidcToken": token})
	}
	return ok(map[string]any{"count": len(token), "value": token})
}
