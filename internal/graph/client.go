// Package graph is the client for the part of Microsoft Graph's entitlement management that the provider uses. It knows nothing of
// Terraform: other packages see typed errors and plain values. Tokens come from signin.
//
// What an administrator calls a rule is a [Reference] here. A request takes this way: an operation (add.go, references.go,
// access_packages.go …) builds a [request]; [Client.do] repeats it while that is safe (retry.go) and waits where the service asks for it
// (throttling.go); [Client.send] makes one attempt with a token for the Graph origin and nobody else (send.go); what comes back is read
// (answer.go). What comes back wrong is an [*Error] (error.go). What was read is kept (reads.go), and what this run wrote is known before
// lists show it (visibility.go).
package graph

import (
	"net/http"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// APIVersion is a version of Microsoft Graph, as it stands in URLs.
type APIVersion string

// The versions of Microsoft Graph.
const (
	Beta APIVersion = "beta"
	V1   APIVersion = "v1.0"
)

// Config is everything that a [Client] needs to know. The zero value means the global cloud's beta version and no credentials.
type Config struct {
	Environment       string // global (or public), usgovernment (usgovernmentl4), usgovernmentl5 (dod) or china; "" is global
	MetadataHost      string // host[:port] that names the endpoints of a cloud, instead of Environment; http:// is for loopback only
	APIVersion        APIVersion
	UserAgent         string
	Credentials       signin.Credentials
	CACertificateFile string // PEM bundle, trusted in addition to the system's roots

	Clock     waiting.Clock     // nil is the real one
	Transport http.RoundTripper // nil is a pooled transport of the client's own

	AttemptTimeout time.Duration // how long one attempt of a request may take in real time; 0 is two minutes

	// Deferred, when set, is what every request fails with, before anything is sent. It stands for a configuration that cannot be
	// judged yet, because parts of it are not known.
	Deferred error
}

// check looks at what needs no other part of the client.
func (c *Config) check() error {
	switch c.APIVersion {
	case "", Beta, V1:
		return nil
	default:
		return signin.BadArgument("api_version", "The API version %q is not known: it is %q or %q.", c.APIVersion, Beta, V1)
	}
}

// Client talks to Microsoft Graph's entitlement management with one identity. It is safe for concurrent use; caches live as long
// as the client, which is one walk of a Terraform run.
type Client struct {
	session   *signin.Session
	http      *http.Client
	clock     waiting.Clock
	gate      *gate
	slots     chan struct{} // as many as may be under way at a time
	version   APIVersion
	userAgent string

	attemptTimeout time.Duration
	reads          *reads
	names          names
	subjects       *subjectIDs
	references     map[string]*References // by collection
}

// New checks cfg and prepares a client. It sends nothing: the first operation resolves the endpoint and asks for a token.
func New(cfg Config) (*Client, error) {
	if cfg.Clock == nil {
		cfg.Clock = waiting.SystemClock{}
	}
	if cfg.APIVersion == "" {
		cfg.APIVersion = Beta
	}
	if cfg.AttemptTimeout == 0 {
		cfg.AttemptTimeout = longestAttempt
	}
	if err := cfg.check(); err != nil {
		return nil, err
	}
	transport, err := cfg.transport()
	if err != nil {
		return nil, err
	}
	session, err := signin.New(signin.Config{
		Environment: cfg.Environment, MetadataHost: cfg.MetadataHost, UserAgent: cfg.UserAgent, Credentials: cfg.Credentials,
		Clock: cfg.Clock, Transport: transport, Deferred: cfg.Deferred,
	})
	if err != nil {
		return nil, err
	}
	c := &Client{
		session:    session,
		http:       &http.Client{Transport: transport, CheckRedirect: signin.RefuseRedirect},
		clock:      cfg.Clock,
		gate:       &gate{clock: cfg.Clock},
		slots:      make(chan struct{}, mostConcurrent),
		version:    cfg.APIVersion,
		userAgent:  cfg.UserAgent,
		reads:      newReads(),
		subjects:   newSubjectIDs(),
		references: map[string]*References{},

		attemptTimeout: cfg.AttemptTimeout,
	}
	for _, k := range kinds {
		c.references[k.collection] = &References{client: c, kind: k, visibility: newVisibility(c.clock)}
	}
	return c, nil
}

// Clock is the clock that the client lives by.
func (c *Client) Clock() waiting.Clock { return c.clock }
