package signin

import (
	"net/url"
	"regexp"
	"strings"
)

const longestText = 1000 // bytes of somebody else's words that are kept; an HTML page is no message

// jwt is anything that looks like a token: parts of base64url, of which the first begins with {". A signed one has three, an encrypted
// one five.
var jwt = regexp.MustCompile(`eyJ[A-Za-z0-9_-]*(\.[A-Za-z0-9_-]*){1,4}`)

// Clip makes text that came from somebody else fit to be shown: valid, of bounded length, and without anything that looks like a
// token. Gateways have been seen to repeat a request's headers.
func Clip(text string) string {
	text = jwt.ReplaceAllString(strings.ToValidUTF8(text, "\uFFFD"), "[hidden]")
	if len(text) > longestText {
		return strings.ToValidUTF8(text[:longestText], "") + "…"
	}
	return text
}

// scrub removes secrets, plain or as they stand in a form, and everything that looks like a token.
func (s *Session) scrub(text string) string {
	for _, secret := range s.credentials.secrets() {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "[hidden]")
			text = strings.ReplaceAll(text, url.QueryEscape(secret), "[hidden]")
		}
	}
	return jwt.ReplaceAllString(text, "[hidden]")
}
