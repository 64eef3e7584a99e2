package signin

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/hashicorp/go-azure-sdk/sdk/auth"

	"github.com/entra-elm/terraform-provider-elm/internal/signin/claims"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

const (
	// largestTokenAnswer bounds, in bytes, what is read of a token, a metadata document, or a token file.
	largestTokenAnswer = 1 << 20
	// longestTokenAttempt ends an attempt that hangs, so that it doesn't hold back every caller that waits for the token.
	longestTokenAttempt = time.Minute
)

// exchange is one request for a token, or two where one token buys another. It remembers how the last request ended,
// because go-azure-sdk reports that only as text.
type exchange struct {
	client    *http.Client
	userAgent string
	clock     waiting.Clock
	claims    string // that the token must have, from a claims challenge; "" for none

	host       string
	login      bool          // the request went to the login endpoint, not to a service that issues the OIDC token for it
	proof      *claims.Proof // that the request to the login endpoint carried
	status     int           // 0 without an answer
	header     http.Header
	body       []byte
	retryAfter *time.Duration
	err        error // why there was no answer
	ended      error // the end of the attempt's context, if that is why; a connection's own timeout looks the same
}

// send sends the request and notes how it ended. The error says that there was no answer.
func (x *exchange) send(request *http.Request) error {
	x.host, x.status, x.header, x.body, x.retryAfter = request.URL.Host, 0, nil, nil, nil
	request.Header.Set("User-Agent", x.userAgent)
	if x.err = x.readRequest(request); x.err != nil {
		return x.err
	}
	var response *http.Response
	if response, x.err = x.client.Do(request); x.err == nil {
		defer func() { _ = response.Body.Close() }()
		x.body, x.err = io.ReadAll(io.LimitReader(response.Body, largestTokenAnswer))
	}
	if x.err != nil {
		x.ended = request.Context().Err()
		return x.err
	}
	x.status, x.header = response.StatusCode, response.Header
	if wait, ok := waiting.RetryAfter(response.Header, x.clock.Now()); ok {
		x.retryAfter = &wait
	}
	return nil
}

// readRequest notes the proof in a request to the login endpoint, and adds the claims, for which go-azure-sdk has no
// parameter.
func (x *exchange) readRequest(request *http.Request) error {
	isForm := request.Header.Get("Content-Type") == "application/x-www-form-urlencoded"
	x.login, x.proof = isForm && request.Body != nil && request.Body != http.NoBody, nil
	if !x.login {
		return nil
	}
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return err
	}
	x.proof = claims.ReadProof(form)
	if x.claims != "" {
		form.Set("claims", x.claims)
	}
	encoded := form.Encode()
	request.ContentLength = int64(len(encoded))
	request.Body = io.NopCloser(bytes.NewReader([]byte(encoded)))
	request.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte(encoded))), nil }
	return nil
}

// date is the Date of the answer, zero without one.
func (x *exchange) date() time.Time {
	date, _ := http.ParseTime(x.header.Get("Date"))
	return date
}

// exchangeKey is the key of the exchange in a context.
type exchangeKey struct{}

// contextClient sends each request through the exchange in its context.
type contextClient struct{}

func (contextClient) Do(request *http.Request) (*http.Response, error) {
	x, ok := request.Context().Value(exchangeKey{}).(*exchange)
	if !ok {
		return nil, errors.New("a token request without an exchange")
	}
	if err := x.send(request); err != nil {
		return nil, err
	}
	return &http.Response{
		StatusCode: x.status,
		Header:     x.header,
		Body:       io.NopCloser(bytes.NewReader(x.body)),
		Request:    request,
	}, nil
}

// routeTokenRequests makes go-azure-sdk use the provider's HTTP clients. The SDK has two variables for the whole
// process, but a process can hold several provider configurations with different certificates, so both are set once,
// to a client that takes the real one from the context. The SDK's own clients would also repeat a request for minutes,
// and read managed identity answers of any size.
var routeTokenRequests = sync.OnceFunc(func() {
	auth.Client = contextClient{}
	auth.MetadataClient = contextClient{}
})
