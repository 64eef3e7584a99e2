// Package arguments is how the provider and its tools are told where to sign in, and as whom: the names, the environment variables and the
// defaults, and what they come to. It knows nothing of Terraform, and sends nothing.
package arguments

// Argument is one argument of the provider block and where its value comes from when the block does not set it.
type Argument struct {
	Name        string
	Variables   []string // environment variables, the first that is set counts
	Fallback    string   // value when neither is set
	Description string
	Allowed     []string // strings only, in any case; empty for any
	Boolean     bool
	Most        int // whole numbers only, from 1 to this; 0 for what is no number
	Sensitive   bool
	InsteadOf   string // another argument, which does not matter when this one is set
	Optional    bool   // an unknown value is no reason to put off requests: the default does for planning
}

// All are all arguments there are. Those that azuread has as well have its names and its variables (ARM_…), so that one set of them serves both.
var All = []Argument{
	{
		Name: "tenant_id", Variables: []string{"ARM_TENANT_ID"},
		Description: "Tenant to work in, as a GUID or a domain name.",
	},
	{
		Name: "client_id", Variables: []string{"ARM_CLIENT_ID"},
		Description: "Application (client) id of the service principal, or client id of a user-assigned managed identity.",
	},
	{
		Name: "client_id_file_path", Variables: []string{"ARM_CLIENT_ID_FILE_PATH"},
		Description: "File that holds the application (client) id.",
	},
	{
		Name: "client_secret", Variables: []string{"ARM_CLIENT_SECRET"}, Sensitive: true,
		Description: "Client secret of the application.",
	},
	{
		Name: "client_secret_file_path", Variables: []string{"ARM_CLIENT_SECRET_FILE_PATH"},
		Description: "File that holds the client secret.",
	},
	{
		Name: "client_certificate", Variables: []string{"ARM_CLIENT_CERTIFICATE"}, Sensitive: true,
		Description: "Client certificate with its private key: a PKCS#12 bundle, base64 encoded.",
	},
	{
		Name: "client_certificate_path", Variables: []string{"ARM_CLIENT_CERTIFICATE_PATH"},
		Description: "PKCS#12 file with the client certificate and its private key.",
	},
	{
		Name: "client_certificate_password", Variables: []string{"ARM_CLIENT_CERTIFICATE_PASSWORD"}, Sensitive: true,
		Description: "Password of the client certificate's PKCS#12 bundle.",
	},
	{
		Name: "use_oidc", Variables: []string{"ARM_USE_OIDC"}, Boolean: true, Fallback: "false",
		Description: "Authenticate with an OIDC token (workload identity federation).",
	},
	{
		Name: "oidc_token", Variables: []string{"ARM_OIDC_TOKEN"}, Sensitive: true,
		Description: "OIDC token to authenticate with. It cannot be renewed: a run that outlasts it needs `oidc_token_file_path` or `oidc_request_url`.",
	},
	{
		Name: "oidc_token_file_path", Variables: []string{"ARM_OIDC_TOKEN_FILE_PATH"},
		Description: "File that holds the OIDC token. It is read again for every access token, so that a token that rotates works in long runs.",
	},
	{
		Name: "oidc_request_url", Variables: []string{"ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"},
		Description: "URL that gives OIDC tokens, in GitHub Actions and Azure Pipelines.",
	},
	{
		Name: "oidc_request_token", Variables: []string{"ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"}, Sensitive: true,
		Description: "Bearer token for `oidc_request_url`.",
	},
	{
		Name:        "ado_pipeline_service_connection_id",
		Variables:   []string{"ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID", "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"},
		Description: "Id of the Azure DevOps service connection. It selects OIDC tokens of Azure Pipelines.",
	},
	{
		Name: "use_aks_workload_identity", Variables: []string{"ARM_USE_AKS_WORKLOAD_IDENTITY"}, Boolean: true, Fallback: "false",
		Description: "Authenticate with the workload identity of a pod in Azure Kubernetes Service, which sets `AZURE_CLIENT_ID`, `AZURE_TENANT_ID` and " +
			"`AZURE_FEDERATED_TOKEN_FILE`.",
	},
	{
		Name: "use_msi", Variables: []string{"ARM_USE_MSI"}, Boolean: true, Fallback: "false",
		Description: "Authenticate with a managed identity.",
	},
	{
		Name: "msi_endpoint", Variables: []string{"ARM_MSI_ENDPOINT"},
		Description: "URL of the managed identity endpoint. The default is that of a virtual machine, or of App Service and Container Apps when run there. " +
			"It is never asked through a proxy.",
	},
	{
		Name: "msi_api_version", Variables: []string{"ARM_MSI_API_VERSION"},
		Description: "API version of the managed identity endpoint.",
	},
	{
		Name: "use_cli", Variables: []string{"ARM_USE_CLI"}, Boolean: true, Fallback: "true",
		Description: "Authenticate with the Azure CLI when nothing else is configured. A user's token from there can never carry entitlement management " +
			"permissions: sign in with `az login --service-principal`.",
	},
	{
		Name: "environment", Variables: []string{"ARM_ENVIRONMENT"}, Fallback: "global",
		Allowed:     []string{"global", "public", "usgovernment", "usgovernmentl4", "usgovernmentl5", "dod", "china"},
		Description: "Microsoft cloud to work in.",
	},
	{
		Name: "metadata_host", Variables: []string{"ARM_METADATA_HOSTNAME"}, InsteadOf: "environment",
		Description: "Host that names the endpoints of the cloud, as `host` or `host:port`, instead of `environment`. `http://` in front is allowed for a " +
			"loopback address only, to work with a local emulator.",
	},
	{
		Name: "ca_certificate_file", Variables: []string{"ELM_CA_CERTIFICATE_FILE"},
		Description: "PEM file with CA certificates to trust in addition to the system's, for proxies that inspect TLS.",
	},
	{
		Name: "api_version", Variables: []string{"ELM_API_VERSION"}, Fallback: "beta", Allowed: []string{"beta", "v1.0"},
		Description: "Version of Microsoft Graph to use. `v1.0` uses routes that are generally available only.",
	},
	{
		Name: "max_concurrent_requests", Variables: []string{"ELM_MAX_CONCURRENT_REQUESTS"}, Most: 64, Fallback: "64", Optional: true,
		Description: "How many requests to Microsoft Graph may be under way at a time at most, from 1 to 64. Below that the provider finds out by itself " +
			"how many the service takes.",
	},
	{
		Name: "adopt_existing", Variables: []string{"ELM_ADOPT_EXISTING"}, Boolean: true, Fallback: "true", Optional: true,
		Description: "Take a rule that exists already into state instead of failing with an error. A warning says so where the service refuses to make " +
			"a rule twice, which is unconfirmed. With `false` the rules of the access package are listed first.",
	},
	{
		Name: "check_references", Variables: []string{"ELM_CHECK_REFERENCES"}, Boolean: true, Fallback: "false", Optional: true,
		Description: "Look access packages and groups up while planning, to find mistakes before anything is applied. What is not there is " +
			"looked for again for up to a minute, because it may have been made moments ago. It needs permission to read them.",
	},
	{
		Name: "warn_conflicts", Variables: []string{"ELM_WARN_CONFLICTS"}, Boolean: true, Fallback: "false", Optional: true,
		Description: "Count, while planning, who holds both sides of each new rule, and warn where somebody does: a rule takes nothing from them. It needs " +
			"permission to read assignments and, for groups, their members.",
	},
}
