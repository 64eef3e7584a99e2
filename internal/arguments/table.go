// Package arguments has the provider's arguments: their names, environment variables, defaults, and descriptions, and
// the credentials that their values form. The provider and the programs share it. It does not import Terraform, and
// sends nothing.
package arguments

import "strings"

// Argument is one argument of the provider block, and where its value comes from if the block does not set it.
type Argument struct {
	Name        string
	Variables   []string // environment variables; the first that is set counts
	Fallback    string   // value when neither is set
	Description string
	Allowed     []string // strings only, in any case; empty for any
	Boolean     bool
	Most        int // upper bound of a whole number from 1; 0 if the argument is no number
	Sensitive   bool
	InsteadOf   string // another argument, which is ignored when this one is set
	Optional    bool   // while the value is unknown, planning uses the default instead of waiting for it
}

// All are the arguments. Those that azuread also has use its names and variables, so that one set of variables serves
// both providers. An argument without Variables here has that of its name: client_secret has ARM_CLIENT_SECRET.
var All = withVariables([]Argument{
	{Name: "tenant_id", Description: "The ID or a domain name of the tenant."},
	{Name: "client_id", Description: "The client ID of the application or of a user-assigned managed identity."},
	{Name: "client_id_file_path", Description: "The path of a file that holds the client ID."},
	{Name: "client_secret", Sensitive: true, Description: "The client secret of the application."},
	{Name: "client_secret_file_path", Description: "The path of a file that holds the client secret."},
	{
		Name: "client_certificate", Sensitive: true,
		Description: "The client certificate and its private key, as a base64-encoded PKCS#12 bundle.",
	},
	{
		Name:        "client_certificate_path",
		Description: "The path of a PKCS#12 file that holds the client certificate and its private key.",
	},
	{Name: "client_certificate_password", Sensitive: true, Description: "The password of the PKCS#12 bundle."},
	{
		Name: "use_oidc", Boolean: true, Fallback: "false",
		Description: "Whether to sign in with an OIDC token (workload identity federation).",
	},
	{
		Name: "oidc_token", Sensitive: true,
		Description: "The OIDC token. The provider can't renew it; set `oidc_token_file_path` or `oidc_request_url` for " +
			"runs that outlast it.",
	},
	{Name: "oidc_token_file_path", Description: "The path of a file that holds the OIDC token."},
	{
		Name:        "oidc_request_url",
		Variables:   []string{"ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"},
		Description: "The URL that issues OIDC tokens in GitHub Actions or Azure Pipelines.",
	},
	{
		Name: "oidc_request_token", Sensitive: true,
		Variables:   []string{"ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"},
		Description: "The bearer token for `oidc_request_url`.",
	},
	{
		Name:        "ado_pipeline_service_connection_id",
		Variables:   []string{"ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID", "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"},
		Description: "The ID of the Azure DevOps service connection. Required for OIDC in Azure Pipelines.",
	},
	{
		Name: "use_aks_workload_identity", Boolean: true, Fallback: "false",
		Description: "Whether to sign in with the workload identity of a pod in Azure Kubernetes Service.",
	},
	{
		Name: "use_msi", Boolean: true, Fallback: "false",
		Description: "Whether to sign in with a managed identity.",
	},
	{
		Name: "msi_endpoint",
		Description: "The URL of the managed identity endpoint. Defaults to that of the Azure service that runs Terraform. " +
			"The provider doesn't use a proxy for it.",
	},
	{Name: "msi_api_version", Description: "The API version of the managed identity endpoint."},
	{
		Name: "use_cli", Boolean: true, Fallback: "true",
		Description: "Whether to sign in with the Azure CLI if no other way is configured.",
	},
	{
		Name: "environment", Fallback: "global",
		Allowed:     []string{"global", "public", "usgovernment", "usgovernmentl4", "usgovernmentl5", "dod", "china"},
		Description: "The national cloud of the tenant.",
	},
	{
		Name: "metadata_host", Variables: []string{"ARM_METADATA_HOSTNAME"}, InsteadOf: "environment",
		Description: "The metadata host that lists the endpoints of the cloud, as `host` or `host:port`, instead of " +
			"`environment`. Use `http://` only with a loopback address.",
	},
	{
		Name: "ca_certificate_file", Variables: []string{"ELM_CA_CERTIFICATE_FILE"},
		Description: "The path of a PEM file with CA certificates to trust in addition to the system's, for a proxy " +
			"that inspects TLS.",
	},
	{
		Name: "api_version", Variables: []string{"ELM_API_VERSION"}, Fallback: "beta", Allowed: []string{"beta", "v1.0"},
		Description: "The version of Microsoft Graph. `v1.0` uses only generally available routes.",
	},
	{
		Name: "max_concurrent_requests", Variables: []string{"ELM_MAX_CONCURRENT_REQUESTS"},
		Most: 64, Fallback: "64", Optional: true,
		Description: "The upper bound of concurrent requests to Microsoft Graph, from 1 to 64. Below it, the provider " +
			"adapts to what the service accepts.",
	},
	{
		Name: "adopt_existing", Variables: []string{"ELM_ADOPT_EXISTING"}, Boolean: true, Fallback: "true", Optional: true,
		Description: "Whether to adopt a rule that already exists instead of failing with an error.",
	},
	{
		Name: "check_references", Variables: []string{"ELM_CHECK_REFERENCES"},
		Boolean: true, Fallback: "false", Optional: true,
		Description: "Whether to look up access packages and groups while planning, so that a wrong ID fails the plan. " +
			"Requires permission to read them. A missing object can delay the plan by a minute.",
	},
	{
		Name: "warn_conflicts", Variables: []string{"ELM_WARN_CONFLICTS"},
		Boolean: true, Fallback: "false", Optional: true,
		Description: "Whether to count, while planning, the holders in conflict with each new rule, and to warn if there " +
			"are any. Requires permission to read assignments and, for groups, their members.",
	},
})

func withVariables(all []Argument) []Argument {
	for i, a := range all {
		if a.Variables == nil {
			all[i].Variables = []string{"ARM_" + strings.ToUpper(a.Name)}
		}
	}
	return all
}
