package interop

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// options point Microsoft's library at the service, and let it try once.
func (s service) options() azcore.ClientOptions {
	return azcore.ClientOptions{
		Cloud:     cloud.Configuration{ActiveDirectoryAuthorityHost: s.origin},
		Transport: s.client,
		Retry:     policy.RetryOptions{MaxRetries: -1},
	}
}

func (s service) graph() policy.TokenRequestOptions {
	return policy.TokenRequestOptions{Scopes: []string{"https://graph.microsoft.com/.default"}}
}

// assertion is a token of a pipeline's identity provider, which Entra trusts.
func (s service) assertion(ctx context.Context) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.origin+"/oidc/request?audience=api%3A%2F%2FAzureADTokenExchange", nil)
	if err != nil {
		return "", err
	}
	r.Header.Set("Authorization", "Bearer request-token")
	answer, err := s.client.Do(r)
	if err != nil {
		return "", err
	}
	defer func() { _ = answer.Body.Close() }()
	var token struct {
		Value string `json:"value"`
	}
	err = json.NewDecoder(answer.Body).Decode(&token)
	return token.Value, err
}

// TestMicrosoftsLibrarySignsIn verifies that azidentity gets a token with every method that needs no person, and which
// documents it reads for that.
func TestMicrosoftsLibrarySignsIn(t *testing.T) {
	t.Parallel()
	const configuration, tokens = "/" + tenantID + "/v2.0/.well-known/openid-configuration", "/" + tenantID + "/oauth2/v2.0/token"
	for name, row := range map[string]struct {
		credential func(*testing.T, service) (azcore.TokenCredential, error)
		paths      []string
	}{
		"a secret": {
			func(_ *testing.T, s service) (azcore.TokenCredential, error) {
				o := &azidentity.ClientSecretCredentialOptions{ClientOptions: s.options(), DisableInstanceDiscovery: true}
				return azidentity.NewClientSecretCredential(tenantID, clientID, emulator.DefaultSecret, o)
			},
			[]string{configuration, tokens},
		},
		"a certificate": {
			func(t *testing.T, s service) (azcore.TokenCredential, error) {
				t.Helper()
				own, key := certificate(t)
				o := &azidentity.ClientCertificateCredentialOptions{ClientOptions: s.options(), DisableInstanceDiscovery: true, SendCertificateChain: true}
				return azidentity.NewClientCertificateCredential(tenantID, clientID, []*x509.Certificate{own}, key, o)
			},
			[]string{configuration, tokens},
		},
		"a federated assertion": {
			func(_ *testing.T, s service) (azcore.TokenCredential, error) {
				o := &azidentity.ClientAssertionCredentialOptions{ClientOptions: s.options(), DisableInstanceDiscovery: true}
				return azidentity.NewClientAssertionCredential(tenantID, clientID, s.assertion, o)
			},
			[]string{configuration, "/oidc/request", tokens},
		},
		"a workload identity": {
			func(t *testing.T, s service) (azcore.TokenCredential, error) {
				t.Helper()
				assertion, err := s.assertion(t.Context())
				if err != nil {
					return nil, err
				}
				file := filepath.Join(t.TempDir(), "token")
				if err := os.WriteFile(file, []byte(assertion), 0o600); err != nil {
					return nil, err
				}
				return azidentity.NewWorkloadIdentityCredential(&azidentity.WorkloadIdentityCredentialOptions{
					ClientOptions: s.options(), DisableInstanceDiscovery: true, ClientID: clientID, TenantID: tenantID, TokenFilePath: file,
				})
			},
			[]string{"/oidc/request", configuration, tokens},
		},
		"a host that is asked about": {
			func(_ *testing.T, s service) (azcore.TokenCredential, error) {
				o := &azidentity.ClientSecretCredentialOptions{ClientOptions: s.options()}
				o.Transport = redirected{s} // the question goes to login.microsoftonline.com
				return azidentity.NewClientSecretCredential(tenantID, clientID, emulator.DefaultSecret, o)
			},
			[]string{"/common/discovery/instance", configuration, tokens},
		},
		"a virtual machine": {
			func(_ *testing.T, s service) (azcore.TokenCredential, error) {
				o := &azidentity.ManagedIdentityCredentialOptions{ClientOptions: s.options(), ID: azidentity.ClientID(clientID)}
				o.Transport = redirected{s} // its address is 169.254.169.254
				return azidentity.NewManagedIdentityCredential(o)
			},
			[]string{"/metadata/identity/oauth2/token"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t)
			credential, err := row.credential(t, s)
			if err != nil {
				t.Fatal(err)
			}
			token, err := credential.GetToken(t.Context(), s.graph())
			if err != nil {
				t.Fatal(err)
			}
			if paths := slices.Compact(s.accepts(t, token.Token)); !slices.Equal(paths, row.paths) {
				t.Errorf("the requests were %q, not %q", paths, row.paths)
			}
		})
	}
}

// TestMicrosoftsLibraryInAPipeline and the test after it read the environment of the process, so they don't run in
// parallel.
func TestMicrosoftsLibraryInAPipeline(t *testing.T) {
	s := start(t)
	t.Setenv("SYSTEM_OIDCREQUESTURI", s.origin+"/oidc/request")
	o := &azidentity.AzurePipelinesCredentialOptions{ClientOptions: s.options(), DisableInstanceDiscovery: true}
	credential, err := azidentity.NewAzurePipelinesCredential(tenantID, clientID, "connection", "access-token", o)
	if err != nil {
		t.Fatal(err)
	}
	token, err := credential.GetToken(t.Context(), s.graph())
	if err != nil {
		t.Fatal(err)
	}
	s.accepts(t, token.Token)
}

func TestMicrosoftsLibraryInAppService(t *testing.T) {
	s := start(t)
	t.Setenv("IDENTITY_ENDPOINT", s.origin+"/msi/token")
	t.Setenv("IDENTITY_HEADER", "inside")
	credential, err := azidentity.NewManagedIdentityCredential(&azidentity.ManagedIdentityCredentialOptions{ClientOptions: s.options()})
	if err != nil {
		t.Fatal(err)
	}
	token, err := credential.GetToken(t.Context(), s.graph())
	if err != nil {
		t.Fatal(err)
	}
	s.accepts(t, token.Token)
}

func TestMicrosoftsLibraryIsRefused(t *testing.T) {
	t.Parallel()
	s := start(t)
	o := &azidentity.ClientSecretCredentialOptions{ClientOptions: s.options(), DisableInstanceDiscovery: true}
	credential, err := azidentity.NewClientSecretCredential(tenantID, clientID, "guess", o)
	if err != nil {
		t.Fatal(err)
	}
	_, err = credential.GetToken(t.Context(), s.graph())
	var failed *azidentity.AuthenticationFailedError
	if !errors.As(err, &failed) || failed.RawResponse.StatusCode != http.StatusUnauthorized {
		t.Errorf("got %v", err)
	}
}
