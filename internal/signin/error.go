package signin

import (
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// AuthenticationError says why there is no access token. Its text holds no secret.
type AuthenticationError struct {
	Purpose string // what was asked for, in words
	Host    string // who was asked
	Status  int    // HTTP status, 0 without an answer
	Code    string // OAuth error code: invalid_client …
	Message string // the service's own words, bounded
	Advice  string // what to look at

	temporary  bool
	retryAfter *time.Duration
}

func (e *AuthenticationError) Error() string {
	var b strings.Builder
	switch {
	case e.Host == "":
		fmt.Fprintf(&b, "cannot get %s", e.Purpose)
	case e.Status == 0:
		fmt.Fprintf(&b, "cannot reach %s for %s", e.Host, e.Purpose)
	case e.Status < 300:
		fmt.Fprintf(&b, "%s gave no usable answer for %s", e.Host, e.Purpose)
	case e.Status >= 500:
		fmt.Fprintf(&b, "%s could not answer the request for %s: %d %s", e.Host, e.Purpose, e.Status, http.StatusText(e.Status))
	default:
		fmt.Fprintf(&b, "%s refused the request for %s: %d %s", e.Host, e.Purpose, e.Status, http.StatusText(e.Status))
	}
	if e.Code != "" {
		fmt.Fprintf(&b, " (%s)", e.Code)
	}
	if e.Message != "" {
		fmt.Fprintf(&b, ": %s", strings.TrimSuffix(e.Message, "."))
	}
	b.WriteString(".")
	if e.Host != "" && e.Status == 0 {
		return b.String() + " Check the network, the proxy settings and, behind a proxy that inspects TLS, `ca_certificate_file`."
	}
	return b.String() + " " + e.Advice
}

// Reached reports whether the one who was asked answered at all.
func (e *AuthenticationError) Reached() bool { return e.Status != 0 }

// because fills in how an exchange ended. err is what was made of it, if anything.
func (e *AuthenticationError) because(x *exchange, err error, scrub func(string) string) *AuthenticationError {
	if x.host != "" {
		e.Host, e.Status, e.retryAfter = x.host, x.status, x.retryAfter
	}
	switch {
	case x.err != nil:
		var certificate *tls.CertificateVerificationError
		e.temporary = !errors.As(x.err, &certificate) && !waiting.IsContextEnd(x.err)
		e.Message = Clip(scrub(withoutURL(x.err).Error()))
		if waiting.IsContextEnd(x.err) {
			e.Message = fmt.Sprintf("no answer within %s", longestTokenAttempt)
		}
	case x.status < 200 || x.status > 299:
		e.temporary = x.status == http.StatusTooManyRequests || x.status >= 500
		e.Code, e.Message = oauthError(x.body)
		e.Code, e.Message = Clip(scrub(e.Code)), Clip(scrub(e.Message))
	}
	if e.Message == "" && err != nil && x.status < 300 {
		e.Message = Clip(scrub(err.Error()))
	}
	return e
}

// withoutURL drops what net/http says of the request: the host is named already.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// oauthError reads the error of a token endpoint. What is none (HTML from a gateway, say) is not shown.
//
// See https://learn.microsoft.com/entra/identity-platform/reference-error-codes.
func oauthError(body []byte) (code, message string) {
	var answer struct {
		Error       string `json:"error"`
		Description string `json:"error_description"`
		Message     string `json:"message"` // GitHub and Azure DevOps
	}
	if json.Unmarshal(body, &answer) != nil {
		return "", ""
	}
	if answer.Description == "" {
		answer.Description = answer.Message
	}
	return answer.Error, strings.Join(strings.Fields(answer.Description), " ")
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
