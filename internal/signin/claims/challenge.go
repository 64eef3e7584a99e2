package claims

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"regexp"
	"strings"
)

var (
	insufficientClaims = regexp.MustCompile(`(?i)\berror="insufficient_claims"`)
	wantedClaims       = regexp.MustCompile(`(?i)\bclaims="([A-Za-z0-9+/_=-]+)"`)
)

// Challenge reads a 401's header: whether the token lacks claims, and what to ask for so that it has them. The claims are base64, with
// either alphabet, of JSON; what is not stays unused.
//
// See https://learn.microsoft.com/entra/identity-platform/claims-challenge.
func Challenge(header http.Header) (claims string, challenged bool) {
	for _, value := range header.Values("WWW-Authenticate") {
		if len(value) > largestToken || !insufficientClaims.MatchString(value) {
			continue
		}
		challenged = true
		found := wantedClaims.FindStringSubmatch(value)
		if found == nil {
			continue
		}
		encoded := strings.NewReplacer("+", "-", "/", "_", "=", "").Replace(found[1])
		if decoded, err := base64.RawURLEncoding.DecodeString(encoded); err == nil && json.Valid(decoded) {
			claims = string(decoded)
		}
	}
	return claims, challenged
}
