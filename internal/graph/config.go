package graph

import (
	"fmt"
	"net/http"
	"strings"
)

// APIVersion is a version of Microsoft Graph, as it stands in URLs.
type APIVersion string

// The versions of Microsoft Graph.
const (
	Beta APIVersion = "beta"
	V1   APIVersion = "v1.0"
)

// Config is everything that a [Client] needs to know. The zero value means the global cloud's beta version and no credentials.
type Config struct {
	Environment       string // global (or public), usgovernment (usgovernmentl4), usgovernmentl5 (dod) or china; "" is global
	MetadataHost      string // host[:port] that names the endpoints of a cloud, instead of Environment; http:// is for loopback only
	APIVersion        APIVersion
	UserAgent         string
	Credentials       Credentials
	CACertificateFile string // PEM bundle, trusted in addition to the system's roots

	Clock     Clock             // nil is the real one
	Transport http.RoundTripper // nil is a pooled transport of the client's own

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

func badArgument(argument, format string, values ...any) error {
	return &ConfigError{Arguments: []string{argument}, Reason: fmt.Sprintf(format, values...)}
}

// check looks at what needs no other part of the client.
func (c *Config) check() error {
	switch c.APIVersion {
	case "", Beta, V1:
	default:
		return badArgument("api_version", "The API version %q is not known: it is %q or %q.", c.APIVersion, Beta, V1)
	}
	if strings.ContainsAny(c.UserAgent, "\r\n") {
		return fmt.Errorf("the user agent %q has more than one line", c.UserAgent)
	}
	return nil
}
