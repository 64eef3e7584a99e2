package graph

import (
	"net/http"

	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

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

	packages   *accessPackages
	references map[string]*References // by collection
}

// New checks cfg and prepares a client. It sends nothing: the first operation resolves the endpoint and asks for a token.
func New(cfg Config) (*Client, error) {
	if cfg.Clock == nil {
		cfg.Clock = waiting.SystemClock{}
	}
	if cfg.APIVersion == "" {
		cfg.APIVersion = Beta
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
		references: map[string]*References{},
	}
	c.packages = newAccessPackages(c)
	for _, k := range kinds {
		c.references[k.collection] = newLinks(c, k)
	}
	return c, nil
}

// Clock is the clock that the client lives by.
func (c *Client) Clock() waiting.Clock { return c.clock }
