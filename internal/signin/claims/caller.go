// Package claims reads the claims of tokens, and the claims that a challenge requires. It explains failures: it
// verifies no signature, and nothing is allowed or refused because of a claim.
package claims

import (
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
)

// Caller is what an access token says of the caller.
//
// See https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference.
type Caller struct {
	Application       bool     // an application that acts for itself and not for a user
	AppID             string   // application (client) ID
	AppName           string   // its display name
	ObjectID          string   // of the service principal or user
	TenantID          string   // the tenant that issued the token, which is the one that requests reach
	UserPrincipalName string   // of the user
	Roles             []string // application permissions
	Scopes            []string // delegated permissions
}

// azureCLIApplication is the application ID of the Azure CLI.
const azureCLIApplication = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"

// ThroughAzureCLI reports a user who signed in with the Azure CLI. Its application has no entitlement management
// permission, so such a user can't have one either.
func (c *Caller) ThroughAzureCLI() bool { return !c.Application && c.AppID == azureCLIApplication }

// These bounds keep a malformed token from filling a diagnostic.
const (
	largestToken = 64 << 10 // bytes
	mostEntries  = 256      // entries of a list
	longest      = 256      // bytes of one value
)

// ReadCaller gives nil for a token that is not a JWT. Microsoft allows such tokens.
func ReadCaller(token string) *Caller {
	claims := parseClaims(token)
	if claims == nil {
		return nil
	}
	c := &Caller{
		AppID:             firstText(claims, "appid", "azp"), // version 1 and version 2 tokens
		AppName:           firstText(claims, "app_displayname"),
		ObjectID:          firstText(claims, "oid"),
		TenantID:          firstText(claims, "tid"),
		UserPrincipalName: firstText(claims, "upn", "preferred_username", "unique_name"),
		Roles:             list(claims["roles"]),
		Scopes:            list(claims["scp"]),
	}
	switch firstText(claims, "idtyp") {
	case "app":
		c.Application = true
	case "user":
	default:
		c.Application = len(c.Scopes) == 0 // only a user has scopes
	}
	return c
}

// GUID matches a GUID in upper or lower case.
var GUID = regexp.MustCompile(`^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$`)

// Tenant is the ID of the tenant that issued the token, in lower case, or "" if the token doesn't name one by its ID.
func Tenant(token string) string {
	if id := firstText(parseClaims(token), "tid"); GUID.MatchString(id) {
		return strings.ToLower(id)
	}
	return ""
}

// parseClaims leaves the values unread, so that one malformed claim does not hide the others.
func parseClaims(token string) map[string]json.RawMessage {
	if len(token) > largestToken {
		return nil
	}
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return nil
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return nil
	}
	var claims map[string]json.RawMessage
	if json.Unmarshal(payload, &claims) != nil {
		return nil
	}
	return claims
}

func firstText(claims map[string]json.RawMessage, names ...string) string {
	for _, name := range names {
		var text string
		if json.Unmarshal(claims[name], &text) == nil && text != "" {
			return Clip(text)
		}
	}
	return ""
}

// list reads a claim that is a list, or a text with spaces between the entries.
func list(claim json.RawMessage) []string {
	var entries []string
	var text string
	if json.Unmarshal(claim, &text) == nil {
		entries = strings.Fields(text)
	} else if json.Unmarshal(claim, &entries) != nil {
		return nil
	}
	entries = entries[:min(len(entries), mostEntries)]
	for i, entry := range entries {
		entries[i] = Clip(entry)
	}
	return entries
}

// Clip bounds a value and replaces its line breaks.
func Clip(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
	if len(text) > longest {
		text = text[:longest]
	}
	return strings.ToValidUTF8(text, "")
}
