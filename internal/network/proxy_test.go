package network

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const planted = "planted"

func TestCheckProxy(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"":                                     "",
		"http://proxy.example:8080":            "",
		"proxy.example:8080":                   "",
		"proxy.example":                        "",
		"https://proxy.example":                "",
		"socks5://user:planted@proxy.example":  "",
		"http://user:pl%25ted@proxy.example:1": "",
		"http://user:p@planted@proxy.example":  "",
		"user:planted@proxy.example:8080":      "",
		"http://10.0.0.1:3128/":                "",

		"http://user:plan%ted@proxy.example:8080":   "Write that character as `%25`, as in http://USER:PASS%25WORD@HOST:PORT.",
		"http://user:planted%@proxy.example:8080":   "an unescaped `%` in its user name or password",
		"http://user:planted#1@proxy.example:8080":  "Write that character as `%23`",
		"http://user:1#planted@proxy.example:8080":  "Write that character as `%23`",
		"user:planted#1@proxy.example:8080":         "Write that character as `%23`",
		"http://user:planted/1@proxy.example:8080":  "Write that character as `%2F`",
		"http://user:1/planted@proxy.example:8080":  "Write that character as `%2F`",
		"http://user:1?planted@proxy.example:8080":  "Write that character as `%3F`",
		`http://planted\user:x@proxy.example:8080`:  "Write that character as `%5C`",
		"http://user:planted^x@proxy.example:8080":  "Write that character as `%5E`",
		"http://user:planted\nx@proxy.example:8080": "isn't a URL. Write it as http://USER:PASSWORD@HOST:PORT.",
		"http://planted.example:port":               "isn't a URL. Write it as http://USER:PASSWORD@HOST:PORT.",
		"http://:8080":                              "names no host",
		"htps://user:planted@proxy.example":         "a scheme other than http",
	} {
		err := CheckProxy(func(variable string) string { return map[string]string{"HTTPS_PROXY": address}[variable] })
		switch {
		case want == "" && err != nil:
			t.Errorf("%q: %v", address, err)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "The environment variable HTTPS_PROXY ")):
			t.Errorf("%q: %v, want %q", address, err, want)
		case err != nil && strings.Contains(err.Error(), planted):
			t.Errorf("%q: %v shows the address", address, err)
		}
	}
	lower := func(variable string) string { return map[string]string{"https_proxy": "http://a:%@b"}[variable] }
	if err := CheckProxy(lower); err == nil || !strings.Contains(err.Error(), "variable https_proxy has") {
		t.Errorf("https_proxy: %v", err)
	}
}

const goesThrough = "ELM_TEST_GOES_THROUGH" // the proxy that a process of its own has to use

// The client reads HTTPS_PROXY once in the life of a process, so each address is tried in a process of its own: no
// address that CheckProxy lets pass may be ignored or misread.
func TestCheckProxy_agreesWithTheClient(t *testing.T) {
	t.Parallel()
	if want := os.Getenv(goesThrough); want != "" {
		request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://graph.example/", http.NoBody)
		got, err := NewTransport(nil, 1).Proxy(request)
		ignored := err != nil || got == nil || got.Host != want
		if refused := CheckProxy(os.Getenv) != nil; refused != ignored {
			t.Errorf("refused: %v, but the client uses %v, %v", refused, got, err)
		}
		return
	}
	for _, address := range []string{
		"http://proxy.example:8080", "proxy.example:8080", "http://user:a%25b@proxy.example:8080", "http://user:a@b@proxy.example:8080",
		"http://user:a%b@proxy.example:8080", "http://user:a#b@proxy.example:8080", "http://user:1#b@proxy.example:8080",
		"http://user:1/b@proxy.example:8080", "http://user:1?b@proxy.example:8080", `http://user:a\b@proxy.example:8080`,
		"user:1#b@proxy.example:8080", "http://user:a%2@proxy.example:8080",
	} {
		command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestCheckProxy_agreesWithTheClient$")
		command.Env = append(os.Environ(), goesThrough+"=proxy.example:8080", "HTTPS_PROXY="+address, "NO_PROXY=", "no_proxy=")
		if output, err := command.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", address, err, output)
		}
	}
}

func TestTransport_proxyRefuses(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]struct {
		next  string
		final bool
	}{
		http.StatusProxyAuthRequired:  {"Set HTTPS_PROXY to http://USER:PASSWORD@", true},
		http.StatusForbidden:          {"allow connections to graph.example:443", true},
		http.StatusServiceUnavailable: {"can reach graph.example:443", false},
	} {
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		t.Cleanup(proxy.Close)
		err := getThrough(t.Context(), t, proxy.URL, "https://graph.example/")
		host := strings.TrimPrefix(proxy.URL, "http://")
		if !strings.Contains(err.Error(), "the proxy "+host+" answered") || !strings.Contains(err.Error(), http.StatusText(status)) {
			t.Errorf("%d: %v", status, err)
		}
		if got := NextStep(err); !strings.Contains(got, want.next) || IsFinal(err) != want.final || !IsUnsent(err) {
			t.Errorf("%d: %q, final %v, unsent %v", status, got, IsFinal(err), IsUnsent(err))
		}
	}
}

func TestProxyError_namesThePort(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"http://proxy.example": "proxy.example:80", "https://proxy.example": "proxy.example:443", "http://proxy.example:3128": "proxy.example:3128",
		"http://user:planted@proxy.example": "proxy.example:80",
	} {
		proxy, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := withPort(proxy); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}

func getThrough(ctx context.Context, t *testing.T, proxy, target string) error {
	t.Helper()
	address, err := url.Parse(proxy)
	if err != nil {
		t.Fatal(err)
	}
	transport := NewTransport(nil, 1)
	transport.Proxy = http.ProxyURL(address)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, target, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := (&http.Client{Transport: transport}).Do(request)
	if err == nil {
		_ = response.Body.Close()
		t.Fatal("no error")
	}
	return err
}
