// Package graph is what entitlement management offers of Microsoft Graph, as far as the provider uses it: references, access packages, groups,
// assignments. It knows nothing of Terraform: other packages see typed errors and plain values.
//
// What an administrator calls a rule is a [Reference] here. An operation (add.go, references.go, access_packages.go …) builds a
// request and leaves it to the wire. What was read is kept (reads.go), what this run wrote is known before lists show it
// (visibility.go), and what it means that something is not there is decided in one place (gone.go).
package graph

import (
	"context"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

const entitlementManagement = "/identityGovernance/entitlementManagement"

// Client talks to Microsoft Graph's entitlement management with one identity. It is safe for concurrent use; caches live as long
// as the client: for one walk, or for several where the host configures a provider only once. What other people change between those is not seen,
// unless the client has written to the same list.
type Client struct {
	wire       *wire.Client
	reads      *reads
	names      names
	misses     misses
	subjects   *subjectIDs
	references map[string]*References // by collection
}

// New checks cfg and prepares a client. It sends nothing: the first operation resolves the endpoint and asks for a token.
func New(cfg wire.Config) (*Client, error) {
	requests, err := wire.New(cfg)
	if err != nil {
		return nil, err
	}
	c := &Client{wire: requests, reads: newReads(), subjects: newSubjectIDs(), references: map[string]*References{}}
	for _, k := range kinds {
		c.references[k.collection] = &References{client: c, kind: k, visibility: newVisibility(c.Clock(), &c.names)}
	}
	return c, nil
}

// Tenant is the ID of the tenant that requests reach, in lower case, taken from the access token that they carry. It sends no request of its own: it
// asks for the token that the next request needs anyway. It is empty if the token doesn't name its tenant; then the tenant is not known.
func (c *Client) Tenant(ctx context.Context) (string, error) { return c.wire.Tenant(ctx) }

// Clock is the clock that the client lives by.
func (c *Client) Clock() waiting.Clock { return c.wire.Clock() }
