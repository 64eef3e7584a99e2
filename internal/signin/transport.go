package signin

import (
	"errors"
	"net/http"
	"os"

	"github.com/entra-elm/terraform-provider-elm/internal/network"
)

// NewTransport makes the pool of connections for tokens and requests, at most so many to a host. The file holds CA certificates to trust in
// addition to the system's; "" is none. Settings that can't work are a [*ConfigError].
func NewTransport(caCertificateFile string, connections int) (http.RoundTripper, error) {
	var bad *network.SettingError
	roots, err := network.ReadRoots(caCertificateFile)
	if errors.As(err, &bad) {
		return nil, BadArgument("ca_certificate_file", "%s", bad.Reason)
	}
	if err := network.CheckProxy(os.Getenv); errors.As(err, &bad) {
		return nil, &ConfigError{Reason: bad.Reason}
	}
	return network.NewTransport(roots, connections), nil
}
