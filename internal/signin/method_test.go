package signin

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestCredentials_method(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(" token\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	large := filepath.Join(t.TempDir(), "large")
	if err := os.WriteFile(large, make([]byte, largestTokenAnswer+1), 0o600); err != nil {
		t.Fatal(err)
	}
	certificate := newCertificate(t, "password")
	who := Credentials{TenantID: testTenant, ClientID: testClient}
	with := func(change func(c *Credentials)) Credentials {
		c := who
		change(&c)
		return c
	}
	for name, test := range map[string]struct {
		given  Credentials
		want   method
		blamed []string // arguments of the error
	}{
		"secret": {given: with(func(c *Credentials) { c.ClientSecret = "s"; c.UseCLI = true }), want: clientSecret},
		"certificate": {given: with(func(c *Credentials) {
			c.ClientCertificate = certificate.bundle
			c.ClientCertificatePassword = "password"
		}), want: clientCertificate},
		"certificate first": {given: with(func(c *Credentials) {
			c.ClientCertificate = certificate.bundle
			c.ClientCertificatePassword = "password"
			c.ClientSecret = "s"
		}), want: clientCertificate},
		"oidc token": {given: with(func(c *Credentials) { c.UseOIDC = true; c.OIDCToken = "t" }), want: federatedToken},
		"oidc file":  {given: with(func(c *Credentials) { c.UseOIDC = true; c.OIDCTokenFilePath = file }), want: federatedToken},
		"github":     {given: with(func(c *Credentials) { c.UseOIDC = true; c.OIDCRequestURL = "https://g/"; c.OIDCRequestToken = "t" }), want: gitHubActions},
		"azure pipelines": {given: with(func(c *Credentials) {
			c.UseOIDC = true
			c.OIDCRequestURL = "https://a/"
			c.OIDCRequestToken = "t"
			c.ADOServiceConnectionID = "i"
		}), want: azurePipelines},
		"managed identity":       {given: Credentials{UseMSI: true, UseCLI: true}, want: managedIdentity},
		"azure cli":              {given: Credentials{UseCLI: true}, want: azureCLI},
		"oidc is off":            {given: with(func(c *Credentials) { c.OIDCToken = "t"; c.UseCLI = true }), want: azureCLI},
		"nothing":                {given: Credentials{}, blamed: []string{"client_secret", "client_certificate", "use_oidc", "use_msi", "use_cli"}},
		"secret alone":           {given: Credentials{ClientSecret: "s", UseCLI: true}, blamed: []string{"tenant_id", "client_id"}},
		"secret without client":  {given: Credentials{ClientSecret: "s", TenantID: testTenant}, blamed: []string{"client_id"}},
		"certificate alone":      {given: Credentials{ClientCertificate: certificate.bundle, ClientCertificatePassword: "password"}, blamed: []string{"tenant_id", "client_id"}},
		"wrong password":         {given: with(func(c *Credentials) { c.ClientCertificate = certificate.bundle; c.ClientCertificatePassword = "wrong" }), blamed: []string{"client_certificate_password"}},
		"no certificate":         {given: with(func(c *Credentials) { c.ClientCertificate = []byte("PEM?") }), blamed: []string{"client_certificate"}},
		"oidc without a token":   {given: with(func(c *Credentials) { c.UseOIDC = true; c.UseCLI = true }), blamed: []string{"oidc_token", "oidc_token_file_path", "oidc_request_url", "oidc_request_token"}},
		"oidc without a client":  {given: Credentials{UseOIDC: true, OIDCToken: "t"}, blamed: []string{"tenant_id", "client_id"}},
		"oidc file is missing":   {given: with(func(c *Credentials) { c.UseOIDC = true; c.OIDCTokenFilePath = file + "?" }), blamed: []string{"oidc_token_file_path"}},
		"oidc file is too large": {given: with(func(c *Credentials) { c.UseOIDC = true; c.OIDCTokenFilePath = large }), blamed: []string{"oidc_token_file_path"}},
		"github without url":     {given: with(func(c *Credentials) { c.UseOIDC = true; c.OIDCRequestToken = "t" }), blamed: []string{"oidc_request_url"}},
		"github without token":   {given: with(func(c *Credentials) { c.UseOIDC = true; c.OIDCRequestURL = "https://g/" }), blamed: []string{"oidc_request_token"}},
		"github in the clear":    {given: with(func(c *Credentials) { c.UseOIDC = true; c.OIDCRequestURL = "http://g/"; c.OIDCRequestToken = "t" }), blamed: []string{"oidc_request_url"}},
		"tenant with a path":     {given: Credentials{TenantID: "a/b", UseCLI: true}, blamed: []string{"tenant_id"}},
		"tenant like an option":  {given: Credentials{TenantID: "--help", UseCLI: true}, blamed: []string{"tenant_id"}},
		"managed identity url":   {given: Credentials{UseMSI: true, MSIEndpoint: "169.254.169.254"}, blamed: []string{"msi_endpoint"}},
		"managed identity odd":   {given: Credentials{UseMSI: true, MSIEndpoint: "ftp://host/"}, blamed: []string{"msi_endpoint"}},
		"managed identity plain": {given: Credentials{UseMSI: true, MSIEndpoint: "http://10.0.0.1/msi/token"}, want: managedIdentity},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := test.given.method()
			var bad *ConfigError
			switch {
			case test.blamed == nil && (err != nil || got != test.want):
				t.Errorf("method = %q, %v, want %q", got, err, test.want)
			case test.blamed != nil && (!errors.As(err, &bad) || !slices.Equal(bad.Arguments, test.blamed)):
				t.Errorf("err = %#v, want blame on %v", err, test.blamed)
			}
		})
	}
}
