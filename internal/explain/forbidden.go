package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/signin/claims"
)

// forbidden tells from the token's claims why Graph refused a request, and what the caller needs. It never shows the
// token.
//
// See https://learn.microsoft.com/entra/id-governance/entitlement-management-delegate.
func forbidden(e *wire.Error, needed Permission) string {
	if e.Code == "NoLicense" || e.Code == "NoGovernanceSku" {
		return "The tenant has no license for entitlement management. Add Microsoft Entra ID P2, Microsoft Entra ID " +
			"Governance, or the Microsoft Entra Suite; a new license can take a few hours to take effect."
	}
	need := "The request needs the permission " + strings.Join(needed.Scopes, " or ")
	if needed.Role != "" {
		need += fmt.Sprintf(", or the entitlement management role %q on the catalog", needed.Role)
	}
	need += "."
	switch caller := e.Caller; {
	case caller == nil:
		return need
	case caller.Application:
		return application(caller, needed, need)
	case caller.ThroughAzureCLI():
		return "The token was issued to a user through the Azure CLI. Such a token can't contain an " +
			"EntitlementManagement permission. " + asApplication
	default:
		return fmt.Sprintf("The token was issued to a user through the application %s with the scopes %s. %s %s",
			caller.AppID, orNone(caller.Scopes), need, asApplication)
	}
}

const asApplication = "Sign in as an application: set `client_id` with a secret, a certificate, or OIDC, use a " +
	"managed identity, or run `az login --service-principal`."

func application(caller *claims.Caller, needed Permission, need string) string {
	issued := "The token was issued to the application " + caller.AppID
	if caller.ObjectID != "" {
		issued += fmt.Sprintf(" (service principal %s)", caller.ObjectID)
	}
	if slices.ContainsFunc(needed.Scopes, func(scope string) bool { return slices.Contains(caller.Roles, scope) }) {
		return fmt.Sprintf("%s, which has the permission that the request needs. Its permissions: %s. If the permission "+
			"was granted moments ago, try again in a few minutes. Otherwise find the request in the tenant's sign-in log "+
			"(service principal sign-ins).", issued, orNone(caller.Roles))
	}
	next := fmt.Sprintf("%s with the application permissions %s. %s Have an administrator add the application "+
		"permission and consent to it under *App registrations → API permissions*. A managed identity gets it as an "+
		"app role assignment.", issued, orNone(caller.Roles), need)
	if needed.Role != "" {
		next += " Instead of the permission, an administrator can assign the role to the service principal, on the " +
			"catalog under *Roles and administrators*."
	}
	return next
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "(none)"
	}
	return strings.Join(names, ", ")
}
