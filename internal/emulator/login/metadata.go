package login

import (
	"net/http"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
)

// Metadata tells Azure's tools where a cloud's services are. Here, all of them are this server.
func (s *Service) Metadata(c *exchange.Call) exchange.Answer {
	origin := c.Origin()
	document := map[string]any{
		"name":            "Emulator",
		"portal":          origin,
		"resourceManager": origin + "/",
		"authentication": map[string]any{
			"loginEndpoint":    origin,
			"audiences":        []string{origin},
			"tenant":           "common",
			"identityProvider": "AAD",
		},
		"microsoftGraphResourceId": origin + "/",
		"suffixes":                 map[string]string{},
	}
	switch c.Request.URL.Query().Get("api-version") {
	case "2022-09-01":
		return exchange.OK(document)
	case "2019-05-01":
		return exchange.OK([]any{document})
	default:
		return exchange.Answer{
			Status:  http.StatusBadRequest,
			Content: map[string]string{"error": "unrecognized api-version"},
		}
	}
}
