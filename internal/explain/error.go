// Package explain words errors and refusals for an administrator: what was tried, the service's own words, and the next step. It knows plain
// words, ids and errors, and nothing of what they are about.
package explain

import (
	"context"
	"errors"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/network"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// Error words what went wrong for an administrator: a stable summary, what was tried, Graph's own words, the ids by which Microsoft
// finds the request, and the next step. It is the only place that does so.
func Error(err error, permission Permission) diag.Diagnostic {
	summary, next := Words(err, permission)
	var authentication *signin.AuthenticationError
	if errors.As(err, &authentication) && !authentication.FirstTime() {
		return diag.NewErrorDiagnostic(summary, "Signing in failed, which is not tried again for each resource: another error of this title says why and what to do.")
	}
	return diag.NewErrorDiagnostic(summary, Detail(err, next))
}

// Words tells what kind of failure it was, and what to do next if there is anything to say.
func Words(err error, permission Permission) (summary, next string) {
	var e *wire.Error
	errors.As(err, &e)
	var wait *waiting.TooLongError
	var config *signin.ConfigError
	var authentication *signin.AuthenticationError
	switch {
	case errors.As(err, &wait):
		return "Throttled for longer than the timeout", "Microsoft Graph throttles this application or tenant. Nothing is lost: apply again " +
			"later, or raise the operation's value in the `timeouts` block."
	case errors.As(err, &config):
		return "Provider configuration is not known yet", ""
	case errors.As(err, &authentication):
		return "No access token for Microsoft Graph", authentication.Advice
	case errors.Is(err, context.Canceled):
		return "Interrupted", "Nothing is lost: apply again. What the service has done already is found then."
	case errors.Is(err, context.DeadlineExceeded):
		return "Timeout", "The operation took longer than its timeout allows. Apply again, or raise the value in the `timeouts` block."
	case network.IsFinal(err):
		return "Microsoft Graph can't be reached", network.NextStep(err)
	case e == nil:
		return "Microsoft Graph request failed", "Apply again. If it fails in the same way, report it with the words above to the maintainers of this provider."
	case wire.IsForbidden(e):
		return "Not permitted by Microsoft Graph", forbidden(e, permission)
	case e.Challenged:
		return "Access refused by Conditional Access", "A Conditional Access policy refuses this identity from this machine or network, or its " +
			"sessions were revoked; a fresh token did not help. The tenant's sign-in log names the policy. Run from a network that the policy allows, or have an " +
			"administrator exclude this identity. With the Azure CLI, sign in again as an application: `az login --service-principal` or `az login --identity`."
	case wire.IsUnauthorized(e):
		return "Access token refused by Microsoft Graph",
			"A fresh token was refused too. Check that the provider's `tenant_id` and `environment` are those of the tenant."
	case e.Ambiguous || e.Status == 0:
		return "Microsoft Graph did not answer as it should", "This is often temporary. Nothing is lost: apply again."
	default:
		return "Microsoft Graph request failed", "Microsoft Graph's own words are above. If they do not help, give the request's ids to Microsoft support."
	}
}

// Detail puts the parts in one order.
func Detail(err error, next string) string {
	var config *signin.ConfigError
	if errors.As(err, &config) {
		return config.Reason // the same whatever was tried
	}
	parts := []string{Sentence(err.Error())}
	if next != "" {
		parts = append(parts, next)
	}
	if ids := RequestIDs(err); len(ids) > 0 {
		parts = append(parts, strings.Join(ids, "\n"))
	}
	return strings.Join(parts, "\n\n")
}

// RequestIDs are what Microsoft's support asks for.
func RequestIDs(err error) []string {
	type id struct{ name, value string }
	var given []id
	var e *wire.Error
	var authentication *signin.AuthenticationError
	switch {
	case errors.As(err, &authentication): // without a token there was no other request
		given = []id{{"trace-id", authentication.TraceID}, {"correlation-id", authentication.CorrelationID}, {"timestamp", authentication.Timestamp}}
	case errors.As(err, &e):
		given = []id{{"request-id", e.RequestID}, {"client-request-id", e.ClientRequestID}, {"date", e.Date}}
	}
	var ids []string
	for _, id := range given {
		if id.value != "" {
			ids = append(ids, id.name+": "+id.value)
		}
	}
	return ids
}

// Sentence begins with a capital and ends with a full stop.
func Sentence(text string) string {
	if text == "" {
		return text
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

// SentenceCase begins with a capital.
func SentenceCase(text string) string { return strings.ToUpper(text[:1]) + text[1:] }
