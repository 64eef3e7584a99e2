package signin

import (
	"net/url"
	"regexp"
	"strings"
)

const (
	longestText    = 1000 // bytes of another program's words that are shown; an HTML page is longer
	shortestSecret = 6    // bytes
)

// jwt matches tokens: parts of base64url, the first of which is JSON. A signed token has three parts, an encrypted one
// five.
var jwt = regexp.MustCompile(`eyJ[A-Za-z0-9_-]*(\.[A-Za-z0-9_-]*){1,4}`)

// Clip makes the words of another program safe to show: valid UTF-8, of bounded length, and without tokens. Some
// gateways repeat a request's headers.
func Clip(text string) string {
	text = jwt.ReplaceAllString(strings.ToValidUTF8(text, "\uFFFD"), "[hidden]")
	if len(text) > longestText {
		return strings.ToValidUTF8(text[:longestText], "") + "…"
	}
	return text
}

// hide removes secrets, plain or form-encoded, and clips the rest. A secret of a few characters stays: it is part of
// ordinary words, and a text with gaps where those characters were would give it away.
func hide(text string, secrets []string) string {
	for _, secret := range secrets {
		if len(secret) >= shortestSecret {
			text = strings.ReplaceAll(text, secret, "[hidden]")
			text = strings.ReplaceAll(text, url.QueryEscape(secret), "[hidden]")
		}
	}
	return Clip(text)
}
