# A module of your own: whoever pays must not be able to receive goods.

terraform {
  required_version = ">= 1.6" # terraform test

  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

variable "catalog_id" {
  description = "The catalog of the access package."
  type        = string
}

variable "pay_invoices" {
  description = "Id of the access package to pay invoices."
  type        = string
}

variable "receiving_groups" {
  description = "Object ids of the groups whose members receive goods, by name."
  type        = map(string)

  validation {
    condition     = length(var.receiving_groups) > 0
    error_message = "Without a group nothing would be kept apart."
  }
}

resource "elm_access_package_incompatible_group" "receivers_do_not_pay" {
  for_each          = var.receiving_groups
  catalog_id        = var.catalog_id
  access_package_id = var.pay_invoices
  group_id          = each.value
}

output "rules" {
  description = "The import id of each rule, by the group's name."
  value       = { for name, rule in elm_access_package_incompatible_group.receivers_do_not_pay : name => rule.id }
}
