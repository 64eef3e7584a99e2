package signin

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

func TestNamedCloud(t *testing.T) {
	t.Parallel()
	for name, want := range map[string][2]string{
		"":               {"https://login.microsoftonline.com", "https://graph.microsoft.com"},
		"global":         {"https://login.microsoftonline.com", "https://graph.microsoft.com"},
		"Public":         {"https://login.microsoftonline.com", "https://graph.microsoft.com"},
		"usgovernment":   {"https://login.microsoftonline.us", "https://graph.microsoft.us"},
		"usgovernmentl4": {"https://login.microsoftonline.us", "https://graph.microsoft.us"},
		"usgovernmentl5": {"https://login.microsoftonline.us", "https://dod-graph.microsoft.us"},
		"dod":            {"https://login.microsoftonline.us", "https://dod-graph.microsoft.us"},
		"china":          {"https://login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn"},
	} {
		c, err := namedCloud(name)
		if err != nil || c.login != want[0] || c.graph.String() != want[1] {
			t.Errorf("%q: %+v, %v, want %v", name, c, err, want)
		}
	}
	var bad *ConfigError
	if _, err := namedCloud("germany"); !errors.As(err, &bad) || bad.Arguments[0] != "environment" {
		t.Errorf("err = %v", err)
	}
}

func TestParseMetadataHost(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"management.example":         "https://management.example",
		"management.example:8443":    "https://management.example:8443",
		"https://management.example": "https://management.example",
		"http://127.0.0.1:8080":      "http://127.0.0.1:8080",
		"http://127.9.9.9":           "http://127.9.9.9",
		"http://localhost:1/":        "http://localhost:1",
		"http://[::1]:8080":          "http://[::1]:8080",
	} {
		if got, err := parseMetadataHost(given); err != nil || got.String() != want {
			t.Errorf("%q: %v, %v, want %s", given, got, err, want)
		}
	}
	for _, given := range []string{
		"http://management.example", "http://127.0.0.1.example", "http://localhost.example", "http://10.0.0.1", "http://0.0.0.0",
		"ftp://127.0.0.1", "https://", "://", "management.example/path", "management.example?a", "user:word@management.example", "http://u@127.0.0.1",
		"http://127.0.0.1@management.example", "management.example#x", "a b", "%",
	} {
		var bad *ConfigError
		if got, err := parseMetadataHost(given); !errors.As(err, &bad) || bad.Arguments[0] != "metadata_host" {
			t.Errorf("%q: %v, %v", given, got, err)
		}
	}
}

// A metadata document must not send secrets or tokens over plain http.
func TestFetchCloud_untrusted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ host, document string }{
		"plain login":         {"http://127.0.0.1", `{"authentication":{"loginEndpoint":"http://evil.example"},"microsoftGraphResourceId":"http://127.0.0.1"}`},
		"plain graph":         {"http://127.0.0.1", `{"authentication":{"loginEndpoint":"http://127.0.0.1"},"microsoftGraphResourceId":"http://evil.example"}`},
		"remote names local":  {"management.example", `{"authentication":{"loginEndpoint":"https://l.example"},"microsoftGraphResourceId":"http://127.0.0.1"}`},
		"graph with a path":   {"http://127.0.0.1", `{"authentication":{"loginEndpoint":"https://l.example"},"microsoftGraphResourceId":"https://g.example/x"}`},
		"graph with a user":   {"http://127.0.0.1", `{"authentication":{"loginEndpoint":"https://l.example"},"microsoftGraphResourceId":"https://u@g.example"}`},
		"no login":            {"http://127.0.0.1", `{"microsoftGraphResourceId":"https://g.example"}`},
		"no graph":            {"http://127.0.0.1", `{"authentication":{"loginEndpoint":"https://l.example"}}`},
		"list":                {"http://127.0.0.1", `[]`},
		"text":                {"http://127.0.0.1", `oops`},
		"nothing":             {"http://127.0.0.1", ``},
		"null":                {"http://127.0.0.1", `null`},
		"login is not a text": {"http://127.0.0.1", `{"authentication":{"loginEndpoint":1},"microsoftGraphResourceId":"https://g.example"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := emulator.New(emulator.Options{})
			server.Inject(emulator.Fault{Path: "/metadata", Status: http.StatusOK, Body: []byte(test.document), ContentType: "application/json"})
			cfg := secretConfig(server, &steppedClock{})
			cfg.MetadataHost = test.host
			_, err := mustSession(t, cfg).Token(t.Context())
			var failure *AuthenticationError
			if !errors.As(err, &failure) || !strings.Contains(failure.Advice, "metadata_host") {
				t.Errorf("err = %v", err)
			}
			if got := countKind(server, "token"); got != 0 {
				t.Errorf("%d requests with the secret", got)
			}
		})
	}
}

func TestFetchCloud_redirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	server := emulator.New(emulator.Options{})
	server.Inject(emulator.Fault{Path: "/metadata", Status: http.StatusFound, Header: http.Header{"Location": {"http://127.0.0.1/elsewhere"}}})
	if _, err := mustSession(t, secretConfig(server, &steppedClock{})).Endpoint(t.Context()); err == nil {
		t.Error("no error")
	}
	if got := len(server.Journal()); got != 1 {
		t.Errorf("%d requests, want 1", got)
	}
}
