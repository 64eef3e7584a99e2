package signin

import (
	"fmt"
	"net/http"

	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// Config is what a [Session] needs. Without Environment and MetadataHost it is for the global cloud.
type Config struct {
	Environment string // global (or public), usgovernment (usgovernmentl4), usgovernmentl5 (dod), or china; "" is global
	// host[:port] that lists the endpoints of a cloud, instead of Environment; http:// only for loopback
	MetadataHost string
	UserAgent    string
	Credentials  Credentials

	Clock     waiting.Clock     // nil is the system's clock
	Transport http.RoundTripper // for every request; requests to a managed identity endpoint skip its proxy

	// Deferred, when set, is the error of every request, before anything is sent. A plan has it while parts of the
	// provider block are unknown.
	Deferred error
}

// Credentials say who the caller is. The first of these ways to sign in that is set counts: certificate, secret, OIDC,
// managed identity, Azure CLI.
type Credentials struct {
	TenantID string
	ClientID string

	ClientSecret              string
	ClientCertificate         []byte // PKCS#12
	ClientCertificatePassword string

	UseOIDC                bool
	OIDCToken              string
	OIDCTokenFilePath      string // read for every access token, because such files are replaced during a run
	OIDCRequestURL         string // of GitHub Actions or Azure Pipelines
	OIDCRequestToken       string
	ADOServiceConnectionID string // selects Azure Pipelines

	UseMSI        bool
	MSIEndpoint   string // "" is the instance metadata service of a virtual machine
	MSIAPIVersion string
	MSIHeader     string // value of X-IDENTITY-HEADER in App Service and Container Apps

	UseCLI bool
}

// secrets are the values that no message may show.
func (c *Credentials) secrets() []string {
	return []string{c.ClientSecret, c.ClientCertificatePassword, c.OIDCToken, c.OIDCRequestToken, c.MSIHeader}
}

// ConfigError is a [Config] that can't work. It is found before any request.
type ConfigError struct {
	// Arguments are the names of the arguments at fault, most important first: tenant_id, client_id …
	Arguments []string
	Reason    string
}

func (e *ConfigError) Error() string { return e.Reason }

// BadArgument is a [*ConfigError] about one argument.
func BadArgument(argument, format string, values ...any) error {
	return &ConfigError{Arguments: []string{argument}, Reason: fmt.Sprintf(format, values...)}
}
