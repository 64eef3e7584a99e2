package signin

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/hashicorp/go-azure-sdk/sdk/auth"
	"github.com/hashicorp/terraform-plugin-log/tflog"
	"golang.org/x/oauth2"
)

// longestTokenAttempt ends an attempt that hangs, so that it does not hold back those who wait for the same token.
const longestTokenAttempt = time.Minute

// accessToken is a token and the time from which another one is asked for. It is never shown.
type accessToken struct {
	value   string
	renewAt time.Time // zero: never, the service said nothing about its life
}

func (t accessToken) usable(now time.Time) bool {
	return t.value != "" && (t.renewAt.IsZero() || now.Before(t.renewAt))
}

// requestToken asks for a token once. The authorizer is built anew each time: go-azure-sdk's caches renew a token with 20 minutes
// left at every call, outlive a 401 and keep an assertion that has long been replaced in its file.
func (s *Session) requestToken(ctx context.Context) (accessToken, error) {
	c, err := s.cloud(ctx)
	if err != nil {
		return accessToken{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, longestTokenAttempt)
	defer cancel()
	x := &exchange{client: s.client, userAgent: s.userAgent, clock: s.clock}
	token, err := s.authorize(withExchange(ctx, x), c)
	if err == nil && token.AccessToken == "" {
		err = errors.New("the answer holds no token")
	}
	if err == nil {
		tflog.Debug(ctx, "Got an access token", map[string]any{"method": string(s.method), "host": x.host})
		return accessToken{value: token.AccessToken, renewAt: s.renewAt(token.AccessToken, token.Expiry)}, nil
	}
	failure := &AuthenticationError{Purpose: "an access token with " + string(s.method), Advice: advice[s.method]}
	failure = failure.because(x, err, s.scrub)
	// The instance metadata service answers so while it starts or is updated:
	// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling
	if s.method == managedIdentity && (failure.Status == http.StatusNotFound || failure.Status == http.StatusGone) {
		failure.temporary = true
	}
	return accessToken{}, failure
}

// authorize has go-azure-sdk do the method's own steps.
func (s *Session) authorize(ctx context.Context, c *cloud) (*oauth2.Token, error) {
	credentials, err := s.sdkCredentials(c)
	if err != nil {
		return nil, err
	}
	if s.method == azureCLI {
		azureCLIRuns.Lock()
		defer azureCLIRuns.Unlock()
	}
	authorizer, err := auth.NewAuthorizerFromCredentials(ctx, credentials, credentials.Environment.MicrosoftGraph)
	if err != nil {
		return nil, err
	}
	return authorizer.Token(ctx, nil)
}

// azureCLIRuns lets one `az` run at a time: go-azure-sdk keeps its answers in a map of the whole process, without a lock.
var azureCLIRuns sync.Mutex

// sdkCredentials switches on the one method that was chosen.
func (s *Session) sdkCredentials(c *cloud) (auth.Credentials, error) {
	given := s.credentials
	credentials := auth.Credentials{Environment: c.environment(), TenantID: given.TenantID, ClientID: given.ClientID}
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
	case azureCLI:
		credentials.EnableAuthenticatingUsingAzureCLI = true
	}
	return credentials, nil
}

// renewAt is when five minutes of a token's life are left, or half of a short life. App Service says nothing that go-azure-sdk
// reads about how long its tokens live, so the token is asked itself.
func (s *Session) renewAt(token string, expiry time.Time) time.Time {
	now := s.clock.Now()
	var left time.Duration
	switch expires := expiryClaim(token); {
	case !expiry.IsZero():
		left = time.Until(expiry) // go-azure-sdk added it to the real time
	case !expires.IsZero():
		left = expires.Sub(now)
	default:
		return time.Time{}
	}
	return now.Add(left - min(5*time.Minute, left/2))
}
