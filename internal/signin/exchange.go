package signin

import (
	"bytes"
	"context"
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

// largestTokenAnswer bounds what is read of a token, of a metadata document and of a file with a token, in bytes.
const largestTokenAnswer = 1 << 20

// exchange is one request for a token, or two where one token buys another. It remembers how the last one ended, because go-azure-sdk
// turns that into text.
type exchange struct {
	client    *http.Client
	userAgent string
	clock     waiting.Clock
	claims    string // what a claims challenge wants of the token, "" for nothing

	host       string
	login      bool          // the login endpoint was asked, not one that gives the proof for it
	shown      *claims.Proof // to the login endpoint
	status     int           // 0 without an answer
	header     http.Header
	body       []byte
	retryAfter *time.Duration
	err        error // why there was no answer
	ended      error // that it is the attempt that ended, and not the connection: both count as a context's end
}

// send fills in how the request ended. The error is that there was no answer.
func (x *exchange) send(request *http.Request) error {
	x.host, x.status, x.header, x.body, x.retryAfter = request.URL.Host, 0, nil, nil, nil
	request.Header.Set("User-Agent", x.userAgent)
	if x.err = x.readRequest(request); x.err != nil {
		return x.err
	}
	var response *http.Response
	if response, x.err = x.client.Do(request); x.err != nil {
		x.ended = request.Context().Err()
		return x.err
	}
	defer func() { _ = response.Body.Close() }()
	if x.body, x.err = io.ReadAll(io.LimitReader(response.Body, largestTokenAnswer)); x.err != nil {
		x.ended = request.Context().Err()
		return x.err
	}
	x.status, x.header = response.StatusCode, response.Header
	if wait, ok := waiting.RetryAfter(response.Header, x.clock.Now()); ok {
		x.retryAfter = &wait
	}
	return nil
}

// readRequest notes what a login endpoint is shown, and adds the claims, for which go-azure-sdk has no parameter.
func (x *exchange) readRequest(request *http.Request) error {
	x.login, x.shown = request.Header.Get("Content-Type") == "application/x-www-form-urlencoded" && request.Body != nil && request.Body != http.NoBody, nil
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
	x.shown = claims.ReadProof(form)
	if x.claims != "" {
		form.Set("claims", x.claims)
	}
	encoded := form.Encode()
	request.ContentLength = int64(len(encoded))
	request.Body = io.NopCloser(bytes.NewReader([]byte(encoded)))
	request.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte(encoded))), nil }
	return nil
}

type exchangeKey struct{}

func withExchange(ctx context.Context, x *exchange) context.Context {
	return context.WithValue(ctx, exchangeKey{}, x)
}

// contextClient sends each request through the exchange that its context carries.
type contextClient struct{}

func (contextClient) Do(request *http.Request) (*http.Response, error) {
	x, ok := request.Context().Value(exchangeKey{}).(*exchange)
	if !ok {
		return nil, errors.New("a token request without an exchange")
	}
	if err := x.send(request); err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: x.status, Header: x.header, Body: io.NopCloser(bytes.NewReader(x.body)), Request: request}, nil
}

// routeTokenRequests makes go-azure-sdk use our HTTP clients. It knows two variables for the whole process only, while a process can
// hold several provider configurations with different certificates; so both are set once, to a client that looks at the context.
// The SDK's own clients would also repeat a request by themselves for minutes and read managed identity answers of any size.
var routeTokenRequests = sync.OnceFunc(func() {
	auth.Client = contextClient{}
	auth.MetadataClient = contextClient{}
})

// RefuseRedirect is the CheckRedirect of a client that carries tokens or secrets: they stay where they were sent.
func RefuseRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
