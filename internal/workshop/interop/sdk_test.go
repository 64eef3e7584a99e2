package interop

import (
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/hashicorp/go-azure-sdk/sdk/auth"
	"github.com/hashicorp/go-azure-sdk/sdk/environments"
	"software.sslmate.com/src/go-pkcs12"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// cloud is what the SDK makes of the metadata endpoint, which it reads with a client of its own: over plain HTTP here,
// since that client trusts no test's certificate. Everything after that is asked over https.
func (s service) cloud(t *testing.T) environments.Environment {
	t.Helper()
	plain := httptest.NewServer(s.Server)
	t.Cleanup(plain.Close)
	environment, err := environments.FromEndpoint(t.Context(), plain.URL)
	if err != nil {
		t.Fatal(err)
	}
	if environment.Authorization.LoginEndpoint != plain.URL {
		t.Errorf("the sign-in is at %q", environment.Authorization.LoginEndpoint)
	}
	environment.Authorization.LoginEndpoint = s.origin
	environment.MicrosoftGraph = environments.MicrosoftGraphAPI(s.origin)
	return *environment
}

// sdkClient sets the SDK's HTTP clients, which are the process's. All servers of package httptest have one certificate.
var sdkClient sync.Once

// TestHashiCorpsSDKSignsIn holds that the sign-in of azuread and azurerm gets a token in every way that needs no other
// program.
func TestHashiCorpsSDKSignsIn(t *testing.T) {
	t.Parallel()
	s := start(t)
	sdkClient.Do(func() { auth.Client, auth.MetadataClient = s.client, s.client })
	environment := s.cloud(t)
	own, key := certificate(t)
	bundle, err := pkcs12.Modern.Encode(key, own, nil, "planted")
	if err != nil {
		t.Fatal(err)
	}
	assertion, err := s.assertion(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, credentials := range map[string]auth.Credentials{
		"a secret": {EnableAuthenticatingUsingClientSecret: true, ClientSecret: emulator.DefaultSecret},
		"a certificate": {
			EnableAuthenticatingUsingClientCertificate: true, ClientCertificateData: bundle, ClientCertificatePassword: "planted",
		},
		"a federated assertion": {EnableAuthenticationUsingOIDC: true, OIDCAssertionToken: assertion},
		"GitHub": {
			EnableAuthenticationUsingGitHubOIDC: true, OIDCTokenRequestURL: s.origin + "/oidc/request", OIDCTokenRequestToken: "request-token",
		},
		"Azure DevOps": {
			EnableAuthenticationUsingADOPipelineOIDC: true, ADOPipelineServiceConnectionID: "connection",
			OIDCTokenRequestURL: s.origin + "/oidc/request", OIDCTokenRequestToken: "request-token",
		},
		"a virtual machine": {
			EnableAuthenticatingUsingManagedIdentity: true, CustomManagedIdentityEndpoint: s.origin + "/metadata/identity/oauth2/token",
		},
		"App Service": {
			EnableAuthenticatingUsingManagedIdentity: true, CustomManagedIdentityEndpoint: s.origin + "/msi/token",
			CustomManagedIdentityAPIVersion: "2019-08-01", CustomManagedIdentityHeaders: map[string][]string{"X-Identity-Header": {"inside"}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			credentials.Environment, credentials.TenantID, credentials.ClientID = environment, tenantID, clientID
			authorizer, err := auth.NewAuthorizerFromCredentials(t.Context(), credentials, environment.MicrosoftGraph)
			if err != nil {
				t.Fatal(err)
			}
			token, err := authorizer.Token(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			s.accepts(t, token.AccessToken)
		})
	}
}
