package signin

import (
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/network"
)

// NewTransport makes the pool of connections for tokens and requests, at most so many to a host. The file holds CA
// certificates to trust in addition to the system's; "" is none. Settings that can't work are a [*ConfigError].
func NewTransport(caCertificateFile string, connections int) (http.RoundTripper, error) {
	roots, err := network.ReadRoots(caCertificateFile)
	if err != nil {
		return nil, BadArgument("ca_certificate_file", "%v", err)
	}
	if err := network.CheckProxy(os.Getenv); err != nil {
		return nil, &ConfigError{Reason: err.Error()}
	}
	return network.NewTransport(roots, connections), nil
}

// RefuseRedirect is the CheckRedirect of a client that carries tokens or secrets: they stay with the host that they
// were sent to.
func RefuseRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }

// metadataService is where virtual machines ask for tokens.
const metadataService = "169.254.169.254"

// longestDial is how long the machine itself may take to accept a connection. On a machine without the endpoint
// nothing may ever answer.
const longestDial = 5 * time.Second

// toMachine skips the proxy for the managed identity endpoint, which is on the machine or next to it, where no proxy
// can reach it.
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

// byHost sends requests for a host by its own transport, and all others by the transport of "".
type byHost map[string]http.RoundTripper

func (b byHost) RoundTrip(r *http.Request) (*http.Response, error) {
	if carrier, ok := b[r.URL.Host]; ok {
		return carrier.RoundTrip(r)
	}
	return b[""].RoundTrip(r)
}
