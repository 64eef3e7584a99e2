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

// Challenge reads the header of a 401: whether the token lacks claims, and the claims to request. They are JSON in
// base64, with either alphabet; anything else is ignored.
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
