// Package proxy answers for hosts of the cloud, for programs that cannot be told another address: a proxy on loopback
// that leads their connections to a handler and lets nothing else out. Tests of such programs and the benchmark use it.
package proxy

import (
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
)

// Proxy is one that runs.
type Proxy struct {
	inside, outside *httptest.Server
	authority       string // the file with the certificate to trust
}

// Start lets the handler answer for the hosts, over TLS and, as programs see it, on port 443. It writes the certificate
// that a program must trust into the folder. It calls refused for every other host that a program wants to reach, and
// for a tunnel that fails.
func Start(handler http.Handler, hosts []string, folder string, refused func(reason string)) (*Proxy, error) {
	certificate, file, err := newAuthority(hosts, folder)
	if err != nil {
		return nil, err
	}
	p := &Proxy{inside: httptest.NewUnstartedServer(handler), authority: file}
	p.inside.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	p.inside.StartTLS()
	p.outside = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, port, err := net.SplitHostPort(r.Host)
		if r.Method != http.MethodConnect || err != nil || port != "443" || !slices.Contains(hosts, host) {
			refused("a request to " + r.Host + " was about to leave the machine")
			http.Error(w, "Nothing leaves this machine.", http.StatusForbidden)
			return
		}
		if err := tunnel(r.Context(), w, p.inside.Listener.Addr().String()); err != nil {
			refused(err.Error())
		}
	}))
	return p, nil
}

// Close ends it.
func (p *Proxy) Close() {
	p.outside.Close()
	p.inside.Close()
}

// Environment is what sends a program written in Go through the proxy, on Linux: elsewhere it trusts the system's
// authorities only.
func (p *Proxy) Environment() []string {
	return []string{
		"HTTPS_PROXY=" + p.outside.URL,
		"NO_PROXY=",
		"SSL_CERT_FILE=" + p.authority,
		"SSL_CERT_DIR=" + filepath.Dir(p.authority),
	}
}

// tunnel connects the caller with an address until either hangs up.
func tunnel(ctx context.Context, w http.ResponseWriter, address string) error {
	var dialer net.Dialer
	to, err := dialer.DialContext(ctx, "tcp", address)
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusOK)
	// the server may have received a byte of the handshake already
	from, received, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return err
	}
	pass := func(writer io.Writer, reader io.Reader) {
		_, _ = io.Copy(writer, reader) // the connection ends when either side closes it
		_, _ = to.Close(), from.Close()
	}
	go pass(to, received)
	pass(from, to)
	return nil
}
