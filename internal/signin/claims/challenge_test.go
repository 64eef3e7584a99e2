package claims

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
		claims, challenged := Challenge(http.Header{"Www-Authenticate": test.values})
		if claims != test.claims || challenged != test.challenged {
			t.Errorf("%s: %q, %v", name, claims, challenged)
		}
	}
}

func FuzzChallenge(f *testing.F) {
	f.Add(`Bearer error="insufficient_claims", claims="e30="`)
	f.Add(`claims="`)
	f.Fuzz(func(t *testing.T, value string) {
		claims, challenged := Challenge(http.Header{"Www-Authenticate": {value}})
		if claims != "" && !challenged || len(claims) > largestToken {
			t.Errorf("%q means %q, %v", value, claims, challenged)
		}
	})
}
