package wire

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// transport is the one pool for tokens and requests.
func (c *Config) transport() (http.RoundTripper, error) {
	if c.Transport != nil {
		return c.Transport, nil
	}
	return NewTransport(c.CACertificateFile, c.MaxConcurrentRequests)
}

// NewTransport makes a pool of so many connections to a host at most. The file holds certificates to trust in addition to the system's; "" is
// none.
func NewTransport(caCertificateFile string, connections int) (http.RoundTripper, error) {
	roots, err := trustedRoots(caCertificateFile)
	if err != nil {
		return nil, err
	}
	return newTransport(roots, connections), nil
}

// newTransport opens no more connections than there are requests at a time, and keeps them: an idle connection costs little, a TLS
// handshake much. How long a request may take is up to its context.
func newTransport(roots *x509.CertPool, connections int) *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: roots},
		TLSHandshakeTimeout:   20 * time.Second,
		ForceAttemptHTTP2:     true,
		MaxConnsPerHost:       connections,
		MaxIdleConnsPerHost:   connections,
		IdleConnTimeout:       90 * time.Second,
		ExpectContinueTimeout: time.Second,
		// One HTTP/2 connection carries everything. If it dies without a word, a ping notices; requests would wait for their timeouts.
		HTTP2: &http.HTTP2Config{SendPingTimeout: 30 * time.Second, PingTimeout: 15 * time.Second},
	}
}

// trustedRoots adds the certificates of a PEM file to the system's. Without a file it is nil, which means the system's.
func trustedRoots(path string) (*x509.CertPool, error) {
	if path == "" {
		return nil, nil
	}
	const largestBundle = 16 << 20 // bytes
	file, err := os.Open(path)
	if err != nil {
		return nil, signin.BadArgument("ca_certificate_file", "The CA certificates cannot be read: %v.", err)
	}
	defer func() { _ = file.Close() }()
	bundle, err := io.ReadAll(io.LimitReader(file, largestBundle))
	if err != nil {
		return nil, signin.BadArgument("ca_certificate_file", "The CA certificates cannot be read: %v.", err)
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool() // a system without roots is no reason to refuse the ones that were given
	}
	if !roots.AppendCertsFromPEM(bundle) {
		return nil, signin.BadArgument("ca_certificate_file", "The file %q holds no PEM certificate.", path)
	}
	return roots, nil
}
