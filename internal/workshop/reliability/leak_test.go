package reliability_test

import (
	"archive/zip"
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/hex"
	"io"
	"math/big"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
	"github.com/entra-elm/terraform-provider-elm/internal/workshop/acctest"
)

// login is one way to authenticate, with secrets that are nowhere else.
type login struct {
	name      string
	variables func(t *testing.T, s *acctest.Service) (variables, secrets []string)
	refused   bool
}

func logins() []login {
	assertion := func() string {
		part := base64.RawURLEncoding.EncodeToString
		return part([]byte(`{"alg":"RS256","typ":"JWT"}`)) + "." + part([]byte(`{"sub":"planted","exp":4102444800}`)) + "." + part([]byte(rand.Text()))
	}
	return []login{
		{name: "client secret", variables: func(*testing.T, *acctest.Service) ([]string, []string) {
			return []string{"ARM_CLIENT_SECRET=" + acctest.Secret}, []string{acctest.Secret}
		}},
		{name: "wrong client secret", refused: true, variables: func(*testing.T, *acctest.Service) ([]string, []string) {
			secret := "wrong&" + rand.Text()
			return []string{"ARM_CLIENT_SECRET=" + secret}, []string{secret, url.QueryEscape(secret)}
		}},
		{name: "OIDC token", variables: func(*testing.T, *acctest.Service) ([]string, []string) {
			token := assertion()
			return []string{"ARM_USE_OIDC=true", "ARM_OIDC_TOKEN=" + token}, []string{token}
		}},
		{name: "OIDC token of a pipeline", variables: func(_ *testing.T, s *acctest.Service) ([]string, []string) {
			token := "request-" + rand.Text()
			return []string{"ARM_USE_OIDC=true", "ARM_OIDC_REQUEST_TOKEN=" + token, "ARM_OIDC_REQUEST_URL=" + s.URL + "/oidc/request"}, []string{token}
		}},
		{name: "client certificate", variables: func(t *testing.T, _ *acctest.Service) ([]string, []string) {
			t.Helper()
			password := "password-" + rand.Text()
			bundle, key := certificate(t, password)
			encoded := base64.StdEncoding.EncodeToString(bundle)
			return []string{"ARM_CLIENT_CERTIFICATE=" + encoded, "ARM_CLIENT_CERTIFICATE_PASSWORD=" + password},
				[]string{password, encoded, encoded[:64], base64.StdEncoding.EncodeToString(key)[:64], hex.EncodeToString(key)[:64]}
		}},
		{name: "managed identity", variables: func(_ *testing.T, s *acctest.Service) ([]string, []string) {
			header := "header-" + rand.Text()
			return []string{"ARM_USE_MSI=true", "IDENTITY_ENDPOINT=" + s.URL + "/metadata/identity/oauth2/token", "IDENTITY_HEADER=" + header}, []string{header}
		}},
	}
}

// With everything logged, no secret and no token is in the log, the output, the plan or the state; whether the run
// succeeds or fails.
func TestAccLeaks(t *testing.T) {
	t.Parallel()
	acctest.Command(t)
	for _, l := range logins() {
		t.Run(l.name, func(t *testing.T) {
			t.Parallel()
			v := newVictim(t, operations()[0])
			seen := &wire{}
			v.service.Observe(seen.record)
			variables, secrets := l.variables(t, v.service)
			v.cli.Setenv("TF_LOG=trace", "ARM_METADATA_HOSTNAME="+v.service.URL, "ARM_TENANT_ID="+acctest.TenantID, "ARM_CLIENT_ID="+acctest.ClientID, "ARM_USE_CLI=false")
			v.cli.Setenv(variables...)
			v.cli.Write(t, v.op.config())

			var all bytes.Buffer
			plan, err := v.start("plan", "-out=saved").CombinedOutput()
			all.Write(plan)
			if err != nil {
				t.Fatalf("%v:\n%s", err, clipped(plan))
			}
			v.service.Inject(emulator.Fault{Method: http.MethodPost, Skip: 1, Times: 1, Status: http.StatusForbidden})
			for _, run := range []struct {
				arguments []string
				fails     bool
			}{
				{[]string{"apply", "saved"}, true},
				{[]string{"apply", "-auto-approve"}, l.refused},
				{[]string{"plan"}, false}, // without state, it sends no request
				{[]string{"apply", "-destroy", "-auto-approve"}, false},
			} {
				output, err := v.start(run.arguments...).CombinedOutput()
				all.Write(output)
				if failed := err != nil; failed != run.fails {
					t.Errorf("%q: %v:\n%s", run.arguments, err, clipped(output))
				}
				if state, err := filepath.Glob(filepath.Join(v.cli.Dir, "terraform.tfstate*")); err == nil {
					for _, name := range state {
						all.Write(v.cli.ReadFile(t, filepath.Base(name)))
					}
				}
			}
			all.Write(unzipped(t, v.cli.ReadFile(t, "saved")))
			if !bytes.Contains(all.Bytes(), []byte("[TRACE]")) || !bytes.Contains(all.Bytes(), []byte("Microsoft Graph answered")) && !l.refused {
				t.Fatal("The log is not complete: the test shows nothing.")
			}
			tokens := seen.secrets()
			if len(tokens) == 0 {
				t.Fatal("No token was seen: the test shows nothing.")
			}
			for _, secret := range append(tokens, secrets...) {
				if bytes.Contains(all.Bytes(), []byte(secret)) {
					t.Errorf("%q leaks", secret)
				}
			}
		})
	}
}

// wire notes the secrets that were on the wire.
type wire struct {
	mu    sync.Mutex
	found map[string]bool
}

func (w *wire) record(m emulator.Moment, r *http.Request) {
	if m != emulator.Before {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.found == nil {
		w.found = map[string]bool{}
	}
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		w.found[token] = true
	}
	if r.Body == nil {
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return
	}
	for _, name := range []string{"client_secret", "client_assertion"} {
		if form.Get(name) != "" {
			w.found[form.Get(name)] = true
		}
	}
}

// secrets are what was seen, and of tokens each part that is worth something.
func (w *wire) secrets() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []string
	for secret := range w.found {
		all = append(all, secret)
		if parts := strings.Split(secret, "."); len(parts) == 3 {
			all = append(all, parts[1], parts[2])
		}
	}
	return all
}

func clipped(output []byte) string { return string(output[max(0, len(output)-2000):]) }

func unzipped(t *testing.T, content []byte) []byte {
	t.Helper()
	reader, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, entry := range reader.File {
		file, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, io.LimitReader(file, 16<<20)); err != nil {
			t.Fatal(err)
		}
		_ = file.Close()
	}
	return all.Bytes()
}

func certificate(t *testing.T, password string) (bundle, key []byte) {
	t.Helper()
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	bundle, err = pkcs12.Modern.Encode(private, leaf, nil, password)
	if err != nil {
		t.Fatal(err)
	}
	return bundle, private.D.Bytes()
}
