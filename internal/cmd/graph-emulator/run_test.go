package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

func TestPrintOuts(t *testing.T) {
	t.Parallel()
	for argument, want := range map[string]string{
		"-version":           "graph-emulator dev",
		"-print-seed":        "Payments - approve",
		"-print-seed-schema": "incompatibleGroups",

		"-print-contract-schema": "duplicateLink",
	} {
		var stdout, stderr bytes.Buffer
		if status := run(t.Context(), []string{argument}, &stdout, &stderr); status != exitOK ||
			!strings.Contains(stdout.String(), want) {
			t.Errorf("%s: %d, %q, %q", argument, status, stdout.String(), stderr.String())
		}
	}
}

func TestHelpNamesThePresets(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	if status := run(t.Context(), []string{"-h"}, io.Discard, &stderr); status != exitOK {
		t.Errorf("exit %d", status)
	}
	for _, p := range presets() {
		if !strings.Contains(stderr.String(), p.name) {
			t.Errorf("%s is not in the help", p.name)
		}
	}
}

func TestMisuse(t *testing.T) {
	t.Parallel()
	broken := filepath.Join(t.TempDir(), "seed.json")
	if err := os.WriteFile(broken, []byte(`{"users":[{"id":"ana"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string][]string{
		`"0.0.0.0" isn't a loopback address; other`:    {"-addr", "0.0.0.0:80", "-tls"},
		"-allow-remote requires -tls and -tls-names":   {"-addr", "0.0.0.0:80", "-allow-remote", "-tls-names", "graph", "-tls=false"},
		"-addr: -allow-remote requires -tls and -tls":  {"-addr", "0.0.0.0:80", "-allow-remote", "-tls"},
		"-tls-names requires -tls":                     {"-tls-names", "graph"},
		`"graph:1" isn't a host name`:                  {"-tls", "-tls-names", "graph:1"},
		"-stop-after must not be negative":             {"-stop-after", "-1"},
		"-concurrency must not be negative":            {"-concurrency", "-1"},
		`"" isn't a loopback address`:                  {"-addr", ":80"},
		`"127.0.0.1" must have the form host:port`:     {"-addr", "127.0.0.1"},
		`"graph" isn't document, published or both`:    {"-dialect", "graph"},
		"0 must be at least 1":                         {"-page-size", "0"},
		"-contract: open":                              {"-contract", filepath.Join(filepath.Dir(broken), "none.json")},
		"the file isn't a contract":                    {"-contract", broken},
		"-quota must not be negative":                  {"-quota", "-1"},
		"-latency must not be negative":                {"-latency", "-1s"},
		"-ca-out requires -tls":                        {"-ca-out", "ca.pem"},
		`"slow" isn't a preset`:                        {"-preset", "lag,slow"},
		`unexpected argument "serve"`:                  {"serve"},
		"flag provided but not defined: -port":         {"-port", "80"},
		"no such file":                                 {"-seed", filepath.Join(filepath.Dir(broken), "none.json")},
		`line 1: users[0]: id: "ana" is not a GUID`:    {"-seed", broken},
		`"many" for flag -page-size: it isn't a whole`: {"-page-size", "many"},
	} {
		var stdout, stderr bytes.Buffer
		if status := run(t.Context(), args, &stdout, &stderr); status != exitMisuse ||
			!strings.Contains(stderr.String(), want) {
			t.Errorf("%v: exit %d, %q", args, status, stderr.String())
		}
	}
}

func TestFilesThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	nowhere := filepath.Join(t.TempDir(), "none", "file")
	for flag, args := range map[string][]string{"-env-out": {"-env-out", nowhere}, "-ca-out": {"-tls", "-ca-out", nowhere}} {
		var stderr bytes.Buffer
		if status := run(t.Context(), args, io.Discard, &stderr); status != exitFailed ||
			!strings.Contains(stderr.String(), flag+": write "+nowhere+": no such file") {
			t.Errorf("%s: exit %d, %q", flag, status, stderr.String())
		}
	}
}

func TestAFileThatIsAFolder(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "elm.env")
	if err := os.MkdirAll(filepath.Join(folder, "inside"), 0o700); err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	if status := run(t.Context(), []string{"-env-out", folder}, io.Discard, &stderr); status != exitFailed ||
		!strings.Contains(stderr.String(), "-env-out: write "+folder+": file exists") {
		t.Errorf("exit %d, %q", status, stderr.String())
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(folder), ".*")); err != nil || len(left) > 0 {
		t.Errorf("it leaves %v: %v", left, err)
	}
}

