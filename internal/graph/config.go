package graph

import (
	"net/http"

	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
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
	Credentials       signin.Credentials
	CACertificateFile string // PEM bundle, trusted in addition to the system's roots

	Clock     waiting.Clock     // nil is the real one
	Transport http.RoundTripper // nil is a pooled transport of the client's own

	// Deferred, when set, is what every request fails with, before anything is sent. It stands for a configuration that cannot be
	// judged yet, because parts of it are not known.
	Deferred error
}

// check looks at what needs no other part of the client.
func (c *Config) check() error {
	switch c.APIVersion {
	case "", Beta, V1:
		return nil
	default:
		return signin.BadArgument("api_version", "The API version %q is not known: it is %q or %q.", c.APIVersion, Beta, V1)
	}
}
