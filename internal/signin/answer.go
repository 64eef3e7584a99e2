package signin

import (
	"cmp"
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

// errNoToken is a success without a token, for which go-azure-sdk has many texts.
var errNoToken = errors.New("the answer holds no token")

// readEnd fills in how an exchange ended. err is what was made of its answer.
func (e *AuthenticationError) readEnd(x *exchange, err error, secrets []string) {
	e.Host, e.Status, e.retryAfter = x.host, x.status, x.retryAfter
	switch {
	case x.err != nil:
		e.readSilence(x)
	case x.status >= 400:
		e.readRefusal(x.body)
		e.temporary = x.status == http.StatusTooManyRequests || x.status >= 500 || passing[e.number]
		e.lasting = !e.temporary
	case x.status >= 300:
		e.lasting = true
		e.Message = "the answer redirects to " + redirectTarget(x.header) + "; the provider sends no secrets there"
	case isPage(x.header):
		e.lasting = true
		e.Message = "the answer is a web page"
	default: // a success without a token, or nothing was sent
		e.lasting = true
		e.Message = err.Error()
	}
	e.Code, e.Message = hide(e.Code, secrets), hide(e.Message, secrets)
}

func (e *AuthenticationError) readSilence(x *exchange) {
	if x.ended != nil {
		e.silent = errors.Is(x.ended, context.DeadlineExceeded)
		e.Message = fmt.Sprintf("no answer within %s", longestTokenAttempt)
		return
	}
	e.lasting = network.IsFinal(x.err)
	e.temporary = !e.lasting
	e.Message = withoutURL(x.err).Error()
}

// readRefusal reads the error of a token endpoint, of a pipeline's service, or of a managed identity endpoint. It
// doesn't show anything else, such as the HTML of a gateway.
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
		Message       string `json:"message"` // GitHub, Azure DevOps, and App Service
	}
	if json.Unmarshal(body, &answer) != nil {
		return
	}
	e.Code = answer.Error
	e.readDescription(cmp.Or(answer.Description, answer.Message))
	if len(answer.Codes) > 0 && e.number == "" {
		e.number = strconv.Itoa(answer.Codes[0])
		e.Message = strings.TrimSuffix("AADSTS"+e.number+": "+e.Message, ": ")
	}
	e.TraceID = cmp.Or(e.TraceID, claims.Clip(answer.TraceID))
	e.CorrelationID = cmp.Or(e.CorrelationID, claims.Clip(answer.CorrelationID))
	e.Timestamp = cmp.Or(e.Timestamp, claims.Clip(answer.Timestamp))
}

var (
	entraCode = regexp.MustCompile(`AADSTS(\d{4,9})`)
	// idsAtEnd matches the IDs that Microsoft Entra adds to its words, on lines of their own or not.
	idsAtEnd = regexp.MustCompile(
		`\s*Trace ID: (\S+)\s+Correlation ID: (\S+)\s+Timestamp: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ)`,
	)
)

// readDescription splits Microsoft Entra's words into the error code, the IDs, which the error shows at its end, and
// the rest.
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

// redirectTarget is only the host, because the rest of such an address can hold secrets.
func redirectTarget(header http.Header) string {
	target, err := url.Parse(header.Get("Location"))
	if err != nil || target.Host == "" {
		return "another address"
	}
	return target.Host
}

// withoutURL removes the request's address from an error of net/http: the host is named already.
func withoutURL(err error) error {
	if u, ok := errors.AsType[*url.Error](err); ok {
		return u.Err
	}
	return err
}
