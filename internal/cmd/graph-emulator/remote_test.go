package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestServeOtherMachines: the certificate and the variables have the name that other machines use.
func TestServeOtherMachines(t *testing.T) {
	t.Parallel()
	caOut := filepath.Join(t.TempDir(), "ca.pem")
	p := start(t, "-addr", "0.0.0.0:0", "-allow-remote", "-tls", "-tls-names", "graph, 192.0.2.7", "-ca-out", caOut)
	name, port, err := net.SplitHostPort(p.variables["ARM_METADATA_HOSTNAME"])
	if err != nil || name != "graph" {
		t.Fatalf("clients are told %q", p.variables["ARM_METADATA_HOSTNAME"])
	}
	ca, err := os.ReadFile(caOut)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	transport := &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
		// in place of a network that knows the names
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, "127.0.0.1:"+port)
		},
	}
	t.Cleanup(transport.CloseIdleConnections)
	for _, host := range []string{"graph", "192.0.2.7", "localhost"} {
		status, body := get(t, &http.Client{Transport: transport},
			"https://"+host+":"+port+"/metadata/endpoints?api-version=2022-09-01")
		if status != 200 || !strings.Contains(body, "https://"+host+":"+port) {
			t.Errorf("%s: %d %s", host, status, body)
		}
	}
}

// TestStopAfter: the emulator ends as a service dies that refuses connections, and says no error.
func TestStopAfter(t *testing.T) {
	t.Parallel()
	p := start(t, "-stop-after", "1")
	host := p.variables["ARM_METADATA_HOSTNAME"]
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	if status, _ := get(t, client, host+"/v1.0/users"); status != 401 {
		t.Errorf("the last request: %d", status)
	}
	if status := <-p.status; status != exitOK {
		t.Errorf("exit %d", status)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, host+"/v1.0/users", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(r)
	if err == nil {
		_ = response.Body.Close()
	}
	if !errors.Is(err, syscall.ECONNREFUSED) {
		t.Errorf("a later request: %v", err)
	}
}

// TestStaleVariables: a script that waits for the variables doesn't find those of an earlier run that was killed.
func TestStaleVariables(t *testing.T) {
	t.Parallel()
	envOut := filepath.Join(t.TempDir(), "elm.env")
	if err := os.WriteFile(envOut, []byte("export ARM_METADATA_HOSTNAME=http://127.0.0.1:1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t)
	taken := strings.TrimPrefix(p.variables["ARM_METADATA_HOSTNAME"], "http://")
	if status := run(t.Context(), []string{"-addr", taken, "-env-out", envOut}, io.Discard, io.Discard); status != exitFailed {
		t.Errorf("exit %d", status)
	}
	if _, err := os.Stat(envOut); !os.IsNotExist(err) {
		t.Errorf("the variables of another run are still there: %v", err)
	}
}
