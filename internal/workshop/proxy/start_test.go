package proxy_test

import (
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/workshop/proxy"
)

// A program that has the cloud's addresses built in reaches the handler, and nothing else.
func TestStart(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	var refused []string
	p, err := proxy.Start(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, "hello from "+r.Host) }),
		[]string{"graph.microsoft.com"}, folder, func(reason string) { refused = append(refused, reason) })
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	client := through(t, p, folder)
	answer, err := get(t, client, "https://graph.microsoft.com/v1.0/groups")
	if err != nil || answer != "hello from graph.microsoft.com" || len(refused) > 0 {
		t.Errorf("%q, %v, refused: %v", answer, err, refused)
	}
	for _, elsewhere := range []string{"https://example.com/", "https://graph.microsoft.com:8443/"} {
		if answer, err := get(t, client, elsewhere); err == nil {
			t.Errorf("%s answers %q", elsewhere, answer)
		}
	}
	if len(refused) != 2 || !strings.Contains(refused[0], "example.com") {
		t.Errorf("refused: %v", refused)
	}
}

// through is a client with what the environment tells a program.
func through(t *testing.T, p *proxy.Proxy, folder string) *http.Client {
	t.Helper()
	environment := map[string]string{}
	for _, variable := range p.Environment() {
		name, value, _ := strings.Cut(variable, "=")
		environment[name] = value
	}
	address, err := url.Parse(environment["HTTPS_PROXY"])
	if err != nil {
		t.Fatal(err)
	}
	if file := environment["SSL_CERT_FILE"]; filepath.Dir(file) != folder {
		t.Fatalf("the authority is in %s", file)
	}
	authority, err := os.ReadFile(environment["SSL_CERT_FILE"])
	if err != nil {
		t.Fatal(err)
	}
	trusted := x509.NewCertPool()
	trusted.AppendCertsFromPEM(authority)
	transport := &http.Transport{Proxy: http.ProxyURL(address), TLSClientConfig: &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12}}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func get(t *testing.T, client *http.Client, address string) (string, error) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(request)
	if err != nil {
		return "", err
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	return string(body), err
}
