package wire_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// An invalid certificate fails at once: a retry can't make it valid.
func TestHostile_badCertificate(t *testing.T) {
	t.Parallel()
	for name, notAfter := range map[string]time.Time{"unknown authority": time.Now().Add(time.Hour), "expired": time.Now().Add(-time.Hour)} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			certificate := selfSigned(t, notAfter)
			listener, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12})
			if err != nil {
				t.Fatal(err)
			}
			var handshakes atomic.Int32
			go func() {
				for {
					connection, err := listener.Accept()
					if err != nil {
						return
					}
					handshakes.Add(1)
					_, _ = io.Copy(io.Discard, connection)
					_ = connection.Close()
				}
			}()
			t.Cleanup(func() { _ = listener.Close() })

			pool := x509.NewCertPool()
			if name == "expired" {
				pool.AddCert(certificate.Leaf)
			}
			plain := httptest.NewServer(emulator.New(emulator.Options{}))
			t.Cleanup(plain.Close)
			clock := acctest.NewClock()
			client, err := wire.New(wire.Config{Config: signin.Config{
				MetadataHost: plain.URL, UserAgent: "test", Clock: clock,
				Credentials: credentials,
				Transport:   &divert{to: listener.Addr().String(), pool: pool},
			}})
			if err != nil {
				t.Fatal(err)
			}
			if _, err := list(t.Context(), client, 0); err == nil {
				t.Error("the certificate was accepted")
			}
			if handshakes.Load() != 1 {
				t.Errorf("%d connections, want one", handshakes.Load())
			}
		})
	}
}

// divert sends Graph requests over TLS to another address.
type divert struct {
	to   string
	pool *x509.CertPool
}

func (d *divert) RoundTrip(r *http.Request) (*http.Response, error) {
	transport := &http.Transport{DisableKeepAlives: true, TLSClientConfig: &tls.Config{RootCAs: d.pool, MinVersion: tls.VersionTLS12}}
	if strings.Contains(r.URL.Path, "/identityGovernance/") {
		r = r.Clone(r.Context())
		r.URL.Scheme, r.URL.Host = "https", d.to
	}
	return transport.RoundTrip(r)
}

func selfSigned(t *testing.T, notAfter time.Time) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: notAfter.Add(-24 * time.Hour), NotAfter: notAfter, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}
