terraform {
  required_version = ">= 1.8"

  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

provider "elm" {}

locals {
  rules = { for rule in jsondecode(file("${path.module}/rules.json")) : rule.import_id => rule }

  group_rules          = { for id, rule in local.rules : id => rule if rule.kind == "group" }
  access_package_rules = { for id, rule in local.rules : id => rule if rule.kind == "access_package" }
}

import {
  for_each = local.group_rules
  to       = elm_access_package_incompatible_group.rules[each.key]
  id       = each.key
}

resource "elm_access_package_incompatible_group" "rules" {
  for_each = local.group_rules

  catalog_id        = each.value.catalog_id
  access_package_id = each.value.access_package_id
  group_id          = each.value.target_id
}

import {
  for_each = local.access_package_rules
  to       = elm_access_package_incompatible_access_package.rules[each.key]
  id       = each.key
}

resource "elm_access_package_incompatible_access_package" "rules" {
  for_each = local.access_package_rules

  catalog_id                     = each.value.catalog_id
  access_package_id              = each.value.access_package_id
  incompatible_access_package_id = each.value.target_id
}
