package network

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// authority is a CA that vouches for itself as the hosts.
func authority(t *testing.T, ends time.Time, hosts ...string) (certificate tls.Certificate, der []byte) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Contoso TLS inspection"}, NotAfter: ends, DNSNames: hosts,
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	der, err = x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, der
}

func inPEM(der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}

func inUTF16(text string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		b.Write([]byte{byte(unit), byte(unit >> 8)})
	}
	return b.String()
}

func TestReadRoots(t *testing.T) {
	t.Parallel()
	_, der := authority(t, time.Now().Add(time.Hour))
	folder := t.TempDir()
	for name, test := range map[string]struct{ content, want string }{
		"PEM":                   {inPEM(der), ""},
		"PEM with words before": {"# Contoso\n" + inPEM(der), ""},
		"byte-order mark":       {"\xef\xbb\xbf" + inPEM(der), "begins with a byte-order mark (BOM)"},
		"byte-order mark, two":  {"\xef\xbb\xbf" + inPEM(der) + inPEM(der), "Save it as UTF-8 without a byte-order mark."},
		"UTF-16":                {"\xff\xfe" + inUTF16(inPEM(der)), "is UTF-16"},
		"UTF-16 without a mark": {inUTF16(inPEM(der)), "is UTF-16"},
		"DER":                   {string(der), "`openssl x509 -inform der -in FILE -out FILE.pem`"},
		"empty":                 {"", "holds no PEM certificate"},
		"something else":        {"oops", "holds no PEM certificate"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(folder, strings.ReplaceAll(name, " ", "-"))
			if err := os.WriteFile(file, []byte(test.content), 0o600); err != nil {
				t.Fatal(err)
			}
			roots, err := ReadRoots(file)
			var bad *SettingError
			if test.want == "" && (err != nil || roots == nil) {
				t.Fatal(err)
			}
			if test.want != "" && (!errors.As(err, &bad) || !strings.Contains(bad.Reason, test.want) || !strings.Contains(bad.Reason, "The file \""+file+"\" ")) {
				t.Errorf("err = %v, want %q", err, test.want)
			}
		})
	}
	if _, err := ReadRoots(filepath.Join(folder, "missing")); err == nil || !strings.Contains(err.Error(), "can't read the CA certificates") {
		t.Errorf("missing: %v", err)
	}
	large := filepath.Join(folder, "large")
	if err := os.WriteFile(large, []byte(strings.Repeat("#", largestBundle)+inPEM(der)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadRoots(large); err == nil || !strings.Contains(err.Error(), "the file is larger than 16777216 bytes") {
		t.Errorf("large: %v", err)
	}
}

func TestNextStep_certificates(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		host    string
		ends    time.Time
		trusted bool
		want    []string
	}{
		"unknown authority": {"graph.example", time.Now().Add(time.Hour), false, []string{"inspects TLS", `issued by "CN=Contoso TLS inspection"`, "Set `ca_certificate_file`"}},
		"another host":      {"portal.example", time.Now().Add(time.Hour), true, []string{"portal.example", "DNS entry", "HTTPS_PROXY"}},
		"expired":           {"graph.example", time.Now().Add(-time.Hour), true, []string{"Set the clock of this machine"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			certificate, der := authority(t, test.ends, "graph.example")
			server := httptest.NewUnstartedServer(http.NotFoundHandler())
			server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
			server.StartTLS()
			t.Cleanup(server.Close)
			roots := x509.NewCertPool()
			if test.trusted {
				parsed, err := x509.ParseCertificate(der)
				if err != nil {
					t.Fatal(err)
				}
				roots.AddCert(parsed)
			}
			transport := NewTransport(roots, 1)
			transport.Proxy = nil
			transport.TLSClientConfig.ServerName = test.host
			request := &http.Request{Method: http.MethodGet, URL: &url.URL{Scheme: "https", Host: server.Listener.Addr().String(), Path: "/"}, Header: http.Header{}}
			response, err := (&http.Client{Transport: transport}).Do(request.WithContext(t.Context()))
			if err == nil {
				_ = response.Body.Close()
				t.Fatal("no error")
			}
			if !IsFinal(err) || !IsUnsent(err) {
				t.Errorf("final %v, unsent %v: %v", IsFinal(err), IsUnsent(err), err)
			}
			for _, want := range test.want {
				if got := NextStep(err); !strings.Contains(got, want) {
					t.Errorf("%q lacks %q (%v)", got, want, err)
				}
			}
		})
	}
}
