package arguments

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// Credentials turns the values into credentials. It reads files, and adds what Azure sets in the environment, such as
// the identity of a pod.
func (v Values) Credentials(lookup func(string) string) (signin.Credentials, []Problem) {
	r := &reading{Values: v}
	r.applyWorkloadIdentity(lookup)
	credentials := signin.Credentials{
		TenantID:                  r.Values["tenant_id"],
		ClientID:                  r.valueOrFile("client_id", "client_id_file_path"),
		ClientSecret:              r.valueOrFile("client_secret", "client_secret_file_path"),
		ClientCertificate:         r.certificate(),
		ClientCertificatePassword: r.Values["client_certificate_password"],
		UseOIDC:                   r.Flag("use_oidc") || r.Flag("use_aks_workload_identity"),
		OIDCToken:                 r.Values["oidc_token"],
		OIDCTokenFilePath:         r.Values["oidc_token_file_path"],
		OIDCRequestURL:            r.Values["oidc_request_url"],
		OIDCRequestToken:          r.Values["oidc_request_token"],
		ADOServiceConnectionID:    r.Values["ado_pipeline_service_connection_id"],
		UseMSI:                    r.Flag("use_msi"),
		MSIEndpoint:               r.Values["msi_endpoint"],
		MSIAPIVersion:             r.Values["msi_api_version"],
		UseCLI:                    r.Flag("use_cli"),
	}
	if credentials.UseOIDC && credentials.OIDCToken != "" && credentials.OIDCTokenFilePath != "" {
		r.valueOrFile("oidc_token", "oidc_token_file_path") // only to compare: the file is read for each sign-in
	}
	r.applyHostedIdentity(&credentials, lookup)
	return credentials, r.problems
}

// CheckUnfinished finds what is missing beside arguments that aren't known yet, so that a plan fails and not the apply
// that follows it: an application signs in with a secret or certificate only together with its ID and its tenant. A
// pod's environment can add both.
func (v Values) CheckUnfinished(unknown []string) error {
	if v.Flag("use_aks_workload_identity") || slices.Contains(unknown, "use_aks_workload_identity") {
		return nil
	}
	return signin.CheckApplication(
		func(argument string) bool { return v[argument] != "" || slices.Contains(unknown, argument) },
	)
}

// applyWorkloadIdentity adds what the workload identity webhook of Kubernetes sets in a pod.
//
// See https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html.
func (r *reading) applyWorkloadIdentity(lookup func(string) string) {
	if !r.Flag("use_aks_workload_identity") {
		return
	}
	for _, injected := range []struct{ argument, variable string }{
		{"client_id", "AZURE_CLIENT_ID"},
		{"tenant_id", "AZURE_TENANT_ID"},
		{"oidc_token_file_path", "AZURE_FEDERATED_TOKEN_FILE"},
	} {
		value, have := lookup(injected.variable), r.Values[injected.argument]
		r.check(injected.argument, "the environment variable "+injected.variable, value)
		switch {
		case have == "":
			r.Values[injected.argument] = value
		case value != "" && !strings.EqualFold(value, have):
			r.report(injected.argument, "Conflicting values", fmt.Sprintf(
				"`%s` is %q, but the workload identity of this pod has %q in %s. Remove `%[1]s`, or set "+
					"`use_aks_workload_identity = false`.", injected.argument, have, value, injected.variable))
		}
	}
}

// applyHostedIdentity adds what App Service, Functions, and Container Apps set for a managed identity. Otherwise the
// provider would ask the endpoint of virtual machines.
//
// See https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference.
func (r *reading) applyHostedIdentity(c *signin.Credentials, lookup func(string) string) {
	endpoint, header := lookup("IDENTITY_ENDPOINT"), lookup("IDENTITY_HEADER")
	if endpoint == "" || header == "" || c.MSIEndpoint != "" && c.MSIEndpoint != endpoint {
		return
	}
	r.check("msi_endpoint", "the environment variable IDENTITY_ENDPOINT", endpoint)
	r.check("msi_endpoint", "the environment variable IDENTITY_HEADER", header)
	c.MSIEndpoint, c.MSIHeader = endpoint, header
	if c.MSIAPIVersion == "" {
		c.MSIAPIVersion = "2019-08-01"
	}
}
