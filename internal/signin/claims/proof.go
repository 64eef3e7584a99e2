package claims

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

// Proof is what was shown to the login endpoint as proof, but the proof itself: what an administrator has to compare.
type Proof struct {
	issuer, subject, audience string
	thumbprint                string // of a client certificate
}

// ReadProof finds the assertion in the form of a token request; nil if there is none that can be read.
func ReadProof(form url.Values) *Proof {
	assertion := form.Get("client_assertion")
	claims := parseClaims(assertion)
	if claims == nil {
		return nil
	}
	p := &Proof{issuer: firstText(claims, "iss"), subject: firstText(claims, "sub"), audience: strings.Join(list(claims["aud"]), " ")}
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

// Federation is the three that a federated credential names.
func (p *Proof) Federation() string {
	if p == nil {
		return " What was sent is not in the form of a token (JWT)."
	}
	return fmt.Sprintf(" What was sent: issuer %q, subject %q, audience %q.", p.issuer, p.subject, p.audience)
}

// Certificate names the one that was used, if it is known.
func (p *Proof) Certificate() string {
	if p == nil || p.thumbprint == "" {
		return ""
	}
	return " The certificate that was used has the thumbprint " + p.thumbprint + "."
}
