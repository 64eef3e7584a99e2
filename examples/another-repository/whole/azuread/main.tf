# A complete module with azuread: group, catalog, access package, resources, policy, and a rule with elm.

terraform {
  required_version = ">= 1.8"

  required_providers {
    azuread = { source = "hashicorp/azuread" }
    elm     = { source = "entra-elm/elm" }
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

resource "azuread_group" "auditors" {
  display_name     = "Auditors"
  security_enabled = true
  members          = [var.member]
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
  group_id          = var.excluded_group
}

output "rule" {
  description = "The id of the rule."
  value       = elm_access_package_incompatible_group.rule.id
}
