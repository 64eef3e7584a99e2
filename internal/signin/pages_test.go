package signin

import (
	"errors"
	"net/http"
	"testing"
)

var errRefused = errors.New("connection refused")

// Services and proxies answer with pages, redirects, and empty objects instead of a token.
func TestPages(t *testing.T) {
	t.Parallel()
	github := Credentials{TenantID: testTenant, ClientID: testClient, UseOIDC: true, OIDCRequestURL: "/github", OIDCRequestToken: "planted"}
	pipelines := github
	pipelines.OIDCRequestURL, pipelines.ADOServiceConnectionID = "/pipelines", "a connection"
	secret := Credentials{TenantID: testTenant, ClientID: testClient, ClientSecret: "planted"}
	const mapped = "SYSTEM_ACCESSTOKEN: $(System.AccessToken)"
	const signInPage = "https://spsprodcus3.vssps.visualstudio.com/_signin?realm=dev.azure.com&reply_to=planted"
	for name, test := range map[string]struct {
		given  Credentials
		path   string
		answer http.HandlerFunc
		want   []string
	}{
		"Azure DevOps signs in":       {pipelines, "/pipelines", page(203), []string{"gave no usable answer for an OIDC token of Azure Pipelines: the answer is a web page", mapped}},
		"Azure DevOps sends away":     {pipelines, "/pipelines", redirect(signInPage), []string{"spsprodcus3.vssps.visualstudio.com", mapped}},
		"Azure DevOps refuses":        {pipelines, "/pipelines", status(401, ""), []string{"401", mapped}},
		"no such service connection":  {pipelines, "/pipelines", status(404, `{"message":"The service connection does not exist."}`), []string{"does not exist", "`ado_pipeline_service_connection_id`"}},
		"Azure DevOps without token":  {pipelines, "/pipelines", status(200, `{"oidcToken":null}`), []string{"holds no token", "`ado_pipeline_service_connection_id`"}},
		"Azure DevOps empty":          {pipelines, "/pipelines", status(200, `{"oidcToken":""}`), []string{"`ado_pipeline_service_connection_id`"}},
		"asked as if it were GitHub":  {github, "/github", status(405, `{"count":1,"value":{"Message":"The requested resource does not support http method 'GET'."}}`), []string{"`oidc_request_url` is that of Azure Pipelines", "`ado_pipeline_service_connection_id`"}},
		"GitHub refuses":              {github, "/github", status(403, `{"message":"Resource not accessible by integration"}`), []string{"Resource not accessible", "id-token: write"}},
		"GitHub without token":        {github, "/github", status(200, `{"count":0}`), []string{"holds no token", "id-token: write"}},
		"GitHub answers with a page":  {github, "/github", page(200), []string{"the answer is a web page", "`oidc_request_url`"}},
		"GitHub sends away":           {github, "/github", redirect("https://elsewhere.example/planted"), []string{"elsewhere.example", "`oidc_request_url`"}},
		"login answers with a page":   {secret, tokenPath, page(200), []string{"the answer is a web page", "a proxy that asks for a sign-in"}},
		"login refuses with a page":   {secret, tokenPath, page(403), []string{"403", "a proxy that asks for a sign-in"}},
		"a proxy refuses":             {secret, tokenPath, page(407), []string{"407 Proxy Authentication Required", "HTTPS_PROXY"}},
		"login sends away":            {secret, tokenPath, redirect("https://portal.example/login?planted"), []string{"portal.example", "proxy"}},
		"login sends on, same host":   {secret, tokenPath, redirect("/elsewhere"), []string{"another address"}},
		"login without token":         {secret, tokenPath, status(200, `{"token_type":"Bearer"}`), []string{"holds no token"}},
		"login answers with nonsense": {secret, tokenPath, status(200, `planted`), []string{"holds no token"}},
		"after GitHub, login refuses": {github, tokenPath, entraRefuses(700213, "No matching record."), []string{"AADSTS700213", "has the subject"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAuthority(t)
			a.on(test.path, test.answer)
			if test.given.UseOIDC {
				test.given.OIDCRequestURL = a.URL + test.given.OIDCRequestURL
			}
			s := a.session(t, test.given)
			for range 2 {
				_, err := s.Token(t.Context())
				mustSay(t, err, test.want, "planted")
			}
			if n := a.count(test.path); n != 1 {
				t.Errorf("asked %d times", n)
			}
		})
	}
}
