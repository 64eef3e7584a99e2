// Package wire sends one request to Microsoft Graph: it waits while the service throttles requests, retries where that
// is safe, reads the answer, and follows pages. Package graph knows what the requests are about.
//
// The way of a request: [Client.Do] retries it (retry.go). [Client.send] makes one attempt (send.go), after the wait
// that the service requires of all requests (throttling.go), with a token for the Graph origin only. The answer is
// decoded (answer.go), or becomes an [*Error] (error.go).
package wire

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/pace"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// mostConcurrent is how many requests are under way at a time at most, whatever the service takes. More would gain
// little: a thousand that are answered within 60 ms take a second then.
const mostConcurrent = 64

// longestAttempt ends an attempt whose answer does not come. Graph answers within seconds; what takes longer was lost
// on the way.
const longestAttempt = 2 * time.Minute

// Config is everything that a [Client] needs to know. The zero value means the global cloud's beta version and no
// credentials. Without a Transport, the client makes a pool of connections.
type Config struct {
	signin.Config

	APIVersion        APIVersion
	CACertificateFile string // PEM bundle, trusted in addition to the system's roots
	Answered          func() // called after each answer, to show progress; nil for none

	AttemptTimeout time.Duration // how long one attempt of a request may take in real time; 0 is two minutes

	// MaxConcurrentRequests is how many requests may be under way at a time at most, however many the service takes; 0 is
	// 64.
	MaxConcurrentRequests int
}

// check looks at what needs no other part of the client.
func (c *Config) check() error {
	if c.MaxConcurrentRequests < 0 || c.MaxConcurrentRequests > mostConcurrent {
		return signin.BadArgument(
			"max_concurrent_requests",
			"The number of concurrent requests is %d, but it must be from 1 to %d.",
			c.MaxConcurrentRequests,
			mostConcurrent,
		)
	}
	switch c.APIVersion {
	case Beta, V1:
		return nil
	default:
		return signin.BadArgument("api_version", "The API version %q is unknown. Set %q or %q.", c.APIVersion, Beta, V1)
	}
}

// Client sends requests to Microsoft Graph with one identity. It is safe for concurrent use.
type Client struct {
	session   *signin.Session
	http      *http.Client
	clock     waiting.Clock
	gates     *gates
	outage    outage
	pace      *pace.Limiter
	version   APIVersion
	userAgent string
	answered  func()

	attemptTimeout time.Duration
}

// New checks cfg and prepares a client. It sends nothing: the first request resolves the endpoint and asks for a token.
func New(cfg Config) (*Client, error) {
	if cfg.Clock == nil {
		cfg.Clock = waiting.SystemClock{}
	}
	if cfg.Answered == nil {
		cfg.Answered = func() {}
	}
	cfg.APIVersion = cmp.Or(cfg.APIVersion, Beta)
	cfg.AttemptTimeout = cmp.Or(cfg.AttemptTimeout, longestAttempt)
	cfg.MaxConcurrentRequests = cmp.Or(cfg.MaxConcurrentRequests, mostConcurrent)
	if err := cfg.check(); err != nil {
		return nil, err
	}
	if cfg.Transport == nil {
		var err error
		if cfg.Transport, err = signin.NewTransport(cfg.CACertificateFile, cfg.MaxConcurrentRequests); err != nil {
			return nil, err
		}
	}
	session, err := signin.New(cfg.Config)
	if err != nil {
		return nil, err
	}
	return &Client{
		session:   session,
		http:      &http.Client{Transport: cfg.Transport, CheckRedirect: signin.RefuseRedirect},
		clock:     cfg.Clock,
		gates:     newGates(cfg.Clock),
		pace:      pace.New(cfg.MaxConcurrentRequests, cfg.Clock.Now),
		version:   cfg.APIVersion,
		userAgent: cfg.UserAgent,
		answered:  cfg.Answered,

		attemptTimeout: cfg.AttemptTimeout,
	}, nil
}

// Clock is the clock that the client lives by.
func (c *Client) Clock() waiting.Clock { return c.clock }

// Version is the version that requests go to unless they say otherwise.
func (c *Client) Version() APIVersion { return c.version }

// Tenant is the ID of the tenant that requests reach, taken from the access token that they carry; "" if the token
// doesn't say.
func (c *Client) Tenant(ctx context.Context) (string, error) { return c.session.Tenant(ctx) }

// URL is where a path below the API version is.
func (c *Client) URL(ctx context.Context, path string) (*url.URL, error) {
	endpoint, err := c.session.Endpoint(ctx)
	if err != nil {
		return nil, err
	}
	return (&Request{Path: path}).url(endpoint, c.version), nil
}
