package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/graph/wire"
	"github.com/entra-elm/terraform-provider-elm/internal/signin/claims"
)

// forbidden tells from the token's claims why a request was refused. The token itself stays out of it.
//
// See https://learn.microsoft.com/entra/id-governance/entitlement-management-delegate.
func forbidden(e *wire.Error, needed Permission) string {
	need := fmt.Sprintf("The request needs the permission %s", strings.Join(needed.Scopes, " or "))
	if needed.Role != "" {
		need += fmt.Sprintf(", or the entitlement management role %q on the catalog", needed.Role)
	}
	need += "."
	caller := e.Caller
	switch {
	case e.Code == "NoLicense" || e.Code == "NoGovernanceSku":
		return "The tenant has no licence for entitlement management: it needs Microsoft Entra ID P2, Microsoft Entra ID Governance or the " +
			"Microsoft Entra Suite. A new licence can take some hours to be seen."
	case caller == nil:
		return need
	case caller.ThroughAzureCLI():
		return "The token was issued to a user through the Azure CLI, which can never carry EntitlementManagement permissions, whatever roles " +
			"the user holds. Sign in as an application: `client_id` with a secret, certificate or OIDC, a managed identity, or " +
			"`az login --service-principal`."
	case caller.Application:
		return application(caller, needed, need)
	default:
		next := fmt.Sprintf("The token was issued to a user through the application %s with the scopes %s. %s", caller.AppID, orNone(caller.Scopes), need)
		if needed.Role != "" {
			next += " A user needs one of the directory roles that allow it besides, such as Identity Governance Administrator."
		}
		return next
	}
}

func application(caller *claims.Caller, needed Permission, need string) string {
	who := fmt.Sprintf("The token was issued to the application %s", caller.AppID)
	if caller.ObjectID != "" {
		who += fmt.Sprintf(" (service principal %s)", caller.ObjectID)
	}
	has := slices.ContainsFunc(needed.Scopes, func(scope string) bool { return slices.Contains(caller.Roles, scope) })
	if has {
		return fmt.Sprintf("%s, which has the permission that this needs; it has: %s. If it was granted moments ago, try again in some minutes; else look "+
			"for the request in the tenant's sign-in log (service principal sign-ins), or give the request's ids to Microsoft support.", who, orNone(caller.Roles))
	}
	next := fmt.Sprintf("%s with the application permissions %s. %s An administrator adds an application permission and consents to it under *App registrations → "+
		"API permissions*; a managed identity gets it as an app role assignment.", who, orNone(caller.Roles), need)
	if needed.Role != "" {
		next += " A role is assigned to the service principal in the catalog under *Roles and administrators*."
	}
	return next
}

func orNone(names []string) string {
	if len(names) == 0 {
		return "(none)"
	}
	return strings.Join(names, ", ")
}
