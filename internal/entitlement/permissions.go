package entitlement

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entra-elm/terraform-provider-elm/internal/graph"
	"github.com/entra-elm/terraform-provider-elm/internal/signin"
)

// What reading and writing rules takes, for descriptions, least first.
//
// See https://learn.microsoft.com/graph/api/accesspackage-list-incompatiblegroups and
// https://learn.microsoft.com/graph/api/accesspackage-post-incompatiblegroup.
const (
	readingPermissions = "**Permissions.** The entitlement management role *Catalog reader* on the catalog is meant to be enough, for an application too, " +
		"which has been reported to vary. Else the permission `EntitlementManagement.Read.All`, as an application permission or, for a user who is Security Reader or Global Reader, " +
		"as a delegated one."
	writingPermissions = "**Permissions.** The entitlement management role *Access package manager* on the catalog is meant to be enough, for an " +
		"application too, which has been reported to vary. Else the permission `EntitlementManagement.ReadWrite.All`, as an application permission or, for a user who is Identity Governance " +
		"Administrator, as a delegated one."
)

// permission is what an operation needs of the caller, least first.
type permission struct {
	scopes []string // Microsoft Graph permission, application or delegated; any one of them is enough
	role   string   // the entitlement management role that is enough instead
}

var linkPermission = permission{
	scopes: []string{"EntitlementManagement.ReadWrite.All"},
	role:   "Access package manager",
}

// readPermission is for everything in entitlement management that is only read.
var readPermission = permission{
	scopes: []string{"EntitlementManagement.Read.All", "EntitlementManagement.ReadWrite.All"},
	role:   "Catalog reader",
}

// memberPermission is for groups and who is in them, which is the directory's business: no role of entitlement management helps.
var memberPermission = permission{scopes: []string{"GroupMember.Read.All", "Group.Read.All", "Directory.Read.All"}}

// explainForbidden tells from the token's claims why a request was refused. The token itself stays out of it.
//
// See https://learn.microsoft.com/entra/id-governance/entitlement-management-delegate.
func explainForbidden(e *graph.Error, needed permission) string {
	need := fmt.Sprintf("It needs the permission %s", strings.Join(needed.scopes, " or "))
	if needed.role != "" {
		need += fmt.Sprintf(", or the entitlement management role %q on the catalog", needed.role)
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
		return explainApplication(caller, needed, need)
	default:
		return fmt.Sprintf("The token was issued to a user through the application %s with the scopes %s. %s A user needs one of the directory roles "+
			"that allow it besides, such as Identity Governance Administrator.", caller.AppID, quoted(caller.Scopes), need)
	}
}

func explainApplication(caller *signin.Caller, needed permission, need string) string {
	who := fmt.Sprintf("The token was issued to the application %s", caller.AppID)
	if caller.ObjectID != "" {
		who += fmt.Sprintf(" (service principal %s)", caller.ObjectID)
	}
	has := slices.ContainsFunc(needed.scopes, func(scope string) bool { return slices.Contains(caller.Roles, scope) })
	if has {
		return fmt.Sprintf("%s, which has the application permission that this needs (%s). If it was granted moments ago, try again in some minutes; "+
			"else check whether a policy of the tenant keeps the application out.", who, quoted(caller.Roles))
	}
	return fmt.Sprintf("%s with the application permissions %s. %s An administrator has to grant consent to an application permission; a role is "+
		"assigned to the service principal in the catalog under *Roles and administrators*.", who, quoted(caller.Roles), need)
}

func quoted(names []string) string {
	if len(names) == 0 {
		return "(none)"
	}
	return strings.Join(names, ", ")
}
