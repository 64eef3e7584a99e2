// Package record sends requests to Microsoft Graph one at a time and keeps what came back, even if it is an error. The
// file that it writes doesn't identify the tenant (scrub.go).
//
// It is no client for work: [Client.Ask] gives a refusal as the answer that it is. Like every client of this project,
// the token goes to Graph's own origin and nowhere else, redirects and foreign next links are not followed, whatever is
// read has a bound, and the client waits as long as the service asks.
package record

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator/contract"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/signin/claims"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// Config is what a [Client] needs.
type Config struct {
	Session   *signin.Session
	Transport http.RoundTripper
	Clock     waiting.Clock
	UserAgent string
	Progress  func(string) // receives progress messages
}

// Client asks. It is for one goroutine.
type Client struct {
	session   *signin.Session
	http      *http.Client
	clock     waiting.Clock
	userAgent string
	progress  func(string)
	origin    string // of Microsoft Graph, once something was asked

	scrubber *scrubber
	kept     []kept
}

// kept is an exchange as it was. It is scrubbed in the end, when all names that must not be shown are known.
type kept struct {
	question string
	request  Request
	answer   *Answer
}

// Request is what is asked for.
type Request struct {
	Method  string
	Version string // v1.0 or beta
	Path    string // below the version, as it stands in a URL
	Query   url.Values
	Body    any // sent as JSON unless nil

	link *url.URL // instead of all that: a next page
}

// New makes a client. It sends nothing.
func New(cfg Config) *Client {
	return &Client{
		session: cfg.Session, http: &http.Client{Transport: cfg.Transport, CheckRedirect: signin.RefuseRedirect},
		clock: cfg.Clock, userAgent: cfg.UserAgent, progress: cfg.Progress, scrubber: newScrubber(),
	}
}

// Call gives an id the pseudonym that it has in what is kept: the role, and a number.
func (c *Client) Call(id, role string) { c.scrubber.call(id, role) }

// Hide keeps a text out of what is given away: the name of a tenant, of an application, of a person.
func (c *Client) Hide(text string) { c.scrubber.hide(text) }

// Ask sends a request and keeps the exchange. The error is that nothing could be asked: there is no token, or ctx has
// ended.
func (c *Client) Ask(ctx context.Context, question string, r Request) (*Answer, error) {
	a, err := c.Look(ctx, question, r)
	if err == nil {
		c.Keep(question, r, a)
	}
	return a, err
}

// Look is Ask for an answer that may not be worth keeping.
func (c *Client) Look(ctx context.Context, question string, r Request) (*Answer, error) {
	return c.patiently(ctx, question, r)
}

// Keep keeps an exchange.
func (c *Client) Keep(question string, r Request, a *Answer) {
	c.kept = append(c.kept, kept{question, r, a})
}

// Exchanges are all that were kept, without anything that tells whose they are.
func (c *Client) Exchanges() []contract.Exchange {
	exchanges := make([]contract.Exchange, 0, len(c.kept))
	for _, k := range c.kept {
		exchanges = append(exchanges, c.scrubber.exchange(k))
	}
	return exchanges
}

// CheckSecrecy looks once more for ids, addresses and names in what is about to be given away.
func (c *Client) CheckSecrecy(text string) error { return c.scrubber.check(text) }

// Caller is what the token says of who asks; nil if it says nothing.
func (c *Client) Caller() *claims.Caller { return c.session.Caller() }

// Seconds is a span of time as it is kept.
func Seconds(d time.Duration) *int {
	n := int(d.Round(time.Second) / time.Second)
	return &n
}

// Address is how a body refers to an object: below Graph's own origin, as far as that is known.
func (c *Client) Address(version, path string) string { return c.origin + "/" + version + "/" + path }

// Code is an error code as it may be given away.
func (c *Client) Code(code string) string { return c.scrubber.code(code) }
