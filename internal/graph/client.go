// Package graph sends the provider's requests to Microsoft Graph's entitlement management: references, access packages,
// groups, assignments. It knows nothing of Terraform: other packages see typed errors and plain values. A [Reference]
// here is what an administrator calls a rule.
//
// A file uses only files below it: [Client] combines a reader for each topic (groups.go, grants.go, …) with the
// [References] of each kind, and objects.go has the values that all of them share.
//
// # Only the answer to a write proves that a reference exists
//
// Lists lag behind writes, in both directions and for up to a minute ([VisibilityWindow]): a list may still show what
// another run has removed. So [References.Add] always sends the request, and judges the answer (outcome.go):
//
//   - Success proves it. After an ambiguous end (5xx, 408, a cut connection, an answer that can't be read) the request
//     is sent again until the answer is clear or the attempts end: adding a reference twice has the effect of adding it
//     once.
//   - A refusal in a code that says "already" or "duplicate" proves it, too.
//   - 400, 409 and 422 in any other code may mean the same, because Microsoft hasn't published how the service refuses
//     a reference that exists. Then, and only then, the list decides. That can be wrong only if someone else has
//     removed the same reference within the last minute and the service refuses it for another reason in an unpublished
//     code. The next plan shows that.
//   - Every other refusal stands, whatever a list shows: other statuses, and codes that are published with another
//     meaning. A 404 is tried again for a minute, because the group or the access package may be that young; not if the
//     access package is in another catalog. A 409 is sent twice: another write to the same access package may have been
//     in the way.
//   - For a minute after this run has removed the reference, no refusal counts: service and lists may speak of the time
//     before.
//
// [References.Remove] is the mirror image, and a 404 may say that there is nothing to remove. Once a tenant's answers
// are known, what guards against the others can go.
package graph

import (
	"context"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// FanOut is how many requests a caller has under way or waiting at a time. The client finds out how many of them the
// service accepts.
const FanOut = 64

// Client talks to Microsoft Graph's entitlement management with one identity. It is safe for concurrent use. Caches
// live as long as the client: for one walk, or for several where the host configures a provider only once. It doesn't
// see what other people change in the meantime.
type Client struct {
	*packageReader
	*groupReader
	*grantReader
	*assignmentReader
	personReader
	auditLogReader
	*misses
	*names

	wire                                           *wire.Client
	incompatibleGroups, incompatibleAccessPackages *References
}

// New checks cfg and prepares a client. It sends nothing: the first operation resolves the endpoint and asks for a
// token.
func New(cfg wire.Config) (*Client, error) {
	requests, err := wire.New(cfg)
	if err != nil {
		return nil, err
	}
	known := &names{}
	packages := &packageReader{wire: requests, names: known}
	return &Client{
		packageReader: packages,
		groupReader: &groupReader{
			wire: requests, names: known,
			// One that isn't found may have been made moments ago.
			kept:    reads[string, Group]{keepsRefusal: wire.IsForbidden},
			members: reads[string, Members]{keepsRefusal: isLasting},
		},
		grantReader:      &grantReader{wire: requests, kept: reads[string, Grants]{keepsRefusal: isLasting}},
		assignmentReader: &assignmentReader{packages: packages},
		personReader:     personReader{requests},
		auditLogReader:   auditLogReader{requests},
		misses:           &misses{clock: requests.Clock(), byID: map[string]time.Time{}},
		names:            known,

		wire:                       requests,
		incompatibleGroups:         newReferences(incompatibleGroups, packages),
		incompatibleAccessPackages: newReferences(incompatibleAccessPackages, packages),
	}, nil
}

// IncompatibleGroups are the groups whose members are ineligible for an access package.
func (c *Client) IncompatibleGroups() *References { return c.incompatibleGroups }

// IncompatibleAccessPackages are the access packages whose holders are ineligible for an access package.
func (c *Client) IncompatibleAccessPackages() *References { return c.incompatibleAccessPackages }

// Tenant is the ID of the tenant that requests reach, in lower case, taken from the access token that they carry. It
// sends no request of its own: it asks for the token that the next request needs anyway. It is empty if the token
// doesn't name its tenant; then the tenant is not known.
func (c *Client) Tenant(ctx context.Context) (string, error) { return c.wire.Tenant(ctx) }

// Clock is the clock that the client lives by.
func (c *Client) Clock() waiting.Clock { return c.wire.Clock() }
