package login

import (
	"net/http"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
)

// Pipeline issues the identity token of a pipeline's job: as GitHub does, or as Azure DevOps does if the request names
// a service connection.
//
// See https://docs.github.com/actions/reference/openid-connect-reference and
// https://learn.microsoft.com/azure/devops/pipelines/library/connect-to-azure.
func (s *Service) Pipeline(c *exchange.Call) exchange.Answer {
	if token, found := strings.CutPrefix(c.Request.Header.Get("Authorization"), "Bearer "); !found || token == "" {
		return exchange.Answer{
			Status:  http.StatusUnauthorized,
			Content: map[string]string{"message": "A request token is needed."},
		}
	}
	query := c.Request.URL.Query()
	audience := query.Get("audience")
	if connection := query.Get("serviceConnectionId"); connection != "" {
		if audience == "" {
			audience = exchangeAudience
		}
		return exchange.OK(map[string]string{"oidcToken": s.tokens.issue(claims{
			Audience: audience, Issuer: "https://vstoken.dev.azure.com/" + DefaultTenantID,
			Subject: "sc://contoso/access/" + connection,
		})})
	}
	if audience == "" {
		audience = "https://github.com/contoso"
	}
	token := s.tokens.issue(claims{
		Audience: audience, Issuer: "https://token.actions.githubusercontent.com",
		Subject: "repo:contoso/access:ref:refs/heads/main",
	})
	return exchange.OK(map[string]any{"count": len(token), "value": token})
}

// exchangeAudience is the audience of tokens that Entra exchanges for its own.
const exchangeAudience = "api://AzureADTokenExchange"
