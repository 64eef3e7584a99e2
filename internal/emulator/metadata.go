package emulator

import "net/http"

// metadata is the document from which Azure's tools learn where a cloud's services are: here, all of them are this server.
func (s *Server) metadata(c *call) answer {
	origin := c.origin()
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
	switch c.request.URL.Query().Get("api-version") {
	case "2022-09-01":
		return ok(document)
	case "2019-05-01":
		return ok([]any{document})
	default:
		return answer{status: http.StatusBadRequest, content: map[string]string{"error": "unrecognized api-version"}}
	}
}
