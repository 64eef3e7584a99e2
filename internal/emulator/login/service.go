package login

import (
	"net/http"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/exchange"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/odata"
)

// Service is the sign-in of one emulated tenant.
type Service struct {
	options *contract.Options
	tokens  issuer
}

// New creates the sign-in from complete options.
func New(o *contract.Options) *Service { return &Service{options: o, tokens: newIssuer(o)} }

// UserToken gives an access token for Graph, as a user gets it who signs in through an application such as the Azure
// CLI. Origin is the server's scheme and authority, without a slash at the end.
func (s *Service) UserToken(origin, appID string, scopes ...string) string {
	return s.tokens.issue(claims{
		Audience: origin, AppID: appID, Type: "user", Scope: strings.Join(scopes, " "), TenantID: DefaultTenantID,
		ObjectID: guid.Derived("user", appID), UserName: "admin@contoso.example",
	})
}

// Authenticate checks the bearer token of a call to Graph and identifies the caller.
func (s *Service) Authenticate(c *exchange.Call) (exchange.Caller, *exchange.Answer) {
	token, found := strings.CutPrefix(c.Request.Header.Get("Authorization"), "Bearer ")
	if !found || token == "" {
		return unauthenticated("Access token is empty.")
	}
	caller, known := s.tokens.read(token)
	switch {
	case strings.Count(token, ".") != 2:
		return unauthenticated("CompactToken parsing failed with error code: 80049217")
	case !known:
		return unauthenticated("Access token validation failure.")
	case c.Now.Unix() >= caller.Expires || c.Now.Unix() < caller.NotBefore:
		return unauthenticated("Access token has expired or is not yet valid.")
	case !slices.Contains([]string{c.Origin(), graphAudience, graphAppID}, caller.Audience):
		return unauthenticated("Access token validation failure. Invalid audience.")
	}
	return exchange.Caller{
		ID: caller.ObjectID, Application: caller.AppID, User: caller.Type != "app",
		Permissions: append(strings.Fields(caller.Scope), caller.Roles...),
	}, nil
}

// Application is the client ID in a request's token. It needs no valid token, because Graph counts requests before it
// checks tokens.
func (s *Service) Application(r *http.Request) string {
	var named claims
	decodeJWT(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), &named)
	return named.AppID
}

func unauthenticated(message string) (exchange.Caller, *exchange.Answer) {
	refusal := odata.Unauthenticated(message)
	return exchange.Caller{}, &refusal
}

// Find gives the handler for a path, and whether it issues tokens.
func (s *Service) Find(path string) (handle func(*exchange.Call) exchange.Answer, tokens bool) {
	switch path {
	case "/metadata/endpoints":
		return s.Metadata, false
	case "/common/discovery/instance":
		return s.Instance, false
	case "/metadata/identity/oauth2/token":
		return s.VirtualMachine, true
	case "/msi/token":
		return s.AppService, true
	case "/oidc/request":
		return s.Pipeline, true
	}
	tenant, rest, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch rest {
	case "oauth2/v2.0/token":
		return func(c *exchange.Call) exchange.Answer { return s.Token(c, tenant) }, true
	case "v2.0/.well-known/openid-configuration":
		return func(c *exchange.Call) exchange.Answer { return s.OpenIDConfiguration(c, tenant) }, false
	case "discovery/v2.0/keys":
		return s.Keys, false
	}
	return nil, false
}
