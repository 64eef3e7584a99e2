package entitlement

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
	"github.com/entra-elm/terraform-provider-elm/internal/waiting"
)

// diagnose words what went wrong for an administrator: a stable summary, what was tried, Graph's own words, the ids by which Microsoft
// finds the request, and the next step. It is the only place that does so.
func diagnose(err error, permission permission) diag.Diagnostic {
	summary, next := explain(err, permission)
	return diag.NewErrorDiagnostic(summary, detail(err, next))
}

// explain tells what kind of failure it was, and what to do next if there is anything to say.
func explain(err error, permission permission) (summary, next string) {
	var e *graph.Error
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
		return "No access token for Microsoft Graph", ""
	case errors.Is(err, context.Canceled):
		return "Interrupted", "Nothing is lost: what the service has done already is adopted by the next apply."
	case errors.Is(err, context.DeadlineExceeded):
		return "Timeout", "The operation took longer than its timeout allows. Apply again, or raise the value in the `timeouts` block."
	case e == nil:
		return "Microsoft Graph request failed", ""
	case e.Status == http.StatusForbidden:
		return "Not permitted by Microsoft Graph", explainForbidden(e, permission)
	case e.Status == http.StatusUnauthorized:
		return "Access token refused by Microsoft Graph",
			"A fresh token was refused too. Check that the provider's `tenant_id` and `environment` are those of the tenant."
	case e.Ambiguous || e.Status == 0:
		return "Microsoft Graph did not answer as it should", "This is often temporary. Nothing is lost: apply again."
	default:
		return "Microsoft Graph request failed", ""
	}
}

// detail puts the parts in one order.
func detail(err error, next string) string {
	var config *signin.ConfigError
	if errors.As(err, &config) {
		return config.Reason // the same whatever was tried
	}
	parts := []string{sentence(err.Error())}
	if next != "" {
		parts = append(parts, next)
	}
	if ids := requestIDs(err); len(ids) > 0 {
		parts = append(parts, strings.Join(ids, "\n"))
	}
	return strings.Join(parts, "\n\n")
}

// requestIDs are what Microsoft's support asks for.
func requestIDs(err error) []string {
	var e *graph.Error
	var authentication *signin.AuthenticationError
	if !errors.As(err, &e) || errors.As(err, &authentication) { // without a token there was no request
		return nil
	}
	var ids []string
	for _, id := range []struct{ name, value string }{
		{"request-id", e.RequestID}, {"client-request-id", e.ClientRequestID}, {"date", e.Date},
	} {
		if id.value != "" {
			ids = append(ids, id.name+": "+id.value)
		}
	}
	return ids
}

func sentence(text string) string {
	if text == "" {
		return text
	}
	text = strings.ToUpper(text[:1]) + text[1:]
	if strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

// diagnosePackage words what concerns an access package and all of its links alike; nil when err is not of that sort.
func diagnosePackage(err error, accessPackageID string) diag.Diagnostic {
	var mismatch *graph.CatalogMismatchError
	if errors.As(err, &mismatch) {
		return diag.NewAttributeErrorDiagnostic(path.Root(catalogAttribute), "Access package is in another catalog", fmt.Sprintf(
			"Access package %s is in catalog %s, but the configuration says %s. Correct `%s`: the rule itself does not depend on it.",
			mismatch.AccessPackageID, mismatch.ActualCatalogID, mismatch.CatalogID, catalogAttribute))
	}
	var missing *graph.MissingError
	if errors.As(err, &missing) && missing.AccessPackage {
		return diag.NewAttributeErrorDiagnostic(path.Root(packageAttribute), "Access package not found",
			detail(err, notKnown("access package", accessPackageID)))
	}
	return nil
}

// diagnose adds to the general wording what only a link knows: which attribute is to blame.
func (r *relationshipResource) diagnose(err error, k key) diag.Diagnostic {
	if d := diagnosePackage(err, k.accessPackage); d != nil {
		return d
	}
	var missing *graph.MissingError
	if errors.As(err, &missing) {
		return diag.NewAttributeErrorDiagnostic(path.Root(r.target), sentenceCase(r.noun)+" not found", detail(err, notKnown(r.noun, k.target)))
	}
	return diagnose(err, linkPermission)
}

func notKnown(noun, id string) string {
	return fmt.Sprintf("Entitlement management does not know the %s %s, also after waiting for something that was created moments ago. "+
		"Check the id; if it is right and new, apply again in a few minutes.", noun, id)
}

func sentenceCase(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

func (r *relationship) partAndWholeError(at path.Path, accessPackageID string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Rules declared twice", fmt.Sprintf(
		"In this configuration an elm_%s manages the incompatible %ss of access package %s one by one, and an elm_%s manages all of them in "+
			"its `%s`. They would fight: the one removes what the other adds. Keep either.",
		r.typeName, r.noun, accessPackageID, separationOfDutiesType, r.set))
}

func (r *relationshipResource) existsError(k key) diag.Diagnostic {
	return diag.NewErrorDiagnostic("Rule exists already", fmt.Sprintf(
		"Access package %s is incompatible with %s %s already, and `adopt_existing` is false. To manage the rule here, import it:\n\n"+
			"import {\n  to = elm_%s.example # the address of this resource\n  id = %q\n}",
		k.accessPackage, r.noun, k.target, r.typeName, k.id()))
}

func (r *relationshipResource) adoptedWarning(k key) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Existing rule adopted", fmt.Sprintf(
		"Access package %s was incompatible with %s %s already. The rule is managed here from now on, and destroying this resource removes it. "+
			"Set `adopt_existing = false` in the provider to make this an error.", k.accessPackage, r.noun, k.target))
}
