package signin

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/hashicorp/go-azure-sdk/sdk/auth"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"golang.org/x/oauth2"

	"github.com/entra-elm/terraform-provider-elm/internal/signin/claims"
)

// graphToken is an access token for Microsoft Graph and what the provider needs to know of it. The token itself is
// never shown.
type graphToken struct {
	value   string
	renewAt time.Time // zero if the service didn't say when it expires: then it isn't renewed
	tenant  string    // ID of the tenant that issued it, "" if the token doesn't say
}

func (t graphToken) usable(now time.Time) bool {
	return t.value != "" && (t.renewAt.IsZero() || now.Before(t.renewAt))
}

// source gets tokens by the one method that is configured.
type source struct {
	adviser

	cli cliSource
}

// request asks for a token once. The SDK's authorizer is built each time, because its caches renew a token with 20
// minutes left at every call, outlive a 401, and keep an assertion that has been replaced in its file.
func (s source) request(ctx context.Context, x *exchange, from *cloud, service *serviceClock) (graphToken, error) {
	ctx, cancel := context.WithTimeout(ctx, longestTokenAttempt)
	defer cancel()
	token, err := s.authorize(context.WithValue(ctx, exchangeKey{}, x), from)
	if err == nil && token.AccessToken == "" {
		err = errNoToken
	}
	if err != nil {
		return graphToken{}, s.failure(x, err)
	}
	now := x.clock.Now()
	if x.login {
		service.learn(x.date(), now)
	}
	if e := service.checkToken(s.method, token.AccessToken, now); e != nil {
		e.Host, e.Status = x.host, x.status
		return graphToken{}, e
	}
	tflog.Debug(ctx, "Got an access token", map[string]any{"method": string(s.method), "host": x.host})
	return graphToken{
		value:   token.AccessToken,
		renewAt: renewAt(token.AccessToken, token.Expiry, now),
		tenant:  claims.Tenant(token.AccessToken),
	}, nil
}

// failure says why there is no token.
func (s source) failure(x *exchange, err error) error {
	if known, ok := errors.AsType[*AuthenticationError](err); ok {
		return known
	}
	if x.status >= 200 && x.status < 300 {
		err = errNoToken // the SDK's own error can repeat the answer
	}
	e := &AuthenticationError{Purpose: s.method.purpose()}
	if x.host != "" && !x.login && s.method.usesPipeline() {
		e.Purpose = string(s.method)
	}
	e.readEnd(x, err, s.credentials.secrets())
	// The instance metadata service answers like this while it starts or is updated:
	// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling
	if s.method == managedIdentity && (e.Status == http.StatusNotFound || e.Status == http.StatusGone) {
		e.temporary, e.lasting = true, false
	}
	e.Advice = s.afterExchange(e, x)
	return e
}

func (s source) authorize(ctx context.Context, from *cloud) (*oauth2.Token, error) {
	if s.method == azureCLI {
		return s.cli.token(ctx, from)
	}
	credentials, err := s.forSDK(from)
	if err != nil {
		return nil, err
	}
	authorizer, err := auth.NewAuthorizerFromCredentials(ctx, credentials, credentials.Environment.MicrosoftGraph)
	if err != nil {
		return nil, err
	}
	return authorizer.Token(ctx, nil)
}

// forSDK enables the one method in the SDK's type.
func (s source) forSDK(from *cloud) (auth.Credentials, error) {
	given := s.credentials
	credentials := auth.Credentials{Environment: from.environment(), TenantID: given.TenantID, ClientID: given.ClientID}
	switch s.method {
	case clientCertificate:
		credentials.EnableAuthenticatingUsingClientCertificate = true
		credentials.ClientCertificateData = given.ClientCertificate
		credentials.ClientCertificatePassword = given.ClientCertificatePassword
	case clientSecret:
		credentials.EnableAuthenticatingUsingClientSecret = true
		credentials.ClientSecret = given.ClientSecret
	case federatedToken:
		assertion, err := given.assertion()
		if err != nil {
			return credentials, err
		}
		credentials.EnableAuthenticationUsingOIDC = true
		credentials.OIDCAssertionToken = assertion
	case azurePipelines:
		credentials.EnableAuthenticationUsingADOPipelineOIDC = true
		credentials.ADOPipelineServiceConnectionID = given.ADOServiceConnectionID
		credentials.OIDCTokenRequestURL, credentials.OIDCTokenRequestToken = given.OIDCRequestURL, given.OIDCRequestToken
	case gitHubActions:
		credentials.EnableAuthenticationUsingGitHubOIDC = true
		credentials.OIDCTokenRequestURL, credentials.OIDCTokenRequestToken = given.OIDCRequestURL, given.OIDCRequestToken
	case managedIdentity:
		credentials.EnableAuthenticatingUsingManagedIdentity = true
		credentials.CustomManagedIdentityEndpoint = given.MSIEndpoint
		credentials.CustomManagedIdentityAPIVersion = given.MSIAPIVersion
		if given.MSIHeader != "" {
			credentials.CustomManagedIdentityHeaders = map[string][]string{"X-Identity-Header": {given.MSIHeader}}
		}
	case azureCLI: // the project asks az itself
	}
	return credentials, nil
}

// renewAt is five minutes before the end of a token's life, or halfway through a short life. The SDK doesn't read the
// expiry in App Service's answers, so the token's own claim is used there.
func renewAt(token string, expiry, now time.Time) time.Time {
	var left time.Duration
	switch _, expires := claims.Lifetime(token); {
	case !expiry.IsZero():
		left = time.Until(expiry) // the SDK added it to the system's time
	case !expires.IsZero():
		left = expires.Sub(now)
	default:
		return time.Time{}
	}
	return now.Add(left - min(5*time.Minute, left/2))
}
