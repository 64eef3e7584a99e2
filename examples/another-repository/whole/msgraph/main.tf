# A complete module with msgraph: group, catalog, access package, resources, policy, and a rule with elm.

terraform {
  required_version = ">= 1.8"

  required_providers {
    elm     = { source = "entra-elm/elm" }
    msgraph = { source = "microsoft/msgraph" }
  }
}

variable "days" {
  description = "How many days the access lasts."
  type        = number
  default     = 90
}

variable "member" {
  description = "Object id of the person who is in the group."
  type        = string
}

variable "excluded_group" {
  description = "Object ID of the group whose members can't request the access package."
  type        = string
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
    "@odata.id" = "https://graph.microsoft.com/v1.0/directoryObjects/${var.member}"
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
  group_id          = var.excluded_group
}

output "rule" {
  description = "The id of the rule."
  value       = elm_access_package_incompatible_group.rule.id
}
