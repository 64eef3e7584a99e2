package claims

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Proof describes the assertion that a request carried to the login endpoint: what an administrator must compare, but
// not the assertion itself.
type Proof struct {
	issuer, subject, audience string
	thumbprint                string // of a client certificate
	from, until               time.Time
}

// ReadProof finds the assertion in the form of a token request, nil if there is none that is readable.
func ReadProof(form url.Values) *Proof {
	assertion := form.Get("client_assertion")
	claims := parseClaims(assertion)
	if claims == nil {
		return nil
	}
	p := &Proof{
		issuer:   firstText(claims, "iss"),
		subject:  firstText(claims, "sub"),
		audience: strings.Join(list(claims["aud"]), " "),
	}
	p.from, p.until = Lifetime(assertion)
	header, _, _ := strings.Cut(assertion, ".")
	raw, _ := base64.RawURLEncoding.DecodeString(header)
	var key struct {
		ID string `json:"kid"`
	}
	if json.Unmarshal(raw, &key) == nil {
		if sum, err := base64.URLEncoding.DecodeString(key.ID); err == nil && len(sum) == 20 {
			p.thumbprint = fmt.Sprintf("%X", sum)
		}
	}
	return p
}

// Federation is the issuer, subject, and audience, which a federated credential names.
func (p *Proof) Federation() string {
	if p == nil {
		return " The OIDC token that the provider sent is not a JWT."
	}
	return fmt.Sprintf(" The OIDC token that the provider sent has issuer %q, subject %q, and audience %q.",
		p.issuer, p.subject, p.audience)
}

// Certificate names the certificate that signed the assertion, if it is known.
func (p *Proof) Certificate() string {
	if p == nil || p.thumbprint == "" {
		return ""
	}
	return " The provider used the certificate with the thumbprint " + p.thumbprint + "."
}

// Lifetime says when the assertion is valid, and what the answer's Date was; "" if one of them isn't known.
func (p *Proof) Lifetime(answered time.Time) string {
	if p == nil || answered.IsZero() || p.from.IsZero() && p.until.IsZero() {
		return ""
	}
	return fmt.Sprintf(" The token is %s, but Microsoft Entra's clock showed %s.",
		WordLifetime(p.from, p.until), WordTime(answered))
}
