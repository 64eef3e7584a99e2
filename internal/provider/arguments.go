package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// argument is one argument of the provider block and where its value comes from when the block does not set it.
type argument struct {
	name        string
	variables   []string // environment variables, the first that is set counts
	fallback    string   // value when neither is set
	description string
	allowed     []string // strings only; empty for any
	boolean     bool
	sensitive   bool
	optional    bool // an unknown value is no reason to put off requests: the default does for planning
}

// arguments have the names and variables of HashiCorp's azuread provider, so that one set of variables serves both.
var arguments = []argument{
	{
		name: "tenant_id", variables: []string{"ARM_TENANT_ID"},
		description: "Tenant to work in, as a GUID or a domain name.",
	},
	{
		name: "client_id", variables: []string{"ARM_CLIENT_ID"},
		description: "Application (client) id of the service principal, or client id of a user-assigned managed identity.",
	},
	{
		name: "client_id_file_path", variables: []string{"ARM_CLIENT_ID_FILE_PATH"},
		description: "File that holds the application (client) id.",
	},
	{
		name: "client_secret", variables: []string{"ARM_CLIENT_SECRET"}, sensitive: true,
		description: "Client secret of the application.",
	},
	{
		name: "client_secret_file_path", variables: []string{"ARM_CLIENT_SECRET_FILE_PATH"},
		description: "File that holds the client secret.",
	},
	{
		name: "client_certificate", variables: []string{"ARM_CLIENT_CERTIFICATE"}, sensitive: true,
		description: "Client certificate with its private key: a PKCS#12 bundle, base64 encoded.",
	},
	{
		name: "client_certificate_path", variables: []string{"ARM_CLIENT_CERTIFICATE_PATH"},
		description: "PKCS#12 file with the client certificate and its private key.",
	},
	{
		name: "client_certificate_password", variables: []string{"ARM_CLIENT_CERTIFICATE_PASSWORD"}, sensitive: true,
		description: "Password of the client certificate's PKCS#12 bundle.",
	},
	{
		name: "use_oidc", variables: []string{"ARM_USE_OIDC"}, boolean: true, fallback: "false",
		description: "Authenticate with an OIDC token (workload identity federation).",
	},
	{
		name: "oidc_token", variables: []string{"ARM_OIDC_TOKEN"}, sensitive: true,
		description: "OIDC token to authenticate with. It cannot be renewed: a run that outlasts it needs `oidc_token_file_path` or `oidc_request_url`.",
	},
	{
		name: "oidc_token_file_path", variables: []string{"ARM_OIDC_TOKEN_FILE_PATH"},
		description: "File that holds the OIDC token. It is read again for every access token, so that a token that rotates works in long runs.",
	},
	{
		name: "oidc_request_url", variables: []string{"ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"},
		description: "URL that gives OIDC tokens, in GitHub Actions and Azure Pipelines.",
	},
	{
		name: "oidc_request_token", variables: []string{"ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"}, sensitive: true,
		description: "Bearer token for `oidc_request_url`.",
	},
	{
		name:        "ado_pipeline_service_connection_id",
		variables:   []string{"ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID", "ARM_OIDC_AZURE_SERVICE_CONNECTION_ID"},
		description: "Id of the Azure DevOps service connection. It selects OIDC tokens of Azure Pipelines.",
	},
	{
		name: "use_aks_workload_identity", variables: []string{"ARM_USE_AKS_WORKLOAD_IDENTITY"}, boolean: true, fallback: "false",
		description: "Authenticate with the workload identity of a pod in Azure Kubernetes Service, which sets `AZURE_CLIENT_ID`, `AZURE_TENANT_ID` and " +
			"`AZURE_FEDERATED_TOKEN_FILE`.",
	},
	{
		name: "use_msi", variables: []string{"ARM_USE_MSI"}, boolean: true, fallback: "false",
		description: "Authenticate with a managed identity.",
	},
	{
		name: "msi_endpoint", variables: []string{"ARM_MSI_ENDPOINT"},
		description: "URL of the managed identity endpoint. The default is that of a virtual machine, or of App Service and Container Apps when run there. " +
			"It is never asked through a proxy.",
	},
	{
		name: "msi_api_version", variables: []string{"ARM_MSI_API_VERSION"},
		description: "API version of the managed identity endpoint.",
	},
	{
		name: "use_cli", variables: []string{"ARM_USE_CLI"}, boolean: true, fallback: "true",
		description: "Authenticate with the Azure CLI when nothing else is configured. A user's token from there can never carry entitlement management " +
			"permissions: sign in with `az login --service-principal`.",
	},
	{
		name: "environment", variables: []string{"ARM_ENVIRONMENT"}, fallback: "global",
		allowed:     []string{"global", "public", "usgovernment", "usgovernmentl4", "usgovernmentl5", "dod", "china"},
		description: "Microsoft cloud to work in.",
	},
	{
		name: "metadata_host", variables: []string{"ARM_METADATA_HOSTNAME"},
		description: "Host that names the endpoints of the cloud, as `host` or `host:port`, instead of `environment`. `http://` in front is allowed for a " +
			"loopback address only, to work with a local emulator.",
	},
	{
		name: "ca_certificate_file", variables: []string{"ELM_CA_CERTIFICATE_FILE"},
		description: "PEM file with CA certificates to trust in addition to the system's, for proxies that inspect TLS.",
	},
	{
		name: "api_version", variables: []string{"ELM_API_VERSION"}, fallback: "beta", allowed: []string{"beta", "v1.0"},
		description: "Version of Microsoft Graph to use. `v1.0` uses routes that are generally available only.",
	},
	{
		name: "adopt_existing", variables: []string{"ELM_ADOPT_EXISTING"}, boolean: true, fallback: "true", optional: true,
		description: "Take a rule that exists already into state, with a warning, instead of failing with an error.",
	},
	{
		name: "check_references", variables: []string{"ELM_CHECK_REFERENCES"}, boolean: true, fallback: "false", optional: true,
		description: "Look access packages and groups up while planning, to find mistakes before anything is applied. It needs permission to read them.",
	},
	{
		name: "warn_conflicts", variables: []string{"ELM_WARN_CONFLICTS"}, boolean: true, fallback: "false", optional: true,
		description: "Count, while planning, who holds both sides of each new rule, and warn where somebody does: a rule takes nothing from them. It needs " +
			"permission to read assignments and, for groups, their members.",
	},
}

// attributes is the schema of the provider block.
func attributes() map[string]schema.Attribute {
	result := make(map[string]schema.Attribute, len(arguments))
	for _, a := range arguments {
		if a.boolean {
			result[a.name] = schema.BoolAttribute{Optional: true, Sensitive: a.sensitive, MarkdownDescription: a.prose()}
			continue
		}
		var validators []validator.String
		if len(a.allowed) > 0 {
			validators = append(validators, stringvalidator.OneOfCaseInsensitive(a.allowed...))
		}
		result[a.name] = schema.StringAttribute{
			Optional: true, Sensitive: a.sensitive, MarkdownDescription: a.prose(), Validators: validators,
		}
	}
	return result
}

// prose is the whole description: what it is, what it may be, and where else it is read from.
func (a *argument) prose() string {
	text := a.description
	if len(a.allowed) > 0 {
		text += " One of " + quoted(a.allowed, ", ") + "."
	}
	text += fmt.Sprintf(" Read from %s as well.", quoted(a.variables, " or "))
	if a.fallback != "" {
		text += fmt.Sprintf(" Defaults to `%s`.", a.fallback)
	}
	return text
}

func quoted(names []string, separator string) string {
	return "`" + strings.Join(names, "`"+separator+"`") + "`"
}
