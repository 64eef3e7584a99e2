package emulator

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Pages of the sign-in's part of the contract.
const (
	discoveryPage = "https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc"
	secretPage    = "https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow"
	errorPage     = "https://learn.microsoft.com/entra/identity-platform/reference-error-codes"
	machinePage   = "https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token"
	servicePage   = "https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference"
	gitHubPage    = "https://docs.github.com/actions/reference/openid-connect-reference"
	devOpsPage    = "https://learn.microsoft.com/rest/api/azure/devops/distributedtask/oidctoken/create"
	msalCode      = "https://github.com/AzureAD/microsoft-authentication-library-for-go (sent by it, on no page)"
)

// The clients whose sign-in internal/workshop/interop tries.
const (
	microsoft = "azidentity"
	hashiCorp = "go-azure-sdk"
	both      = microsoft + ", " + hashiCorp
)

// signIn is one row: this request, with this form and these headers, gets this answer. Clients are programs of
// other projects that sent this request or accepted this answer.
type signIn struct {
	name    string
	source  string
	clients string
	method  string
	target  string
	form    url.Values
	header  []string
	status  int
	holds   string
}

func signInRows() []signIn {
	const get, post, tokens = http.MethodGet, http.MethodPost, "/contoso/oauth2/v2.0/token"
	form := func(more ...string) url.Values {
		f := url.Values{"grant_type": {"client_credentials"}, "client_id": {"elm"}, "scope": {"https://graph.microsoft.com/.default"}}
		for i := 0; i < len(more); i += 2 {
			f.Set(more[i], more[i+1])
		}
		return f
	}
	secret := []string{"client_secret", DefaultSecret}
	assertion := []string{"client_assertion_type", assertionType, "client_assertion", jwt(`{"exp":4000000000}`)}
	machine, service := "/metadata/identity/oauth2/token?api-version=2018-02-01", "/msi/token?api-version=2019-08-01"
	const resource, bearer = "&resource=https%3A%2F%2Fgraph.microsoft.com", "Bearer request-token"
	return []signIn{
		{"where a tenant's endpoints are", discoveryPage, microsoft, get, "/contoso/v2.0/.well-known/openid-configuration", nil, nil, 200, `"token_endpoint":"` + origin + tokens},
		{"the keys of tokens", discoveryPage, "", get, "/contoso/discovery/v2.0/keys", nil, nil, 200, `"use":"sig"`},
		{"which cloud a host belongs to", msalCode, microsoft, get, "/common/discovery/instance?api-version=1.1&authorization_endpoint=https%3A%2F%2Flogin.example%2Fcontoso%2Foauth2%2Fv2.0%2Fauthorize", nil, nil, 200, `"aliases":["login.example"]`},
		{"where the services of a cloud are", unconfirmed, hashiCorp, get, "/metadata/endpoints?api-version=2022-09-01", nil, nil, 200, `"loginEndpoint":"` + origin},
		{"a secret", secretPage, both, post, tokens, form(secret...), nil, 200, `"token_type":"Bearer"`},
		{"a secret in the header", discoveryPage, "", post, tokens, form(), []string{"Authorization", "Basic ZWxtOmVtdWxhdG9yLXNlY3JldA=="}, 200, `"access_token"`},
		{"a wrong secret", errorPage, microsoft, post, tokens, form("client_secret", "guess"), nil, 401, "AADSTS7000215"},
		{"an assertion, signed with a certificate or federated", secretPage, both, post, tokens, form(assertion...), nil, 200, `"access_token"`},
		{"the scopes of a user beside", msalCode, microsoft, post, tokens, form(append(secret, "scope", "https://graph.microsoft.com/.default openid offline_access profile")...), nil, 200, `"access_token"`},
		{"a permission as the scope", secretPage, "", post, tokens, form(append(secret, "scope", "https://graph.microsoft.com/Group.Read.All")...), nil, 400, "AADSTS70011"},
		{"another grant", errorPage, "", post, tokens, form(append(secret, "grant_type", "password")...), nil, 400, "AADSTS70003"},
		{"a virtual machine", machinePage, both, get, machine + resource, nil, []string{"Metadata", "true"}, 200, `"expires_in":"3600"`},
		{"a virtual machine, without the header", machinePage, "", get, machine + resource, nil, nil, 400, "invalid_request"},
		{"App Service", servicePage, both, get, service + resource, nil, []string{"X-IDENTITY-HEADER", "inside"}, 200, `"expires_on"`},
		{"App Service, without the header", unconfirmed, "", get, service + resource, nil, nil, 400, "X-IDENTITY-HEADER"},
		{"a workflow of GitHub", gitHubPage, hashiCorp, get, "/oidc/request?audience=api%3A%2F%2FAzureADTokenExchange", nil, []string{"Authorization", bearer}, 200, `"value":"`},
		{"a pipeline of Azure DevOps", devOpsPage, both, post, "/oidc/request?api-version=7.1&serviceConnectionId=1", nil, []string{"Authorization", bearer}, 200, `"oidcToken":"`},
		{"a job without its request token", unconfirmed, "", get, "/oidc/request", nil, []string{"Authorization", ""}, 401, ""},
	}
}

func TestSignInContract(t *testing.T) {
	t.Parallel()
	for _, row := range signInRows() {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			c := newClient(t, Options{})
			header := append([]string{"Content-Type", "application/x-www-form-urlencoded"}, row.header...)
			got := c.send(row.method, row.target, row.form.Encode(), header...)
			if got.status != row.status || !strings.Contains(got.body, row.holds) {
				t.Errorf("source: %s; clients: %s\n%s %s\n got %d: %s\nwant %d with %s", row.source, row.clients, row.method, row.target, got.status, got.body, row.status, row.holds)
			}
		})
	}
}
