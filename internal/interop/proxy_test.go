package interop

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// builtIn are the hosts that msgraph talks to, whatever it is configured with.
var builtIn = []string{"graph.microsoft.com", "login.microsoftonline.com"}

// throughProxy starts a proxy on loopback that has handler answer for those hosts and lets nothing out to any other. It gives the
// environment that sends a program there.
func throughProxy(t *testing.T, handler http.Handler) []string {
	t.Helper()
	certificate, file := authority(t)
	inside := httptest.NewUnstartedServer(handler)
	inside.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	inside.StartTLS()
	t.Cleanup(inside.Close)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, port, err := net.SplitHostPort(r.Host)
		if r.Method != http.MethodConnect || err != nil || port != "443" || !slices.Contains(builtIn, host) {
			t.Errorf("a request to %s was about to leave the machine", r.Host)
			http.Error(w, "Nothing leaves this machine.", http.StatusForbidden)
			return
		}
		if err := tunnel(w, inside.Listener.Addr().String()); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(proxy.Close)
	return []string{"HTTPS_PROXY=" + proxy.URL, "NO_PROXY=", "SSL_CERT_FILE=" + file, "SSL_CERT_DIR=" + filepath.Dir(file)}
}

// tunnel connects the caller with an address until either hangs up.
func tunnel(w http.ResponseWriter, address string) error {
	to, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	w.WriteHeader(http.StatusOK)
	from, received, err := http.NewResponseController(w).Hijack() // the server may have received a byte of the handshake already
	if err != nil {
		return err
	}
	pass := func(writer io.Writer, reader io.Reader) {
		_, _ = io.Copy(writer, reader) // whoever hangs up first, there is nothing more to say
		_, _ = to.Close(), from.Close()
	}
	go pass(to, received)
	pass(from, to)
	return nil
}

// authority makes a CA that lives as long as the test and vouches for itself as the hosts, and the file for those who trust it.
func authority(t *testing.T) (certificate tls.Certificate, file string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "CA of a test"}, DNSNames: builtIn,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, file
}
