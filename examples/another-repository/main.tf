# A module of your own: people who receive goods can't request the access to pay invoices.

terraform {
  required_version = ">= 1.8"

  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

variable "catalog_id" {
  description = "ID of the catalog of the access package."
  type        = string
}

variable "pay_invoices" {
  description = "ID of the access package to pay invoices."
  type        = string
}

variable "receiving_groups" {
  description = "Object IDs of the groups whose members receive goods, by name."
  type        = map(string)

  validation {
    condition     = length(var.receiving_groups) > 0
    error_message = "Name at least one group."
  }
}

resource "elm_access_package_incompatible_group" "receivers_do_not_pay" {
  for_each          = var.receiving_groups
  catalog_id        = var.catalog_id
  access_package_id = var.pay_invoices
  group_id          = each.value
}

output "rules" {
  description = "The import ID of each rule, by the name of the group."
  value       = { for name, rule in elm_access_package_incompatible_group.receivers_do_not_pay : name => rule.id }
}
