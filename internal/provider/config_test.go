package provider

import (
	"encoding/base64"
	"maps"
	"os"
	"path/filepath"
	"testing"
)

func writeFile(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

func TestConfig_files(t *testing.T) {
	t.Parallel()
	cfg, diags := block{
		"client_id_file_path":     writeFile(t, "the client\n"),
		"client_secret_file_path": writeFile(t, "the secret\n"),
		"client_certificate_path": writeFile(t, "the certificate\n"),
		"client_id":               "the client",
		"client_secret":           "the secret",
		"client_certificate":      base64.StdEncoding.EncodeToString([]byte("the certificate\n")),
	}.graphConfig(t, nil)
	if diags.HasError() {
		t.Fatal(diags)
	}
	c := cfg.Credentials
	if c.ClientID != "the client" || c.ClientSecret != "the secret" || string(c.ClientCertificate) != "the certificate\n" {
		t.Errorf("%+v", c)
	}
}

func TestConfig_oidcFileIsReadLater(t *testing.T) {
	t.Parallel()
	name := writeFile(t, "a token")
	cfg, diags := block{"use_oidc": true, "oidc_token_file_path": name}.graphConfig(t, nil)
	if diags.HasError() || cfg.Credentials.OIDCTokenFilePath != name || cfg.Credentials.OIDCToken != "" || !cfg.Credentials.UseOIDC {
		t.Errorf("%+v, %v", cfg.Credentials, diags)
	}
}

func TestConfig_conflicts(t *testing.T) {
	t.Parallel()
	other := writeFile(t, "something else")
	for argument, given := range map[string]block{
		"client_id":          {"client_id": "a", "client_id_file_path": other},
		"client_secret":      {"client_secret": "planted", "client_secret_file_path": other},
		"client_certificate": {"client_certificate": "cGxhbnRlZA==", "client_certificate_path": other},
		"oidc_token":         {"use_oidc": true, "oidc_token": "planted", "oidc_token_file_path": other},
	} {
		t.Run(argument, func(t *testing.T) {
			t.Parallel()
			_, diags := given.graphConfig(t, nil)
			expectError(t, diags, argument, "Conflicting values", "differ")
			expectNoLeak(t, diags)
		})
	}
}

func TestConfig_unreadable(t *testing.T) {
	t.Parallel()
	large := writeFile(t, string(make([]byte, 2<<20)))
	for name, test := range map[string]struct {
		given     block
		attribute string
		words     string
	}{
		"missing":    {block{"client_id_file_path": "/nonexistent/id"}, "client_id_file_path", "/nonexistent/id"},
		"folder":     {block{"client_secret_file_path": t.TempDir()}, "client_secret_file_path", "directory"},
		"empty":      {block{"client_secret_file_path": writeFile(t, "")}, "client_secret_file_path", "empty"},
		"large":      {block{"client_certificate_path": large}, "client_certificate_path", "larger"},
		"not base64": {block{"client_certificate": "planted!"}, "client_certificate", "base64"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, diags := test.given.graphConfig(t, nil)
			expectError(t, diags, test.attribute, test.words)
			expectNoLeak(t, diags)
		})
	}
}

func TestConfig_wrappedBase64(t *testing.T) {
	t.Parallel()
	cfg, diags := block{"client_certificate": "dGhlIGNl\ncnRpZmlj\nYXRl\n"}.graphConfig(t, nil)
	if diags.HasError() || string(cfg.Credentials.ClientCertificate) != "the certificate" {
		t.Errorf("%q, %v", cfg.Credentials.ClientCertificate, diags)
	}
}

var pod = environment{
	"AZURE_CLIENT_ID": "11111111-0000-4000-8000-00000000000a", "AZURE_TENANT_ID": "22222222-0000-4000-8000-00000000000b",
	"AZURE_FEDERATED_TOKEN_FILE": "/var/run/token",
}

func TestConfig_workloadIdentity(t *testing.T) {
	t.Parallel()
	for name, given := range map[string]block{
		"all from the pod": {"use_aks_workload_identity": true},
		"same in the block": {
			"use_aks_workload_identity": true, "client_id": "11111111-0000-4000-8000-00000000000A", "oidc_token_file_path": "/var/run/token",
		},
	} {
		cfg, diags := given.graphConfig(t, pod)
		c := cfg.Credentials
		if diags.HasError() || !c.UseOIDC || c.TenantID != pod["AZURE_TENANT_ID"] || c.OIDCTokenFilePath != "/var/run/token" || len(c.ClientID) != 36 {
			t.Errorf("%s: %+v, %v", name, c, diags)
		}
	}
	for argument := range map[string]bool{"client_id": true, "tenant_id": true, "oidc_token_file_path": true} {
		_, diags := block{"use_aks_workload_identity": true, argument: "other"}.graphConfig(t, pod)
		expectError(t, diags, argument, "workload identity", "use_aks_workload_identity = false")
	}
	cfg, _ := block{}.graphConfig(t, pod)
	if c := cfg.Credentials; c.UseOIDC || c.ClientID != "" || c.OIDCTokenFilePath != "" {
		t.Errorf("a pod's identity is used without being asked for: %+v", c)
	}
}

func TestConfig_hostedManagedIdentity(t *testing.T) {
	t.Parallel()
	host := environment{"IDENTITY_ENDPOINT": "http://localhost:42356/msi/token", "IDENTITY_HEADER": "planted"}
	for name, test := range map[string]struct {
		given                     block
		variables                 environment
		endpoint, version, header string
	}{
		"virtual machine":  {block{}, environment{}, "", "", ""},
		"hosted":           {block{}, host, "http://localhost:42356/msi/token", "2019-08-01", "planted"},
		"same endpoint":    {block{"msi_endpoint": "http://localhost:42356/msi/token"}, host, "http://localhost:42356/msi/token", "2019-08-01", "planted"},
		"another endpoint": {block{"msi_endpoint": "http://10.0.0.1/"}, host, "http://10.0.0.1/", "", ""},
		"another version":  {block{"msi_api_version": "2020-06-01"}, host, "http://localhost:42356/msi/token", "2020-06-01", "planted"},
		"Azure Arc":        {block{}, environment{"IDENTITY_ENDPOINT": "http://localhost:40342/"}, "", "", ""},
	} {
		variables := environment{"ARM_USE_MSI": "true"}
		maps.Copy(variables, test.variables)
		cfg, diags := test.given.graphConfig(t, variables)
		c := cfg.Credentials
		if diags.HasError() || !c.UseMSI || c.MSIEndpoint != test.endpoint || c.MSIAPIVersion != test.version || c.MSIHeader != test.header {
			t.Errorf("%s: %+v, %v", name, c, diags)
		}
	}
}
