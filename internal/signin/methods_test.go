package signin

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMethod_clientSecret(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	mustToken(t, a.session(t, Credentials{TenantID: testTenant, ClientID: testClient, ClientSecret: "a secret"}))
	a.request(t, "/"+testTenant+"/oauth2/v2.0/token")
	form := a.lastForm()
	if form.Get("client_secret") != "a secret" || form.Get("client_id") != testClient || form.Get("scope") != a.URL+"/.default" {
		t.Errorf("form: %v", form)
	}
}

func TestMethod_clientCertificate(t *testing.T) {
	t.Parallel()
	a, c := newAuthority(t), newCertificate(t, "password")
	mustToken(t, a.session(t, Credentials{
		TenantID: testTenant, ClientID: testClient, ClientCertificate: c.bundle, ClientCertificatePassword: "password",
	}))
	signed, signature, _ := cutLast(a.lastForm().Get("client_assertion"), ".")
	decoded, err := base64.RawURLEncoding.DecodeString(signature)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(signed))
	if err := rsa.VerifyPKCS1v15(&c.key.PublicKey, crypto.SHA256, sum[:], decoded); err != nil {
		t.Errorf("the assertion is not signed with the certificate's key: %v", err)
	}
	thumbprint := sha1.Sum(c.raw) // what Entra calls the certificate
	header, _ := base64.RawURLEncoding.DecodeString(strings.Split(signed, ".")[0])
	if !strings.Contains(string(header), base64.URLEncoding.EncodeToString(thumbprint[:])) {
		t.Errorf("the assertion's header %s does not name the certificate", header)
	}
}

func cutLast(text, separator string) (before, after string, found bool) {
	i := strings.LastIndex(text, separator)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(separator):], true
}

func TestMethod_oidcToken(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	mustToken(t, a.session(t, Credentials{TenantID: testTenant, ClientID: testClient, UseOIDC: true, OIDCToken: "an assertion"}))
	if got := a.lastForm().Get("client_assertion"); got != "an assertion" {
		t.Errorf("assertion: %q", got)
	}
}

func TestMethod_oidcTokenFileRotates(t *testing.T) {
	t.Parallel()
	a, file := newAuthority(t), filepath.Join(t.TempDir(), "token")
	write := func(content string) {
		t.Helper()
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("first\n")
	s := a.session(t, Credentials{TenantID: testTenant, ClientID: testClient, UseOIDC: true, OIDCTokenFilePath: file})
	token := mustToken(t, s)
	if got := a.lastForm().Get("client_assertion"); got != "first" {
		t.Errorf("assertion: %q", got)
	}
	write("second\n")
	s.Refused(token, nil)
	token = mustToken(t, s)
	if got := a.lastForm().Get("client_assertion"); got != "second" {
		t.Errorf("assertion after the file was replaced: %q", got)
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	s.Refused(token, nil)
	if _, err := s.Token(t.Context()); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("err = %v, want one that names the file", err)
	}
}

func TestMethod_gitHubActions(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	mustToken(t, a.session(t, Credentials{
		TenantID: testTenant, ClientID: testClient, UseOIDC: true, OIDCRequestURL: a.URL + "/github?version=1", OIDCRequestToken: "request token",
	}))
	request := a.request(t, "/github")
	if request.Header.Get("Authorization") != "Bearer request token" || request.URL.Query().Get("audience") != "api://AzureADTokenExchange" {
		t.Errorf("%s with %v", request.URL, request.Header)
	}
	if got := a.lastForm().Get("client_assertion"); got != "assertion of GitHub" {
		t.Errorf("assertion: %q", got)
	}
}

func TestMethod_azurePipelines(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	mustToken(t, a.session(t, Credentials{
		TenantID: testTenant, ClientID: testClient, UseOIDC: true, OIDCRequestURL: a.URL + "/pipelines", OIDCRequestToken: "request token",
		ADOServiceConnectionID: "a connection",
	}))
	request := a.request(t, "/pipelines")
	if request.Header.Get("Authorization") != "Bearer request token" || request.URL.Query().Get("serviceConnectionId") != "a connection" {
		t.Errorf("%s with %v", request.URL, request.Header)
	}
	if got := a.lastForm().Get("client_assertion"); got != "assertion of Azure Pipelines" {
		t.Errorf("assertion: %q", got)
	}
}

func TestMethod_managedIdentity(t *testing.T) {
	t.Parallel()
	a := newAuthority(t)
	got := mustToken(t, a.session(t, Credentials{
		ClientID: testClient, UseMSI: true, MSIEndpoint: a.URL + "/msi", MSIAPIVersion: "2019-08-01", MSIHeader: "header secret",
	}))
	request := a.request(t, "/msi")
	query := request.URL.Query()
	if got != "token of the machine" || query.Get("resource") != a.URL || query.Get("client_id") != testClient || query.Get("api-version") != "2019-08-01" {
		t.Errorf("%q for %s", got, request.URL)
	}
	if request.Header.Get("X-Identity-Header") != "header secret" || request.Header.Get("Metadata") != "true" {
		t.Errorf("headers: %v", request.Header)
	}
}
