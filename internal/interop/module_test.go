package interop

import (
	"fmt"
	"os"
	"testing"

	"github.com/entra-elm/terraform-provider-elm/internal/emulator"
)

// msgraphModule is what people write around a rule with msgraph: a group, a catalog with the group in it, a package that grants it, a
// policy, and the rule.
const msgraphModule = required + `
variable "days" {
  type    = number
  default = 90
}

locals {
  management = "identityGovernance/entitlementManagement"
}

resource "msgraph_resource" "group" {
  url = "groups"
  body = {
    displayName     = "Auditors"
    mailEnabled     = false
    mailNickname    = "auditors"
    securityEnabled = true
  }
}

resource "msgraph_resource" "member" {
  url = "groups/${msgraph_resource.group.id}/members/$ref"
  body = {
    "@odata.id" = "https://graph.microsoft.com/v1.0/directoryObjects/05e20000-0000-4000-8000-000000000001"
  }
}

resource "msgraph_resource" "catalog" {
  url = "${local.management}/catalogs"
  body = {
    displayName = "Sales"
    description = "All of it"
    state       = "published"
  }
}

resource "msgraph_resource_action" "onboarded" {
  resource_url = "${local.management}/resourceRequests"
  method       = "POST"
  body = {
    requestType = "adminAdd"
    catalog     = { id = msgraph_resource.catalog.id }
    resource    = { originId = msgraph_resource.group.id, originSystem = "AadGroup" }
  }
}

resource "msgraph_resource" "package" {
  url = "${local.management}/accessPackages"
  body = {
    displayName = "Sell"
    description = "Sell things"
    catalog     = { id = msgraph_resource.catalog.id }
  }
}

resource "msgraph_resource" "grant" {
  url = "${local.management}/accessPackages/${msgraph_resource.package.id}/resourceRoleScopes"
  body = {
    role = {
      originId     = "Member_${msgraph_resource.group.id}"
      originSystem = "AadGroup"
      resource     = { originId = msgraph_resource.group.id, originSystem = "AadGroup" }
    }
    scope = { originId = msgraph_resource.group.id, originSystem = "AadGroup" }
  }
  depends_on = [msgraph_resource_action.onboarded]
}

resource "msgraph_resource" "policy" {
  url           = "${local.management}/assignmentPolicies"
  update_method = "PUT"
  body = {
    displayName        = "All"
    description        = "For all"
    allowedTargetScope = "allMemberUsers"
    expiration         = { type = "afterDuration", duration = "P${var.days}D" }
    accessPackage      = { id = msgraph_resource.package.id }
  }
}

resource "elm_access_package_incompatible_group" "rule" {
  catalog_id        = msgraph_resource.catalog.id
  access_package_id = msgraph_resource.package.id
  group_id          = "96000000-0000-4000-8000-000000000001"
}
`

// azureadModule is the same with azuread.
const azureadModule = `terraform {
  required_providers {
    azuread = { source = "hashicorp/azuread" }
    elm     = { source = "entra-elm/elm" }
  }
}

variable "days" {
  type    = number
  default = 90
}

resource "azuread_group" "auditors" {
  display_name     = "Auditors"
  security_enabled = true
  members          = ["05e20000-0000-4000-8000-000000000001"]
}

resource "azuread_access_package_catalog" "sales" {
  display_name = "Sales"
  description  = "All of it"
}

resource "azuread_access_package" "sell" {
  catalog_id   = azuread_access_package_catalog.sales.id
  display_name = "Sell"
  description  = "Sell things"
}

resource "azuread_access_package_resource_catalog_association" "auditors" {
  catalog_id             = azuread_access_package_catalog.sales.id
  resource_origin_id     = azuread_group.auditors.object_id
  resource_origin_system = "AadGroup"
}

resource "azuread_access_package_resource_package_association" "auditors" {
  access_package_id               = azuread_access_package.sell.id
  catalog_resource_association_id = azuread_access_package_resource_catalog_association.auditors.id
}

resource "azuread_access_package_assignment_policy" "all" {
  access_package_id = azuread_access_package.sell.id
  display_name      = "All"
  description       = "For all"
  duration_in_days  = var.days

  requestor_settings {
    scope_type = "AllExistingDirectoryMemberUsers"
  }

  approval_settings {
    approval_required = true

    approval_stage {
      approval_timeout_in_days = 14

      primary_approver {
        object_id    = azuread_group.auditors.object_id
        subject_type = "groupMembers"
      }
    }
  }
}

resource "elm_access_package_incompatible_group" "rule" {
  catalog_id        = azuread_access_package_catalog.sales.id
  access_package_id = azuread_access_package.sell.id
  group_id          = azuread_group.auditors.object_id
}
`

// TestModule holds that a whole module is made in one apply, that the plan after it is empty, that a change is one, and that all of it goes.
func TestModule(t *testing.T) {
	t.Parallel()
	t.Run("msgraph", func(t *testing.T) {
		t.Parallel()
		newWorkspace(t).tryModule(t, msgraphModule)
	})
	t.Run("azuread", func(t *testing.T) {
		t.Parallel()
		azuread := os.Getenv("INTEROP_AZUREAD")
		if azuread == "" {
			t.Skip("INTEROP_AZUREAD, the folder of a build of hashicorp/azuread, is not set.")
		}
		w := newWorkspace(t)
		w.write(t, "cli.tfrc", fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n    %q = %q\n  }\n}\n",
			"hashicorp/azuread", azuread, "entra-elm/elm", os.Getenv("INTEROP_ELM")))
		w.tryModule(t, azureadModule)
	})
}

func (w *workspace) tryModule(t *testing.T, config string) {
	t.Helper()
	before := len(w.Tenant().AccessPackages())
	w.write(t, "main.tf", config)
	w.run(t, 0, "apply", "-auto-approve")
	rules := 0
	for _, p := range w.Tenant().AccessPackages() {
		if p.DisplayName == "Sell" {
			rules += len(w.Tenant().Links(emulator.IncompatibleGroups, p.ID))
		}
	}
	if rules != 1 {
		t.Errorf("the tenant holds %d rules of the package", rules)
	}
	w.run(t, 0, "plan", "-detailed-exitcode")
	w.run(t, 2, "plan", "-detailed-exitcode", "-var=days=30")
	w.run(t, 0, "apply", "-auto-approve", "-var=days=30")
	w.run(t, 0, "plan", "-detailed-exitcode", "-var=days=30")
	w.run(t, 0, "destroy", "-auto-approve", "-var=days=30")
	if after := len(w.Tenant().AccessPackages()); after != before {
		t.Errorf("the tenant had %d packages, and has %d", before, after)
	}
}
