// Package login is what stands in front of Graph: where a cloud's services are, and tokens of every kind.
package login

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/emulator/guid"
)

const (
	graphAudience = "https://graph.microsoft.com"
	graphAppID    = "00000003-0000-0000-c000-000000000000"

	// DefaultTenantID is the tenant of tokens whose request names none.
	DefaultTenantID = "0e4c1a7e-5d0b-4c6e-9a54-6f1f3f7b8d10"
)

// claims are those of an access token that clients and this service look at.
// See https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference.
type claims struct {
	Audience  string   `json:"aud"`
	Issuer    string   `json:"iss"`
	IssuedAt  int64    `json:"iat"`
	NotBefore int64    `json:"nbf"`
	Expires   int64    `json:"exp"`
	AppID     string   `json:"appid"`
	AppName   string   `json:"app_displayname,omitempty"`
	Type      string   `json:"idtyp"`
	ObjectID  string   `json:"oid"`
	Roles     []string `json:"roles,omitempty"`
	Scope     string   `json:"scp,omitempty"`
	Subject   string   `json:"sub"`
	TenantID  string   `json:"tid"`
	UserName  string   `json:"upn,omitempty"`
	Unique    string   `json:"uti"`
	Version   string   `json:"ver"`
}

// issuer makes access tokens and knows its own again.
type issuer struct {
	key      []byte
	now      func() time.Time
	lifetime time.Duration
}

func newIssuer(o *contract.Options) issuer {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the program instead
	return issuer{key: key, now: o.Now, lifetime: o.TokenLifetime}
}

// issue gives a JWT for the claims, completed with the times of its life.
func (i issuer) issue(c claims) string {
	now := i.now()
	c.IssuedAt, c.NotBefore, c.Expires = now.Unix(), now.Unix(), now.Add(i.lifetime).Unix()
	c.Issuer = "https://sts.windows.net/" + c.TenantID + "/"
	c.Subject, c.Unique, c.Version = c.ObjectID, guid.New(), "1.0"
	payload, err := json.Marshal(c)
	if err != nil { // only a mistake in the emulator itself
		panic(err)
	}
	signed := encode([]byte(`{"typ":"JWT","alg":"HS256"}`)) + "." + encode(payload)
	return signed + "." + encode(i.sign(signed))
}

// read gives the claims of a token, if it was issued here.
func (i issuer) read(token string) (c claims, ok bool) {
	at := strings.LastIndexByte(token, '.')
	if at < 0 {
		return c, false
	}
	signature, err := base64.RawURLEncoding.DecodeString(token[at+1:])
	if err != nil || !hmac.Equal(signature, i.sign(token[:at])) {
		return c, false
	}
	return c, decodeJWT(token, &c)
}

func (i issuer) sign(text string) []byte {
	mac := hmac.New(sha256.New, i.key)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// decodeJWT reads the payload of a JWT without looking at its signature.
func decodeJWT(token string, into any) bool {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return false
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	return err == nil && json.Unmarshal(payload, into) == nil
}
