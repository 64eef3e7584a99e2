package login

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
)

// checkClient checks the credentials in Entra's order: tenant, application, then secret or assertion.
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
			refusal = loginRefusal(c, http.StatusUnauthorized, "invalid_client", 50027,
				"JWT token is invalid or malformed.")
		case assertion.Expires != 0 && assertion.Expires <= c.Now.Unix():
			refusal = loginRefusal(c, http.StatusUnauthorized, "invalid_client", 700024,
				"Client assertion is not within its valid time range.")
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
