// Package login finds a cloud's services and issues tokens.
package login

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"strings"
	"sync"
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

// claims are the claims of an access token that clients and this service read.
//
// See https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference.
type claims struct {
	Audience  string   `json:"aud"`
	Issuer    string   `json:"iss"`
	IssuedAt  int64    `json:"iat"`
	NotBefore int64    `json:"nbf"`
	Expires   int64    `json:"exp"`
	AppID     string   `json:"appid,omitempty"`
	AppName   string   `json:"app_displayname,omitempty"`
	Type      string   `json:"idtyp,omitempty"`
	ObjectID  string   `json:"oid,omitempty"`
	Roles     []string `json:"roles,omitempty"`
	Scope     string   `json:"scp,omitempty"`
	Subject   string   `json:"sub"`
	TenantID  string   `json:"tid"`
	UserName  string   `json:"upn,omitempty"`
	Unique    string   `json:"uti"`
	Version   string   `json:"ver"`
}

const algorithm = "ES256"

// issuer creates tokens and recognizes its own. It signs with ES256 where Entra uses RS256, because such a key is fast
// to create and every server needs its own.
type issuer struct {
	key      *ecdsa.PrivateKey
	keyID    string
	now      func() time.Time
	lifetime time.Duration
	known    *sync.Map // claims by token: clients send a token with every request, and checking a signature takes time
}

func newIssuer(o *contract.Options) issuer {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil { // can't happen: crypto/rand ends the program instead
		panic(err)
	}
	return issuer{key: key, keyID: guid.New(), now: o.Now, lifetime: o.TokenLifetime, known: &sync.Map{}}
}

// issue gives a JWT for the claims and adds its lifetime and, if it has none, an issuer.
func (i issuer) issue(c claims) string {
	now := i.now()
	c.IssuedAt, c.NotBefore, c.Expires = now.Unix(), now.Unix(), now.Add(i.lifetime).Unix()
	if c.Issuer == "" {
		c.Issuer = "https://sts.windows.net/" + c.TenantID + "/"
	}
	if c.Subject == "" {
		c.Subject = c.ObjectID
	}
	c.Unique, c.Version = guid.New(), "1.0"
	payload, err := json.Marshal(c)
	if err != nil { // only by a bug in the emulator
		panic(err)
	}
	signed := encode([]byte(`{"typ":"JWT","alg":"`+algorithm+`","kid":"`+i.keyID+`"}`)) + "." + encode(payload)
	return signed + "." + encode(i.sign(signed))
}

// read gives the claims of a token that this server issued.
func (i issuer) read(token string) (c claims, ok bool) {
	if read, found := i.known.Load(token); found {
		c, ok = read.(claims)
		return c, ok
	}
	at := strings.LastIndexByte(token, '.')
	if at < 0 {
		return c, false
	}
	signature, err := base64.RawURLEncoding.DecodeString(token[at+1:])
	if err != nil || len(signature) != 64 {
		return c, false
	}
	sum := sha256.Sum256([]byte(token[:at]))
	r, s := new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])
	if !ecdsa.Verify(&i.key.PublicKey, sum[:], r, s) {
		return c, false
	}
	if !decodeJWT(token, &c) {
		return c, false
	}
	i.known.Store(token, c)
	return c, true
}

// sign gives the two numbers of a signature one after the other, as a JWT requires.
func (i issuer) sign(text string) []byte {
	sum := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, i.key, sum[:])
	if err != nil { // can't happen: crypto/rand ends the program instead
		panic(err)
	}
	signature := make([]byte, 64)
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	return signature
}

// publicKey is the key as a JSON Web Key.
func (i issuer) publicKey() map[string]string {
	point, err := i.key.PublicKey.Bytes()
	if err != nil { // only by a bug in the emulator
		panic(err)
	}
	half := len(point) / 2 // one byte for the form, then the two numbers
	return map[string]string{
		"kty": "EC", "use": "sig", "alg": algorithm, "crv": "P-256", "kid": i.keyID,
		"x": encode(point[1 : half+1]), "y": encode(point[half+1:]),
	}
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// decodeJWT reads the payload of a JWT and ignores its signature.
func decodeJWT(token string, into any) bool {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return false
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	return err == nil && json.Unmarshal(payload, into) == nil
}
