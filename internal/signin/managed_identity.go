package signin

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"
)

// metadataService is where virtual machines ask for tokens.
const metadataService = "169.254.169.254"

// identityEndpoint names what was asked for a token of the machine.
func (c *Credentials) identityEndpoint() string {
	switch {
	case c.MSIEndpoint == "":
		return "the instance metadata service (IMDS) at " + metadataService
	case c.MSIHeader != "":
		return "IDENTITY_ENDPOINT, which is set for this process,"
	default:
		return "the address in `msi_endpoint`"
	}
}

// adviseManagedIdentity is about an endpoint that belongs to the machine and not to Microsoft Entra.
//
// See https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#error-handling.
func (s *Session) adviseManagedIdentity(e *AuthenticationError) string {
	asked := s.credentials.identityEndpoint()
	switch {
	case e.Host != "" && !e.Reached():
		return fmt.Sprintf("This machine has no managed identity endpoint, or none that works: %s does not answer. Run on a machine in Azure that has a "+
			"managed identity, or set `use_msi = false` and sign in another way.", asked)
	case e.Status == http.StatusBadRequest && s.credentials.ClientID != "":
		return fmt.Sprintf("Check `client_id`: this machine has no managed identity %s. Assign it to the machine, or leave `client_id` out for the machine's "+
			"own (system-assigned) identity.", s.credentials.ClientID)
	case e.Status == http.StatusBadRequest:
		return "This machine has no identity of its own (system-assigned), or more than one to choose from: give it one, or name one that was assigned to it in `client_id`."
	case e.Status == http.StatusTooManyRequests:
		return fmt.Sprintf("Too many processes on this machine ask %s for tokens at once: wait some minutes, then apply again.", asked)
	case e.Status == http.StatusNotFound:
		return fmt.Sprintf("Wait some minutes, then apply again: %s is perhaps being updated. %s", asked, general[managedIdentity])
	case e.Status == http.StatusGone || e.Status >= http.StatusInternalServerError:
		return fmt.Sprintf("Wait some minutes, then apply again: %s is being updated or has a fault.", asked)
	case e.Reached() && e.Status < 400, e.Status == http.StatusUnauthorized, e.Status == http.StatusForbidden:
		return fmt.Sprintf("What answers at %s is not the managed identity endpoint of this machine: check `msi_endpoint`, or whether a proxy or the network is in between.", asked)
	default:
		return general[managedIdentity]
	}
}

// longestDial is how long the machine itself may take to accept a connection. Where there is no endpoint, nothing may ever answer.
const longestDial = 5 * time.Second

// toMachine leaves proxies out for the managed identity endpoint, which is on the machine or next to it: no proxy can reach it.
func (c *Credentials) toMachine(carrier http.RoundTripper) http.RoundTripper {
	transport, ok := carrier.(*http.Transport)
	if !ok {
		return carrier
	}
	endpoint, err := url.Parse(c.MSIEndpoint)
	if err != nil || endpoint.Host == "" {
		endpoint = &url.URL{Host: metadataService}
	}
	direct := transport.Clone()
	direct.Proxy, direct.DialContext = nil, (&net.Dialer{Timeout: longestDial}).DialContext
	return byHost{endpoint.Host: direct, "": carrier}
}

// byHost sends requests for a host its own way, and all others the way of "".
type byHost map[string]http.RoundTripper

func (b byHost) RoundTrip(r *http.Request) (*http.Response, error) {
	if carrier, ok := b[r.URL.Host]; ok {
		return carrier.RoundTrip(r)
	}
	return b[""].RoundTrip(r)
}
