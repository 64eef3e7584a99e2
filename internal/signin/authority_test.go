package signin

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"
)

// authority is a login endpoint, a pipeline, and a managed identity endpoint. It accepts every request and records it.
type authority struct {
	*httptest.Server

	mu       sync.Mutex
	requests []*http.Request
	forms    []url.Values                // of the login endpoint
	instead  map[string]http.HandlerFunc // by path
}

const tokenPath = "/" + testTenant + "/oauth2/v2.0/token"

// on makes a path answer something else from now on.
func (a *authority) on(path string, answer http.HandlerFunc) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.instead[path] = answer
}

// count is how many requests a path got.
func (a *authority) count(path string) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	n := 0
	for _, r := range a.requests {
		if r.URL.Path == path {
			n++
		}
	}
	return n
}

// status answers with a status and a JSON text.
func status(code int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(code)
		_, _ = io.WriteString(w, body)
	}
}

func page(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(code)
		_, _ = io.WriteString(w, "<html><title>Sign in</title>planted</html>")
	}
}

func redirect(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) }
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{instead: map[string]http.HandlerFunc{}}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.requests = append(a.requests, r)
		if special, ok := a.instead[r.URL.Path]; ok {
			special(w, r)
			return
		}
		var answer any
		switch {
		case r.URL.Path == "/metadata/endpoints":
			answer = map[string]any{"authentication": map[string]string{"loginEndpoint": a.URL + "/"}, "microsoftGraphResourceId": a.URL + "/"}
		case strings.HasSuffix(r.URL.Path, "/oauth2/v2.0/token"):
			body, _ := io.ReadAll(r.Body)
			form, _ := url.ParseQuery(string(body))
			a.forms = append(a.forms, form)
			answer = map[string]any{"access_token": fmt.Sprintf("token %d", len(a.forms)), "expires_in": 3600}
		case r.URL.Path == "/github":
			answer = map[string]any{"value": "assertion of GitHub"}
		case r.URL.Path == "/pipelines":
			answer = map[string]any{"oidcToken": "assertion of Azure Pipelines"}
		case r.URL.Path == "/msi":
			answer = map[string]any{"access_token": "token of the machine", "expires_in": "3600"}
		default:
			http.NotFound(w, r)
			return
		}
		_ = json.NewEncoder(w).Encode(answer)
	}))
	t.Cleanup(a.Close)
	return a
}

func (a *authority) session(t *testing.T, credentials Credentials) *Session {
	t.Helper()
	return mustSession(t, Config{MetadataHost: a.URL, Credentials: credentials})
}

func (a *authority) lastForm() url.Values {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.forms[len(a.forms)-1]
}

// request gives the last request of a path.
func (a *authority) request(t *testing.T, path string) *http.Request {
	t.Helper()
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := len(a.requests) - 1; i >= 0; i-- {
		if a.requests[i].URL.Path == path {
			return a.requests[i]
		}
	}
	t.Fatalf("no request for %s", path)
	return nil
}

// certificate is a key pair as an administrator registers it.
type certificate struct {
	key    *rsa.PrivateKey
	raw    []byte
	bundle []byte // PKCS#12
}

func newCertificate(t *testing.T, password string) certificate {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour)}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	bundle, err := pkcs12.Modern.Encode(key, parsed, nil, password)
	if err != nil {
		t.Fatal(err)
	}
	return certificate{key: key, raw: raw, bundle: bundle}
}
