package login

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// Token is the token endpoint, POST /{tenant}/oauth2/v2.0/token, for client credentials: a secret, in the form or in
// the header, or an assertion, signed with a certificate or by a federated identity provider. See
// https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow.
func (s *Service) Token(c *exchange.Call, tenantID string) exchange.Answer {
	if c.Request.Method != http.MethodPost {
		return loginRefusal(c, http.StatusMethodNotAllowed, "invalid_request", 900561,
			"The endpoint only accepts POST requests.")
	}
	form, err := url.ParseQuery(string(c.Body))
	if err != nil || form.Get("grant_type") != "client_credentials" {
		return loginRefusal(c, http.StatusBadRequest, "unsupported_grant_type", 70003,
			"The app requested an unsupported grant type.")
	}
	if id, secret, found := c.Request.BasicAuth(); found {
		form.Set("client_id", unescaped(id))
		form.Set("client_secret", unescaped(secret))
	}
	audience, found := audienceOf(form.Get("scope"))
	if !found {
		return loginRefusal(c, http.StatusBadRequest, "invalid_scope", 70011,
			"The provided value for the input parameter 'scope' is not valid.")
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

// audienceOf reads the resource that a scope names. Libraries also send the scopes of a user's sign-in, which mean
// nothing for an application.
func audienceOf(scope string) (string, bool) {
	var audiences []string
	for each := range strings.FieldsSeq(scope) {
		if slices.Contains([]string{"openid", "offline_access", "profile", "email"}, each) {
			continue
		}
		audience, isDefault := strings.CutSuffix(each, "/.default")
		if !isDefault || audience == "" {
			return "", false
		}
		audiences = append(audiences, strings.TrimSuffix(audience, "/"))
	}
	if len(audiences) != 1 {
		return "", false
	}
	return audiences[0], true
}

// unescaped decodes a part of the header, which OAuth requires to be escaped as in a form. Invalid escapes stay as they
// are.
func unescaped(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

func (s *Service) appToken(audience, tenantID, clientID string) string {
	return s.tokens.issue(claims{
		Audience: audience, AppID: clientID, AppName: "Emulated application", Type: "app",
		ObjectID: guid.Derived("service principal", clientID), Roles: s.options.Roles, TenantID: tenantID,
	})
}

// loginRefusal is an error in the words of Entra's login endpoint.
//
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
