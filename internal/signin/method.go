package signin

import (
	"crypto/rsa"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/entra-elm/terraform-provider-elm/internal/network"
)

// method is a way to get an access token, in words that complete "an access token with …".
type method string

const (
	clientCertificate method = "a client certificate"
	clientSecret      method = "a client secret"
	federatedToken    method = "an OIDC token"
	azurePipelines    method = "an OIDC token of Azure Pipelines"
	gitHubActions     method = "an OIDC token of GitHub Actions"
	managedIdentity   method = "a managed identity"
	azureCLI          method = "the Azure CLI"
)

func (m method) purpose() string { return "an access token with " + string(m) }

// usesPipeline reports a method whose OIDC token comes from the service that runs the pipeline.
func (m method) usesPipeline() bool { return m == azurePipelines || m == gitHubActions }

// tenantName matches a GUID or a domain name. It becomes part of URLs and of a command line.
var tenantName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)

// method chooses how to sign in. An incomplete set of credentials is an error: the next method could sign in as
// someone else.
func (c *Credentials) method() (method, error) {
	if c.TenantID != "" && !tenantName.MatchString(c.TenantID) {
		return "", BadArgument("tenant_id", "The tenant %q is neither a GUID nor a domain name.", Clip(c.TenantID))
	}
	switch {
	case len(c.ClientCertificate) > 0:
		if err := c.checkCertificate(); err != nil {
			return "", err
		}
		return clientCertificate, c.requireApplication(clientCertificate)
	case c.ClientSecret != "":
		return clientSecret, c.requireApplication(clientSecret)
	case c.UseOIDC:
		return c.oidcMethod()
	case c.UseMSI:
		return managedIdentity, c.checkManagedIdentity()
	case c.UseCLI:
		return azureCLI, nil
	default:
		return "", &ConfigError{
			Arguments: []string{"client_secret", "client_certificate", "use_oidc", "use_msi", "use_cli"},
			Reason: "No way to sign in is configured. Set `client_secret` or `client_certificate` together with `tenant_id` " +
				"and `client_id`, or set one of `use_oidc`, `use_aks_workload_identity`, `use_msi`, and `use_cli` to `true`.",
		}
	}
}

// CheckApplication reports which parts of an application's identity are missing, while its secret or token isn't known
// yet. set reports whether an argument has a value or will have one.
func CheckApplication(set func(argument string) bool) error {
	var m method
	switch {
	case set("client_certificate") || set("client_certificate_path"):
		m = clientCertificate
	case set("client_secret") || set("client_secret_file_path"):
		m = clientSecret
	default:
		return nil
	}
	return require(
		m, named{"tenant_id", set("tenant_id")}, named{"client_id", set("client_id") || set("client_id_file_path")},
	)
}

// requireApplication names every part of an application's identity that is missing.
func (c *Credentials) requireApplication(m method) error {
	return require(m, named{"tenant_id", c.TenantID != ""}, named{"client_id", c.ClientID != ""})
}

func (c *Credentials) oidcMethod() (method, error) {
	request := c.OIDCRequestURL != "" || c.OIDCRequestToken != ""
	switch {
	case c.OIDCToken != "" || c.OIDCTokenFilePath != "":
		if _, err := c.assertion(); err != nil {
			return "", BadArgument("oidc_token_file_path", "The provider can't read the OIDC token: %v.", err)
		}
		return federatedToken, c.requireApplication(federatedToken)
	case request && c.ADOServiceConnectionID != "":
		return azurePipelines, c.checkOIDCRequest(azurePipelines)
	case request:
		return gitHubActions, c.checkOIDCRequest(gitHubActions)
	default:
		return "", &ConfigError{
			Arguments: []string{"oidc_token", "oidc_token_file_path", "oidc_request_url", "oidc_request_token"},
			Reason: "OIDC is switched on, but the provider has no OIDC token and no way to request one. Set `oidc_token`, or " +
				"`oidc_token_file_path`, or both `oidc_request_url` and `oidc_request_token`.",
		}
	}
}

func (c *Credentials) checkOIDCRequest(m method) error {
	err := require(m, named{"tenant_id", c.TenantID != ""}, named{"client_id", c.ClientID != ""},
		named{"oidc_request_url", c.OIDCRequestURL != ""}, named{"oidc_request_token", c.OIDCRequestToken != ""})
	if err != nil {
		return err
	}
	endpoint, err := url.Parse(c.OIDCRequestURL)
	if err != nil || !isSafe(endpoint, true) {
		return BadArgument("oidc_request_url", "`oidc_request_url` must be an https URL, because the provider sends a "+
			"token there.")
	}
	return nil
}

func (c *Credentials) checkManagedIdentity() error {
	if c.MSIEndpoint == "" {
		return nil
	}
	// These endpoints use plain http, because they are on the machine or next to it.
	endpoint, err := url.Parse(c.MSIEndpoint)
	if err != nil || endpoint.Host == "" || endpoint.Scheme != "http" && endpoint.Scheme != "https" {
		return BadArgument("msi_endpoint",
			"The managed identity endpoint %q is not an http or https URL.", Clip(c.MSIEndpoint))
	}
	return nil
}

// checkCertificate finds a wrong password or file before anything is planned. Microsoft Entra accepts only RSA keys.
func (c *Credentials) checkCertificate() error {
	key, _, _, err := pkcs12.DecodeChain(c.ClientCertificate, c.ClientCertificatePassword)
	if errors.Is(err, pkcs12.ErrIncorrectPassword) {
		return BadArgument("client_certificate_password", "The password doesn't open the client certificate.")
	}
	if err != nil {
		return BadArgument("client_certificate",
			"The client certificate is not a PKCS#12 bundle with a private key: %v.", err)
	}
	if _, ok := key.(*rsa.PrivateKey); !ok {
		return BadArgument("client_certificate", "The client certificate has a key of type %T, but Microsoft Entra "+
			"accepts only RSA keys.", key)
	}
	return nil
}

// assertion is the OIDC token that proves who the caller is. A file is read each time, because Kubernetes replaces it
// about once an hour.
func (c *Credentials) assertion() (string, error) {
	if c.OIDCTokenFilePath == "" {
		return c.OIDCToken, nil
	}
	content, err := network.ReadBounded(c.OIDCTokenFilePath, largestTokenAnswer)
	if err != nil {
		return "", err
	}
	token := strings.TrimSpace(string(content))
	if token == "" {
		return "", fmt.Errorf("%s is empty", c.OIDCTokenFilePath)
	}
	return token, nil
}

// named is an argument, and whether it has a value.
type named struct {
	argument string
	set      bool
}

// require names every argument without a value.
func require(m method, required ...named) error {
	var arguments, quoted []string
	for _, r := range required {
		if !r.set {
			arguments = append(arguments, r.argument)
			quoted = append(quoted, "`"+r.argument+"`")
		}
	}
	if len(arguments) == 0 {
		return nil
	}
	return &ConfigError{
		Arguments: arguments,
		Reason:    fmt.Sprintf("To sign in with %s, the provider also needs %s.", m, strings.Join(quoted, " and ")),
	}
}
