package provider

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/arguments"
	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// graphConfig turns the values into the configuration of the Graph client. It reads files and sends nothing.
func graphConfig(v *values, lookup func(string) string, diags *diag.Diagnostics) wire.Config {
	credentials, problems := v.Credentials(lookup)
	addProblems(diags, problems...)
	return wire.Config{
		Config: signin.Config{
			Environment: v.Values["environment"], MetadataHost: v.Values["metadata_host"], Credentials: credentials,
		},
		APIVersion:            wire.APIVersion(strings.ToLower(v.Values["api_version"])),
		CACertificateFile:     v.Values["ca_certificate_file"],
		MaxConcurrentRequests: v.Number("max_concurrent_requests"),
	}
}

func addProblems(diags *diag.Diagnostics, problems ...arguments.Problem) {
	for _, p := range problems {
		diags.AddAttributeError(path.Root(p.Argument), p.Summary, p.Detail)
	}
}

// configDiagnostic points at the argument at fault and names its environment variables.
func configDiagnostic(err error) diag.Diagnostic {
	const summary = "Invalid provider configuration"
	var bad *signin.ConfigError
	if !errors.As(err, &bad) {
		return diag.NewErrorDiagnostic(summary, err.Error())
	}
	detail := bad.Reason
	for _, a := range arguments.Named(bad.Arguments) {
		detail += fmt.Sprintf(
			"\n\nYou can set `%s` in the provider block or with %s.", a.Name, quoted(a.Variables, " or "),
		)
	}
	if len(bad.Arguments) == 0 {
		return diag.NewErrorDiagnostic(summary, detail)
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(bad.Arguments[0]), summary, detail)
}
