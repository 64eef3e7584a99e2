package provider

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// graphConfig turns arguments into what the Graph client takes. It reads files and sends nothing.
func graphConfig(v *values, lookup func(string) string, diags *diag.Diagnostics) graph.Config {
	applyWorkloadIdentity(v, lookup, diags)
	credentials := signin.Credentials{
		TenantID:                  v.text["tenant_id"],
		ClientID:                  valueOrFile(v, "client_id", "client_id_file_path", diags),
		ClientSecret:              valueOrFile(v, "client_secret", "client_secret_file_path", diags),
		ClientCertificate:         certificate(v, diags),
		ClientCertificatePassword: v.text["client_certificate_password"],
		UseOIDC:                   v.flag("use_oidc") || v.flag("use_aks_workload_identity"),
		OIDCToken:                 v.text["oidc_token"],
		OIDCTokenFilePath:         v.text["oidc_token_file_path"],
		OIDCRequestURL:            v.text["oidc_request_url"],
		OIDCRequestToken:          v.text["oidc_request_token"],
		ADOServiceConnectionID:    v.text["ado_pipeline_service_connection_id"],
		UseMSI:                    v.flag("use_msi"),
		MSIEndpoint:               v.text["msi_endpoint"],
		MSIAPIVersion:             v.text["msi_api_version"],
		UseCLI:                    v.flag("use_cli"),
	}
	if credentials.UseOIDC && credentials.OIDCToken != "" && credentials.OIDCTokenFilePath != "" {
		valueOrFile(v, "oidc_token", "oidc_token_file_path", diags) // the file itself is read again later
	}
	applyHostedIdentity(&credentials, lookup)
	return graph.Config{
		Environment:       v.text["environment"],
		MetadataHost:      v.text["metadata_host"],
		APIVersion:        graph.APIVersion(strings.ToLower(v.text["api_version"])),
		CACertificateFile: v.text["ca_certificate_file"],
		Credentials:       credentials,
	}
}

// applyWorkloadIdentity takes what the workload identity webhook of Kubernetes sets in a pod.
//
// See https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html.
func applyWorkloadIdentity(v *values, lookup func(string) string, diags *diag.Diagnostics) {
	if !v.flag("use_aks_workload_identity") {
		return
	}
	for _, injected := range []struct{ argument, variable string }{
		{"client_id", "AZURE_CLIENT_ID"},
		{"tenant_id", "AZURE_TENANT_ID"},
		{"oidc_token_file_path", "AZURE_FEDERATED_TOKEN_FILE"},
	} {
		value, have := lookup(injected.variable), v.text[injected.argument]
		switch {
		case have == "":
			v.text[injected.argument] = value
		case value != "" && !strings.EqualFold(value, have):
			diags.AddAttributeError(path.Root(injected.argument), "Conflicting values", fmt.Sprintf(
				"`%s` is %q, but the workload identity of this pod has %q in %s. Remove one of them, or make them equal, or set "+
					"`use_aks_workload_identity = false`.", injected.argument, have, value, injected.variable))
		}
	}
}

// applyHostedIdentity takes what App Service, Functions and Container Apps set for a managed identity. Without it the endpoint that
// only virtual machines have would be asked.
//
// See https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference.
func applyHostedIdentity(c *signin.Credentials, lookup func(string) string) {
	endpoint, header := lookup("IDENTITY_ENDPOINT"), lookup("IDENTITY_HEADER")
	if endpoint == "" || header == "" || c.MSIEndpoint != "" && c.MSIEndpoint != endpoint {
		return
	}
	c.MSIEndpoint, c.MSIHeader = endpoint, header
	if c.MSIAPIVersion == "" {
		c.MSIAPIVersion = "2019-08-01"
	}
}

// valueOrFile reads an argument that may stand in a file instead. If both are given they must agree: one of them would be ignored.
func valueOrFile(v *values, argument, fileArgument string, diags *diag.Diagnostics) string {
	value, file := v.text[argument], v.text[fileArgument]
	if file == "" {
		return value
	}
	content, ok := readFile(file, fileArgument, diags)
	if !ok {
		return value
	}
	inFile := strings.TrimSpace(string(content))
	if value != "" && value != inFile {
		addConflict(argument, fileArgument, diags)
	}
	return inFile
}

func certificate(v *values, diags *diag.Diagnostics) []byte {
	var given []byte
	if encoded := v.text["client_certificate"]; encoded != "" {
		decoded, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(encoded), ""))
		if err != nil {
			diags.AddAttributeError(path.Root("client_certificate"), "Invalid client certificate",
				"`client_certificate` is not base64. It takes a PKCS#12 bundle, encoded for example by `base64 -w0 certificate.pfx`.")
			return nil
		}
		given = decoded
	}
	file := v.text["client_certificate_path"]
	if file == "" {
		return given
	}
	content, ok := readFile(file, "client_certificate_path", diags)
	if ok && given != nil && string(given) != string(content) {
		addConflict("client_certificate", "client_certificate_path", diags)
	}
	return content
}

func addConflict(argument, fileArgument string, diags *diag.Diagnostics) {
	diags.AddAttributeError(path.Root(argument), "Conflicting values", fmt.Sprintf(
		"`%s` and the file in `%s` differ. Remove one of them, or make them equal.", argument, fileArgument))
}

func readFile(name, argument string, diags *diag.Diagnostics) ([]byte, bool) {
	const largest = 1 << 20 // bytes
	content, err := readBounded(name, largest)
	if err == nil && len(content) == 0 {
		err = errors.New("the file is empty")
	}
	if err != nil {
		diags.AddAttributeError(path.Root(argument), "File cannot be read", fmt.Sprintf("`%s` is %q: %v.", argument, name, err))
		return nil, false
	}
	return content, true
}

func readBounded(name string, largest int64) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	content, err := io.ReadAll(io.LimitReader(file, largest+1))
	if err == nil && int64(len(content)) > largest {
		err = fmt.Errorf("the file is larger than %d bytes", largest)
	}
	return content, err
}

// configDiagnostic points at the argument to blame and says which variables set it as well.
func configDiagnostic(err error) diag.Diagnostic {
	const summary = "Invalid provider configuration"
	var bad *signin.ConfigError
	if !errors.As(err, &bad) {
		return diag.NewErrorDiagnostic(summary, err.Error())
	}
	detail := bad.Reason
	for _, a := range arguments {
		for _, name := range bad.Arguments {
			if a.name == name {
				detail += fmt.Sprintf("\n\n`%s` is set in the provider block or by %s.", name, quoted(a.variables, " or "))
			}
		}
	}
	if len(bad.Arguments) == 0 {
		return diag.NewErrorDiagnostic(summary, detail)
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(bad.Arguments[0]), summary, detail)
}
