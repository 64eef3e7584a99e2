package login

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// Token is the token endpoint, POST /{tenant}/oauth2/v2.0/token, for client credentials.
// See https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow.
func (s *Service) Token(c *exchange.Call, tenantID string) exchange.Answer {
	if c.Request.Method != http.MethodPost {
		return loginRefusal(c, http.StatusMethodNotAllowed, "invalid_request", 900561, "The endpoint only accepts POST requests.")
	}
	form, err := url.ParseQuery(string(c.Body))
	if err != nil || form.Get("grant_type") != "client_credentials" {
		return loginRefusal(c, http.StatusBadRequest, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.")
	}
	audience, isDefault := strings.CutSuffix(form.Get("scope"), "/.default")
	if !isDefault || audience == "" {
		return loginRefusal(c, http.StatusBadRequest, "invalid_scope", 70011, "The provided value for the input parameter 'scope' is not valid.")
	}
	if refusal := s.checkClient(c, tenantID, form); refusal != nil {
		return *refusal
	}
	seconds := int64(s.options.TokenLifetime.Seconds())
	return exchange.OK(map[string]any{
		"token_type":     "Bearer",
		"expires_in":     seconds,
		"ext_expires_in": seconds,
		"access_token":   s.appToken(audience, tenantID, form.Get("client_id")),
	})
}

// checkClient tries the credentials as Entra does: tenant, application, then secret or assertion.
func (s *Service) checkClient(c *exchange.Call, tenantID string, form url.Values) *exchange.Answer {
	var refusal exchange.Answer
	accepted := s.options.Credentials
	clientID := form.Get("client_id")
	switch {
	case accepted.TenantID != "" && !strings.EqualFold(accepted.TenantID, tenantID):
		refusal = loginRefusal(c, http.StatusBadRequest, "invalid_request", 90002, "Tenant '"+tenantID+"' not found.")
	case clientID == "" || accepted.ClientID != "" && !strings.EqualFold(accepted.ClientID, clientID):
		refusal = loginRefusal(c, http.StatusBadRequest, "unauthorized_client", 700016,
			"Application with identifier '"+clientID+"' was not found in the directory.")
	case form.Get("client_assertion_type") == assertionType:
		var assertion struct {
			Expires int64 `json:"exp"`
		}
		switch {
		case !decodeJWT(form.Get("client_assertion"), &assertion):
			refusal = loginRefusal(c, http.StatusUnauthorized, "invalid_client", 50027, "JWT token is invalid or malformed.")
		case assertion.Expires != 0 && assertion.Expires <= c.Now.Unix():
			refusal = loginRefusal(c, http.StatusUnauthorized, "invalid_client", 700024, "Client assertion is not within its valid time range.")
		default:
			return nil
		}
	case form.Get("client_secret") == accepted.ClientSecret:
		return nil
	default:
		refusal = loginRefusal(c, http.StatusUnauthorized, "invalid_client", 7000215,
			"Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, "+
				"not the client secret ID, for a secret added to app '"+clientID+"'.")
	}
	return &refusal
}

func (s *Service) appToken(audience, tenantID, clientID string) string {
	return s.tokens.issue(claims{
		Audience: audience, AppID: clientID, AppName: "Emulated application", Type: "app",
		ObjectID: guid.Derived("service principal", clientID), Roles: s.options.Roles, TenantID: tenantID,
	})
}

// loginRefusal is an error as Entra's login endpoint words it.
// See https://learn.microsoft.com/entra/identity-platform/reference-error-codes.
func loginRefusal(c *exchange.Call, status int, oauthError string, code int, message string) exchange.Answer {
	stamp := c.Now.UTC().Format("2006-01-02 15:04:05Z")
	return exchange.Answer{Status: status, Content: map[string]any{
		"error": oauthError,
		"error_description": "AADSTS" + strconv.Itoa(code) + ": " + message + " Trace ID: " + c.RequestID +
			" Correlation ID: " + c.ClientRequestID + " Timestamp: " + stamp,
		"error_codes":    []int{code},
		"timestamp":      stamp,
		"trace_id":       c.RequestID,
		"correlation_id": c.ClientRequestID,
		"error_uri":      "https://login.microsoftonline.com/error?code=" + strconv.Itoa(code),
	}}
}
