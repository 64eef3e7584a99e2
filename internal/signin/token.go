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

// longestTokenAttempt ends an attempt that hangs, so that it does not hold back those who wait for the same token.
const longestTokenAttempt = time.Minute

// accessToken is a token and the time from which another one is asked for. It is never shown.
type accessToken struct {
	value   string
	renewAt time.Time // zero: never, the service said nothing about its life
	tenant  string    // ID of the tenant that issued it, "" if the token doesn't say
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
	x := &exchange{client: s.client, userAgent: s.userAgent, clock: s.clock, claims: s.wantedClaims()}
	token, err := s.authorize(withExchange(ctx, x), c)
	if err == nil && token.AccessToken == "" {
		err = errNoToken
	}
	if err == nil {
		tflog.Debug(ctx, "Got an access token", map[string]any{"method": string(s.method), "host": x.host})
		return accessToken{
			value: token.AccessToken, renewAt: s.renewAt(token.AccessToken, token.Expiry), tenant: claims.Tenant(token.AccessToken),
		}, nil
	}
	return accessToken{}, s.failure(x, err)
}

// failure says why a method gave no token.
func (s *Session) failure(x *exchange, err error) error {
	var known *AuthenticationError
	if errors.As(err, &known) {
		return known
	}
	if x.status >= 200 && x.status < 300 {
		err = errNoToken // go-azure-sdk could not use the answer, and may repeat what is in it
	}
	e := &AuthenticationError{Purpose: purpose(s.method)}
	if x.host != "" && !x.login && s.method.asksForProof() {
		e.Purpose = string(s.method)
	}
	e.because(x, err, s.scrub)
	// The instance metadata service answers so while it starts or is updated:
	// https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling
	if s.method == managedIdentity && (e.Status == http.StatusNotFound || e.Status == http.StatusGone) {
		e.temporary, e.lasting = true, false
	}
	e.Advice = s.advise(e, x)
	return e
}

func purpose(m method) string { return "an access token with " + string(m) }

// authorize takes the method's own steps, by go-azure-sdk for all but one.
func (s *Session) authorize(ctx context.Context, c *cloud) (*oauth2.Token, error) {
	if s.method == azureCLI {
		return s.azureCLIToken(ctx, c)
	}
	credentials, err := s.sdkCredentials(c)
	if err != nil {
		return nil, err
	}
	authorizer, err := auth.NewAuthorizerFromCredentials(ctx, credentials, credentials.Environment.MicrosoftGraph)
	if err != nil {
		return nil, err
	}
	return authorizer.Token(ctx, nil)
}

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
	}
	return credentials, nil
}

// renewAt is when five minutes of a token's life are left, or half of a short life. App Service says nothing that go-azure-sdk
// reads about how long its tokens live, so the token is asked itself.
func (s *Session) renewAt(token string, expiry time.Time) time.Time {
	now := s.clock.Now()
	var left time.Duration
	switch expires := claims.Expiry(token); {
	case !expiry.IsZero():
		left = time.Until(expiry) // go-azure-sdk added it to the real time
	case !expires.IsZero():
		left = expires.Sub(now)
	default:
		return time.Time{}
	}
	return now.Add(left - min(5*time.Minute, left/2))
}
