package wire_test

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/network"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// inspector is a certificate authority as a company's TLS-inspecting proxy has one: it speaks for every host.
type inspector struct {
	file string // PEM
	tls  *tls.Config
}

func newInspector(t *testing.T, hosts ...string) *inspector {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true, DNSNames: hosts,
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	return &inspector{file: file, tls: &tls.Config{
		Certificates: []tls.Certificate{{Certificate: [][]byte{raw}, PrivateKey: key}}, MinVersion: tls.VersionTLS12,
	}}
}

func TestTransport_caCertificateFile(t *testing.T) {
	t.Parallel()
	authority := newInspector(t)
	server := httptest.NewUnstartedServer(acctest.Start(t, emulator.Options{}))
	server.TLS = authority.tls
	server.StartTLS()
	t.Cleanup(server.Close)

	clock := acctest.NewClock()
	cfg := wire.Config{Config: signin.Config{
		MetadataHost: strings.TrimPrefix(server.URL, "https://"),
		Clock:        clock,
		Credentials:  credentials,
	}}
	err, failure := listWith(t, cfg), &signin.AuthenticationError{}
	if !errors.As(err, &failure) || !strings.Contains(failure.Advice, "ca_certificate_file") || clock.Slept() != 0 {
		t.Errorf("an unknown authority: err = %v after %s", err, clock.Slept())
	}
	cfg.CACertificateFile = authority.file
	if err := listWith(t, cfg); err != nil {
		t.Error(err)
	}
}

// listWith reads a list with a client of its own.
func listWith(t *testing.T, cfg wire.Config) error {
	t.Helper()
	client, err := wire.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	_, err = list(t.Context(), client, 0)
	return err
}

func TestTransport_badCACertificateFile(t *testing.T) {
	t.Parallel()
	empty := filepath.Join(t.TempDir(), "empty.pem")
	if err := os.WriteFile(empty, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{empty, empty + "?", t.TempDir()} {
		var bad *signin.ConfigError
		if _, err := wire.New(wire.Config{CACertificateFile: file}); !errors.As(err, &bad) || bad.Arguments[0] != "ca_certificate_file" {
			t.Errorf("%s: %v", file, err)
		}
	}
}

const behindProxy = "ELM_TEST_BEHIND_PROXY" // holds the CA file in the process that has a proxy in its environment

// The proxy is part of a process's environment and is read once, so a process of its own asks for the token.
func TestTransport_inspectingProxy(t *testing.T) {
	t.Parallel()
	const host = "management.contoso.example"
	if file := os.Getenv(behindProxy); file != "" {
		err := listWith(t, wire.Config{
			Config:            signin.Config{MetadataHost: host, Clock: acctest.NewClock(), Credentials: credentials},
			CACertificateFile: file,
		})
		if err != nil {
			t.Error(err)
		}
		return
	}
	authority, service := newInspector(t, host), acctest.Start(t, emulator.Options{})
	inside := httptest.NewUnstartedServer(service)
	inside.TLS = authority.tls
	inside.StartTLS()
	t.Cleanup(inside.Close)
	tunnels := make(chan string, 10)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		tunnels <- r.Method + " " + r.Host
		tunnel(t, w, inside.Listener.Addr().String())
	}))
	t.Cleanup(proxy.Close)

	command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTransport_inspectingProxy$", "-test.v")
	command.Env = append(os.Environ(), behindProxy+"="+authority.file, "HTTPS_PROXY="+proxy.URL, "https_proxy="+proxy.URL, "NO_PROXY=", "no_proxy=")
	if output, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	if got := <-tunnels; got != "CONNECT "+host+":443" {
		t.Errorf("the proxy saw %q", got)
	}
	if len(service.Journal()) != 3 {
		t.Errorf("%d requests went through the proxy, want one for endpoints, a token and a list each", len(service.Journal()))
	}
}

// tunnel joins the client with what the proxy makes it believe to be the host.
func tunnel(t *testing.T, w http.ResponseWriter, to string) {
	t.Helper()
	far, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", to)
	if err != nil {
		t.Error(err)
		return
	}
	near, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	_, _ = near.Write([]byte("HTTP/1.1 200 Connection established\r\n\r\n"))
	go func() {
		defer func() { _ = near.Close() }()
		_, _ = bufio.NewReader(far).WriteTo(near)
	}()
	defer func() { _ = far.Close() }()
	_, _ = buffered.WriteTo(far)
}

// proxied lets everything pass but requests to Microsoft Graph, which a proxy refuses.
type proxied struct {
	http.Transport

	refused atomic.Int32
}

func (p *proxied) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.Contains(r.URL.Path, "/identityGovernance/") {
		p.refused.Add(1)
		return nil, &network.ProxyError{Proxy: "proxy.contoso.example:8080", Target: "graph.microsoft.com:443", Status: http.StatusForbidden}
	}
	return p.Transport.RoundTrip(r)
}

// The service can't have seen what a proxy refused, and asking the proxy again is of no use.
func TestTransport_proxyRefusesGraph(t *testing.T) {
	t.Parallel()
	s, proxy := start(t), &proxied{}
	client := s.configured(t, func(cfg *wire.Config) { cfg.Transport = proxy })
	err := add(within(t, s), client, 0, 0)
	if err == nil || wire.IsAmbiguous(err) || !wire.IsUnsent(err) || !wire.IsHopeless(err) || !strings.Contains(err.Error(), "proxy.contoso.example:8080 answered 403") {
		t.Errorf("err = %v", err)
	}
	if n := proxy.refused.Load(); n != 1 || s.clock.Slept() != 0 {
		t.Errorf("the proxy was asked %d times, with waits of %s", n, s.clock.Slept())
	}
}
