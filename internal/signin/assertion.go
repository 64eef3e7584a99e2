package signin

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
)

// shown is what was shown to the login endpoint as proof, but the proof itself: what an administrator has to compare.
type shown struct {
	issuer, subject, audience string
	thumbprint                string // of a client certificate
}

// readForm finds the assertion in the form of a token request; nil if there is none that can be read.
func readForm(form url.Values) *shown {
	assertion := form.Get("client_assertion")
	claims := parseClaims(assertion)
	if claims == nil {
		return nil
	}
	s := &shown{issuer: firstText(claims, "iss"), subject: firstText(claims, "sub"), audience: strings.Join(list(claims["aud"]), " ")}
	header, _, _ := strings.Cut(assertion, ".")
	raw, _ := base64.RawURLEncoding.DecodeString(header)
	var key struct {
		ID string `json:"kid"`
	}
	if json.Unmarshal(raw, &key) == nil {
		if sum, err := base64.URLEncoding.DecodeString(key.ID); err == nil && len(sum) == 20 {
			s.thumbprint = fmt.Sprintf("%X", sum)
		}
	}
	return s
}

// federation is the three that a federated credential names.
func (s *shown) federation() string {
	if s == nil {
		return " What was sent is not in the form of a token (JWT)."
	}
	return fmt.Sprintf(" What was sent: issuer %q, subject %q, audience %q.", s.issuer, s.subject, s.audience)
}

func (s *shown) certificate() string {
	if s == nil || s.thumbprint == "" {
		return ""
	}
	return " The certificate that was used has the thumbprint " + s.thumbprint + "."
}
