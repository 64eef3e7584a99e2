package login

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

// VirtualMachine is the token endpoint that a virtual machine offers to its managed identity.
// See https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token.
func (s *Service) VirtualMachine(c *exchange.Call) exchange.Answer {
	query := c.Request.URL.Query()
	if c.Request.Header.Get("Metadata") != "true" || query.Get("api-version") == "" || query.Get("resource") == "" {
		return exchange.Answer{Status: http.StatusBadRequest, Content: map[string]string{
			"error":             "invalid_request",
			"error_description": "Required metadata header, api-version or resource not specified",
		}}
	}
	token := s.identityToken(c, query)
	seconds := int64(s.options.TokenLifetime.Seconds())
	token["expires_in"] = strconv.FormatInt(seconds, 10) // this endpoint sends numbers as strings
	token["ext_expires_in"] = strconv.FormatInt(seconds, 10)
	token["not_before"] = strconv.FormatInt(c.Now.Unix(), 10)
	return exchange.OK(token)
}

// AppService is the token endpoint that App Service, Functions and Container Apps offer to a managed identity. Its
// header proves that the request comes from inside; the emulator accepts any value.
//
// See https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference.
func (s *Service) AppService(c *exchange.Call) exchange.Answer {
	query := c.Request.URL.Query()
	if c.Request.Header.Get("X-Identity-Header") == "" || query.Get("api-version") == "" ||
		query.Get("resource") == "" {
		return exchange.Answer{Status: http.StatusBadRequest, Content: map[string]any{
			"statusCode": http.StatusBadRequest,
			"message":    "The X-IDENTITY-HEADER header, api-version or resource is missing.",
		}}
	}
	return exchange.OK(s.identityToken(c, query))
}

// identityToken is the answer of both endpoints. Without a selector, the token is the system-assigned identity's.
func (s *Service) identityToken(c *exchange.Call, query url.Values) map[string]string {
	clientID := query.Get("client_id")
	if clientID == "" {
		clientID = guid.Derived("managed identity")
	}
	for _, selector := range []string{"object_id", "principal_id", "msi_res_id", "mi_res_id"} {
		if chosen := query.Get(selector); chosen != "" {
			clientID = guid.Derived("managed identity", chosen)
		}
	}
	return map[string]string{
		"access_token": s.appToken(strings.TrimSuffix(query.Get("resource"), "/"), DefaultTenantID, clientID),
		"client_id":    clientID,
		"expires_on":   strconv.FormatInt(c.Now.Add(s.options.TokenLifetime).Unix(), 10),
		"resource":     query.Get("resource"),
		"token_type":   "Bearer",
	}
}
