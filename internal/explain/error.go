// Package explain words errors for an administrator: what the provider tried, the service's own words, the cause, and
// the next step. It takes words, IDs, and errors, and doesn't know which resource they are about.
package explain

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/network"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// Error is the one form of a diagnostic about a failed request: a title that stays the same, what was tried, Graph's
// own words, the next step, and the IDs by which Microsoft finds the request. A failed sign-in meets every resource of
// a run, so only the first one tells the cause.
func Error(err error, permission Permission) diag.Diagnostic {
	title, next := Words(err, permission)
	if e, ok := errors.AsType[*signin.AuthenticationError](err); ok && !e.FirstTime() {
		return diag.NewErrorDiagnostic(
			title, fmt.Sprintf("Skipped because the provider couldn't sign in. See the other %q error for the cause.", title),
		)
	}
	if wire.IsSkipped(err) {
		return diag.NewErrorDiagnostic("Microsoft Graph doesn't answer",
			"Skipped because Microsoft Graph stopped answering. See the first error about it for the cause.")
	}
	return diag.NewErrorDiagnostic(title, Detail(err, next))
}

// Words gives the title of a failure and the next step, which is empty if the error's own text ends with one.
func Words(err error, permission Permission) (title, next string) {
	e, _ := errors.AsType[*wire.Error](err)
	var wait *waiting.TooLongError
	var config *signin.ConfigError
	var authentication *signin.AuthenticationError
	switch {
	case errors.As(err, &wait):
		return "Throttled for longer than the timeout", "Microsoft Graph throttles this application or tenant. Try again " +
			"later, or raise the operation's value in the `timeouts` block."
	case errors.As(err, &config):
		return "Provider configuration is not known yet", ""
	case errors.As(err, &authentication):
		return "No access token for Microsoft Graph", authentication.Advice
	case errors.Is(err, context.Canceled):
		return "Interrupted before the end", "Apply again. The provider detects the changes that Microsoft Graph has " +
			"already made."
	case errors.Is(err, context.DeadlineExceeded):
		return "Operation timed out", "Apply again, or raise the operation's value in the `timeouts` block."
	case network.IsUnsent(err):
		return "Microsoft Graph can't be reached", network.NextStep(err)
	case e == nil:
		return "Microsoft Graph request failed", "Try again. If the error comes back, report it to the maintainers of " +
			"this provider."
	case e.InBetween:
		return "A proxy or gateway answered for Microsoft Graph", "Have the administrators of the network let requests to " +
			"Microsoft Graph pass, or correct `HTTPS_PROXY`."
	case wire.IsForbidden(e):
		return "Not permitted by Microsoft Graph", forbidden(e, permission)
	case e.Challenged:
		return "Access refused by Conditional Access", "A Conditional Access policy blocks this identity on this machine " +
			"or network, or its sessions were revoked. The provider has already tried a fresh token. Find the policy in the " +
			"tenant's sign-in log, and have an administrator exclude this identity."
	case wire.IsUnauthorized(e):
		return "Access token refused by Microsoft Graph", "The provider has already tried a fresh token. Check that " +
			"`tenant_id` and `environment` are those of the tenant."
	case e.Ambiguous || e.Status == 0:
		return "Unexpected answer from Microsoft Graph", "This is often temporary. Try again."
	case e.Code == "" && e.Message == "" && e.RequestID == "":
		return "Microsoft Graph request failed", "The answer isn't from Microsoft Graph: a proxy or gateway between it " +
			"and this machine answered. Check HTTPS_PROXY."
	default:
		return "Microsoft Graph request failed", "If Microsoft Graph's words don't name the cause, give the IDs below " +
			"to Microsoft support."
	}
}

// Detail puts the parts of an error into one order.
func Detail(err error, next string) string {
	if config, ok := errors.AsType[*signin.ConfigError](err); ok {
		return config.Reason // what was tried makes no difference
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

// RequestIDs are what Microsoft support asks for.
func RequestIDs(err error) []string {
	type id struct{ name, value string }
	var given []id
	var e *wire.Error
	var authentication *signin.AuthenticationError
	switch {
	case errors.As(err, &authentication): // no other request was sent
		given = []id{
			{"trace-id", authentication.TraceID},
			{"correlation-id", authentication.CorrelationID},
			{"timestamp", authentication.Timestamp},
		}
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

// Sentence starts a text with a capital and ends it with a period.
func Sentence(text string) string {
	if text == "" || strings.HasSuffix(text, ".") {
		return SentenceCase(text)
	}
	return SentenceCase(text) + "."
}

// SentenceCase starts a text with a capital.
func SentenceCase(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	if first == utf8.RuneError {
		return text
	}
	return string(unicode.ToUpper(first)) + text[size:]
}
