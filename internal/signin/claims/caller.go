// Package claims reads what tokens say, of their holder and of what they prove, and what a challenge wants them to say. It checks no
// signature and decides nothing.
package claims

import (
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strings"
)

// Caller is what an access token says of its holder. It explains refusals and decides nothing: the token's signature is not checked.
//
// See https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference.
type Caller struct {
	Application       bool     // an application by itself, not on behalf of a user
	AppID             string   // application (client) id
	AppName           string   // its display name
	ObjectID          string   // of the service principal or user
	TenantID          string   // the tenant that issued the token, which is the one that requests reach
	UserPrincipalName string   // of the user
	Roles             []string // application permissions
	Scopes            []string // delegated permissions
}

// azureCLIApplication is the application id of the Azure CLI.
const azureCLIApplication = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"

// ThroughAzureCLI reports a user who signed in with the Azure CLI. Microsoft has not given its application any entitlement management
// permission, so no such user can be granted one either.
func (c *Caller) ThroughAzureCLI() bool { return !c.Application && c.AppID == azureCLIApplication }

// Bounds keep a token that is none from filling a diagnostic.
const (
	largestToken = 64 << 10 // bytes
	mostEntries  = 256      // entries of a list
	longest      = 256      // bytes of one value
)

// ReadCaller gives nil for what is not a JWT; such tokens are allowed, and opaque.
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
		c.Application = len(c.Scopes) == 0 // only a user delegates
	}
	return c
}

var tenantID = regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

// Tenant is the ID of the tenant that issued the token, in lower case, or "" if the token doesn't name one by its ID.
func Tenant(token string) string {
	if id := strings.ToLower(firstText(parseClaims(token), "tid")); tenantID.MatchString(id) {
		return id
	}
	return ""
}

// parseClaims keeps values unread, so that one odd claim does not spoil the others.
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

// list reads a claim that is a list, or one text with spaces between the entries.
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

// Clip bounds a value and keeps it on its line.
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
