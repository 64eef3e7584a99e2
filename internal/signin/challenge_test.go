package signin

import (
	"encoding/base64"
	"net/http"
	"testing"
)

// Only the request for the token after a challenge has the claims.
func TestChallenge_nextToken(t *testing.T) {
	t.Parallel()
	const wanted = `{"access_token":{"acrs":{"essential":true,"value":"c1"}}}`
	header := http.Header{"Www-Authenticate": {`Bearer error="insufficient_claims", claims="` + base64.StdEncoding.EncodeToString([]byte(wanted)) + `"`}}
	certificate, _ := certificateCredentials(t)
	for name, given := range map[string]Credentials{
		"secret":      {TenantID: testTenant, ClientID: testClient, ClientSecret: "s"},
		"certificate": certificate,
		"OIDC token":  {TenantID: testTenant, ClientID: testClient, UseOIDC: true, OIDCToken: "an assertion"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAuthority(t)
			s := a.session(t, given)
			first := mustToken(t, s)
			if !s.Refused(first, header) {
				t.Error("not seen")
			}
			second := mustToken(t, s)
			if got := a.lastForm(); second == first || got.Get("claims") != wanted || got.Get("client_id") != testClient || got.Get("grant_type") == "" {
				t.Errorf("form: %v", got)
			}
			s.Refused(first, header) // a late answer about the old token
			s.Refused(second, nil)
			mustToken(t, s)
			if got := a.lastForm().Get("claims"); got != "" {
				t.Errorf("claims: %q", got)
			}
		})
	}
}
