package signin

import (
	"fmt"
	"net/http"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// Config is what a [Session] needs to know. Without Environment and MetadataHost it is the global cloud.
type Config struct {
	Environment  string // global (or public), usgovernment (usgovernmentl4), usgovernmentl5 (dod) or china; "" is global
	MetadataHost string // host[:port] that names the endpoints of a cloud, instead of Environment; http:// is for loopback only
	UserAgent    string
	Credentials  Credentials

	Clock     waiting.Clock     // nil is the real one
	Transport http.RoundTripper // carries every request; a managed identity is asked without its proxy

	// Deferred, when set, is what every request fails with, before anything is sent. It stands for a configuration that cannot be
	// judged yet, because parts of it are not known.
	Deferred error
}

// Credentials prove who the caller is. What is set decides which method is used: certificate, secret, OIDC, managed identity and
// Azure CLI, in this order.
type Credentials struct {
	TenantID string
	ClientID string

	ClientSecret              string
	ClientCertificate         []byte // PKCS#12
	ClientCertificatePassword string

	UseOIDC                bool
	OIDCToken              string
	OIDCTokenFilePath      string // read again for every access token, because such files rotate
	OIDCRequestURL         string // of GitHub Actions or Azure Pipelines
	OIDCRequestToken       string
	ADOServiceConnectionID string // makes it Azure Pipelines

	UseMSI        bool
	MSIEndpoint   string // "" is the instance metadata service of a virtual machine
	MSIAPIVersion string
	MSIHeader     string // the secret that App Service and Container Apps want as X-IDENTITY-HEADER

	UseCLI bool
}

// ConfigError is a [Config] that cannot work. It is found before any request.
type ConfigError struct {
	// Arguments are to blame, most important first, by the names that Terraform providers for Azure share: tenant_id, client_id …
	Arguments []string
	Reason    string
}

func (e *ConfigError) Error() string { return e.Reason }

// BadArgument is the [*ConfigError] that blames one argument.
func BadArgument(argument, format string, values ...any) error {
	return &ConfigError{Arguments: []string{argument}, Reason: fmt.Sprintf(format, values...)}
}
