package login

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// ManagedIdentity is the token endpoint that a virtual machine offers to its managed identity.
// See https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token.
func (s *Service) ManagedIdentity(c *exchange.Call) exchange.Answer {
	query := c.Request.URL.Query()
	if c.Request.Header.Get("Metadata") != "true" || query.Get("api-version") == "" || query.Get("resource") == "" {
		return exchange.Answer{Status: http.StatusBadRequest, Content: map[string]string{
			"error":             "invalid_request",
			"error_description": "Required metadata header, api-version or resource not specified",
		}}
	}
	clientID := query.Get("client_id")
	if clientID == "" {
		clientID = guid.Derived("managed identity")
	}
	seconds := int64(s.options.TokenLifetime.Seconds())
	return exchange.OK(map[string]string{ // all strings, numbers too
		"access_token":   s.appToken(strings.TrimSuffix(query.Get("resource"), "/"), DefaultTenantID, clientID),
		"client_id":      clientID,
		"expires_in":     strconv.FormatInt(seconds, 10),
		"expires_on":     strconv.FormatInt(c.Now.Unix()+seconds, 10),
		"ext_expires_in": strconv.FormatInt(seconds, 10),
		"not_before":     strconv.FormatInt(c.Now.Unix(), 10),
		"resource":       query.Get("resource"),
		"token_type":     "Bearer",
	})
}

// PipelineToken is where a pipeline's job asks for its identity token: GitHub's answer, or that of Azure DevOps when a service
// connection is named.
func (s *Service) PipelineToken(c *exchange.Call) exchange.Answer {
	if token, found := strings.CutPrefix(c.Request.Header.Get("Authorization"), "Bearer "); !found || token == "" {
		return exchange.Answer{Status: http.StatusUnauthorized, Content: map[string]string{"message": "A request token is needed."}}
	}
	query := c.Request.URL.Query()
	token := s.tokens.issue(claims{
		Audience: query.Get("audience"), Type: "pipeline", ObjectID: "repo:contoso/access:ref:refs/heads/main", TenantID: DefaultTenantID,
	})
	if query.Get("serviceConnectionId") != "" {
		return exchange.OK(map[string]string{"oidcToken": token})
	}
	return exchange.OK(map[string]any{"count": len(token), "value": token})
}
