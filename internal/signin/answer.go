package signin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/network"
	"github.com/entra-elm/terraform-provider-elm/internal/signin/claims"
)

// errNoToken is what a success without a token amounts to. go-azure-sdk says it in many ways.
var errNoToken = errors.New("the answer holds no token")

// because fills in how an exchange ended. err is what was made of it.
func (e *AuthenticationError) because(x *exchange, err error, scrub func(string) string) {
	e.Host, e.Status, e.retryAfter = x.host, x.status, x.retryAfter
	switch {
	case x.err != nil:
		e.unanswered(x)
	case x.status >= 400:
		e.refused(x)
	case x.status >= 300:
		e.lasting = true
		e.Message = "it sends the request on to " + redirectTarget(x.header) + ", where no secret may go"
	case isPage(x.header):
		e.lasting = true
		e.Message = "the answer is a web page"
	default: // a success that cannot be used, or nothing was sent
		e.lasting = true
		e.Message = err.Error()
	}
	e.Code, e.Message = Clip(scrub(e.Code)), Clip(scrub(e.Message))
}

func (e *AuthenticationError) unanswered(x *exchange) {
	if x.ended != nil {
		e.silent = errors.Is(x.ended, context.DeadlineExceeded)
		e.Message = fmt.Sprintf("no answer within %s", longestTokenAttempt)
		return
	}
	e.lasting = network.IsFinal(x.err)
	e.temporary = !e.lasting
	e.Message = withoutURL(x.err).Error()
}

func (e *AuthenticationError) refused(x *exchange) {
	e.readRefusal(x.body)
	e.temporary = x.status == http.StatusTooManyRequests || x.status >= 500 || passing[e.number]
	e.lasting = !e.temporary
}

// readRefusal reads the error of a token endpoint, of a pipeline's service or of a managed identity endpoint. What is none (HTML from a
// gateway, say) is not shown.
//
// See https://learn.microsoft.com/entra/identity-platform/reference-error-codes.
func (e *AuthenticationError) readRefusal(body []byte) {
	var answer struct {
		Error         string `json:"error"`
		Description   string `json:"error_description"`
		Codes         []int  `json:"error_codes"`
		TraceID       string `json:"trace_id"`
		CorrelationID string `json:"correlation_id"`
		Timestamp     string `json:"timestamp"`
		Message       string `json:"message"` // GitHub, Azure DevOps and App Service
	}
	if json.Unmarshal(body, &answer) != nil {
		return
	}
	if answer.Description == "" {
		answer.Description = answer.Message
	}
	e.Code = answer.Error
	e.readDescription(answer.Description)
	if len(answer.Codes) > 0 && e.number == "" {
		e.number = strconv.Itoa(answer.Codes[0])
		e.Message = strings.TrimSuffix("AADSTS"+e.number+": "+e.Message, ": ")
	}
	for _, id := range []struct {
		into  *string
		given string
	}{{&e.TraceID, answer.TraceID}, {&e.CorrelationID, answer.CorrelationID}, {&e.Timestamp, answer.Timestamp}} {
		if *id.into == "" {
			*id.into = claims.Clip(id.given)
		}
	}
}

var (
	entraCode = regexp.MustCompile(`AADSTS(\d{4,9})`)
	// idsAtEnd is what Microsoft Entra puts behind its words, on lines of their own or not.
	idsAtEnd = regexp.MustCompile(`\s*Trace ID: (\S+)\s+Correlation ID: (\S+)\s+Timestamp: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ)`)
)

// readDescription takes Microsoft Entra's words apart: the error code, the ids, which are shown once and apart, and what is left.
func (e *AuthenticationError) readDescription(text string) {
	if found := entraCode.FindStringSubmatch(text); found != nil {
		e.number = found[1]
	}
	if found := idsAtEnd.FindStringSubmatch(text); found != nil {
		e.TraceID, e.CorrelationID, e.Timestamp = claims.Clip(found[1]), claims.Clip(found[2]), found[3]
		text = idsAtEnd.ReplaceAllString(text, "")
	}
	e.Message = strings.Join(strings.Fields(text), " ")
}

func isPage(header http.Header) bool {
	mediaType, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	return err == nil && mediaType == "text/html"
}

// redirectTarget is a host and nothing more: the rest of such an address may hold secrets.
func redirectTarget(header http.Header) string {
	target, err := url.Parse(header.Get("Location"))
	if err != nil || target.Host == "" {
		return "another address"
	}
	return target.Host
}

// withoutURL drops what net/http says of the request: the host is named already.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
