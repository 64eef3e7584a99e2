package signin

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
)

func TestChallenge(t *testing.T) {
	t.Parallel()
	const wanted = `{"access_token":{"nbf":{"essential":true,"value":"1764061200"}}}`
	encoded := base64.StdEncoding.EncodeToString([]byte(wanted))
	const begin = `Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize", error="insufficient_claims", claims="`
	for name, test := range map[string]struct {
		values     []string
		claims     string
		challenged bool
	}{
		"none":             {nil, "", false},
		"another 401":      {[]string{`Bearer error="invalid_token"`}, "", false},
		"standard base64":  {[]string{begin + encoded + `"`}, wanted, true},
		"url base64":       {[]string{begin + base64.RawURLEncoding.EncodeToString([]byte(wanted)) + `"`}, wanted, true},
		"a second header":  {[]string{"Negotiate", begin + encoded + `"`}, wanted, true},
		"any order":        {[]string{`Bearer claims="` + encoded + `", error="insufficient_claims"`}, wanted, true},
		"no claims":        {[]string{`Bearer error="insufficient_claims"`}, "", true},
		"claims unread":    {[]string{begin + `%%%"`}, "", true},
		"claims no JSON":   {[]string{begin + base64.StdEncoding.EncodeToString([]byte("x")) + `"`}, "", true},
		"without the word": {[]string{`Bearer claims="` + encoded + `"`}, "", false},
		"too large":        {[]string{begin + strings.Repeat("A", largestToken) + `"`}, "", false},
	} {
		claims, challenged := challenge(http.Header{"Www-Authenticate": test.values})
		if claims != test.claims || challenged != test.challenged {
			t.Errorf("%s: %q, %v", name, claims, challenged)
		}
	}
}

// The token that follows a challenge is asked for with the claims, and those after it without.
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
