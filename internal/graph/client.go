package graph

import (
	"net/http"
)

// Client talks to Microsoft Graph's entitlement management with one identity. It is safe for concurrent use; caches live as long
// as the client, which is one walk of a Terraform run.
type Client struct {
	session   *session
	http      *http.Client
	clock     Clock
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
		cfg.Clock = systemClock{}
	}
	if cfg.APIVersion == "" {
		cfg.APIVersion = Beta
	}
	httpClient, err := newHTTPClient(cfg)
	if err != nil {
		return nil, err
	}
	cfg.Transport = httpClient.Transport // one pool for tokens and requests
	session, err := newSession(cfg)
	if err != nil {
		return nil, err
	}
	c := &Client{
		session:    session,
		http:       httpClient,
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
func (c *Client) Clock() Clock { return c.clock }