func TestHelpListsRequests(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	status := run(t.Context(), []string{"-h"}, io.Discard, &stderr)
	for _, request := range []string{"/healthz", "/emulator/faults", "/emulator/links/incompatibleGroups/", "/emulator/journal"} {
		if status != exitOK || !strings.Contains(stderr.String(), request) {
			t.Errorf("exit %d, nothing about %s", status, request)
		}
	}
}

func TestAnAddressThatIsTaken(t *testing.T) {
	t.Parallel()
	p := start(t)
	var stderr bytes.Buffer
	address := strings.TrimPrefix(p.variables["ARM_METADATA_HOSTNAME"], "http://")
	if status := run(t.Context(), []string{"-addr", address}, io.Discard, &stderr); status != exitFailed ||
		!strings.Contains(stderr.String(), "in use") {
		t.Errorf("exit %d, %q", status, stderr.String())
	}
}

// program is a run that serves, with the environment that it printed.
type program struct {
	variables map[string]string
	stop      context.CancelFunc
	status    chan int
}

// start runs the program until it has said where it listens.
func start(t *testing.T, args ...string) *program {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	reader, writer := io.Pipe()
	p := &program{variables: map[string]string{}, stop: cancel, status: make(chan int, 1)}
	var stderr bytes.Buffer
	go func() {
		status := run(ctx, append([]string{"-print-env"}, args...), writer, &stderr)
		_ = writer.CloseWithError(io.EOF)
		p.status <- status
	}()
	t.Cleanup(cancel)
	text := make([]byte, 4096)
	n, err := reader.Read(text) // the environment is one write
	if err != nil {
		cancel()
		t.Fatalf("exit %d: %s", <-p.status, stderr.String())
	}
	for line := range strings.Lines(string(text[:n])) {
		name, value, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(line, "export ")), "=")
		p.variables[name] = value
	}
	return p
}

func get(t *testing.T, client *http.Client, target string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestServe(t *testing.T) {
	t.Parallel()
	envOut := filepath.Join(t.TempDir(), "emulator.env")
	p := start(t, "-env-out", envOut)
	host := p.variables["ARM_METADATA_HOSTNAME"]
	if !strings.HasPrefix(host, "http://127.0.0.1:") || p.variables["ARM_CLIENT_SECRET"] != emulator.DefaultSecret {
		t.Errorf("printed %v", p.variables)
	}
	written, err := os.ReadFile(envOut)
	if err != nil || !strings.Contains(string(written), "export ARM_METADATA_HOSTNAME="+host+"\n") {
		t.Errorf("wrote %q, %v", written, err)
	}
	if status, body := get(t, &http.Client{Transport: &http.Transport{}}, host+"/healthz"); status != 200 {
		t.Errorf("%d %s", status, body)
	}
	p.stop()
	if status := <-p.status; status != exitOK {
		t.Errorf("exit %d", status)
	}
	if _, err := os.Stat(envOut); !os.IsNotExist(err) {
		t.Errorf("the variables outlive the emulator: %v", err)
	}
}

func TestServeTLS(t *testing.T) {
	t.Parallel()
	caOut := filepath.Join(t.TempDir(), "the ca.pem")
	p := start(t, "-tls", "-ca-out", caOut, "-addr", "localhost:0")
	ca, err := os.ReadFile(caOut)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.variables["ELM_CA_CERTIFICATE_FILE"]; got != "'"+caOut+"'" {
		t.Errorf("printed %s", got)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	client := &http.Client{
		Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}},
	}
	status, body := get(t, client,
		"https://"+p.variables["ARM_METADATA_HOSTNAME"]+"/metadata/endpoints?api-version=2022-09-01")
	var document struct {
		Graph string `json:"microsoftGraphResourceId"`
	}
	if err := json.Unmarshal([]byte(body), &document); err != nil || status != 200 ||
		!strings.HasPrefix(document.Graph, "https://") {
		t.Errorf("%d %s", status, body)
	}
	client.CloseIdleConnections()
}

func TestQuote(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]string{"127.0.0.1:80": "127.0.0.1:80", "a b": "'a b'", "it's": `'it'\''s'`, "$(x)": "'$(x)'"} {
		if got := quote(value); got != want {
			t.Errorf("%s: %s, want %s", value, got, want)
		}
	}
}
