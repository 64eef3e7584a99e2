package login

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
)

// OpenIDConfiguration lists a tenant's endpoints. The emulator serves only those for tokens and keys.
//
// See https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc.
func (s *Service) OpenIDConfiguration(c *exchange.Call, tenantID string) exchange.Answer {
	origin := c.Origin() + "/" + tenantID
	issuer := origin + "/v2.0"
	if slices.Contains([]string{"common", "organizations", "consumers"}, tenantID) {
		issuer = c.Origin() + "/{tenantid}/v2.0"
	}
	return exchange.OK(map[string]any{
		"issuer":                        issuer,
		"authorization_endpoint":        origin + "/oauth2/v2.0/authorize",
		"token_endpoint":                origin + "/oauth2/v2.0/token",
		"device_authorization_endpoint": origin + "/oauth2/v2.0/devicecode",
		"jwks_uri":                      origin + "/discovery/v2.0/keys",
		"token_endpoint_auth_methods_supported": []string{
			"client_secret_post",
			"private_key_jwt",
			"client_secret_basic",
		},
		"response_types_supported":              []string{"code", "id_token", "code id_token", "id_token token"},
		"response_modes_supported":              []string{"query", "fragment", "form_post"},
		"subject_types_supported":               []string{"pairwise"},
		"id_token_signing_alg_values_supported": []string{algorithm},
		"scopes_supported":                      []string{"openid", "profile", "email", "offline_access"},
		"claims_supported": []string{
			"sub",
			"iss",
			"aud",
			"exp",
			"iat",
			"nbf",
			"oid",
			"tid",
			"ver",
		},
		"tenant_region_scope":   nil,
		"cloud_instance_name":   c.Request.Host,
		"cloud_graph_host_name": c.Request.Host,
		"msgraph_host":          c.Request.Host,
	})
}

// Instance says which cloud a host belongs to, and points to the document of the requested tenant. A library asks for
// it before it sends a secret to an unknown host.
func (s *Service) Instance(c *exchange.Call) exchange.Answer {
	query := c.Request.URL.Query()
	endpoint, err := url.Parse(query.Get("authorization_endpoint"))
	segments := strings.Split(strings.Trim(endpointPath(endpoint), "/"), "/")
	if err != nil || endpoint.Host == "" || segments[0] == "" {
		return loginRefusal(c, http.StatusBadRequest, "invalid_instance", 50049, "Unknown or invalid instance.")
	}
	return exchange.OK(map[string]any{
		"tenant_discovery_endpoint": c.Origin() + "/" + segments[0] + "/v2.0/.well-known/openid-configuration",
		"api-version":               query.Get("api-version"),
		"metadata": []any{map[string]any{
			"preferred_network": endpoint.Host, "preferred_cache": endpoint.Host, "aliases": []string{endpoint.Host},
		}},
	})
}

func endpointPath(u *url.URL) string {
	if u == nil {
		return ""
	}
	return u.Path
}

// Keys are the public keys of the tokens' signatures.
func (s *Service) Keys(*exchange.Call) exchange.Answer {
	return exchange.OK(map[string]any{"keys": []any{s.tokens.publicKey()}})
}
