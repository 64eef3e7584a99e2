# Separation of duties for payments. `make demo` applies this file to the emulator's tenant.

terraform {
  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

provider "elm" {}

locals {
  finance = "f1a0c000-0000-4000-8000-000000000001" # catalog

  access_packages = {
    create_payments  = "ac000000-0000-4000-8000-000000000001"
    approve_payments = "ac000000-0000-4000-8000-000000000002"
    maintain_vendors = "ac000000-0000-4000-8000-000000000003"
  }

  groups = {
    payment_clerks    = "96000000-0000-4000-8000-000000000001"
    payment_approvers = "96000000-0000-4000-8000-000000000002"
  }
}

# Payment approvers can't request the access to create payments.
resource "elm_access_package_incompatible_group" "approvers_do_not_create" {
  catalog_id        = local.finance
  access_package_id = local.access_packages.create_payments
  group_id          = local.groups.payment_approvers
}

# Payment clerks can't request the access to approve payments.
resource "elm_access_package_incompatible_group" "clerks_do_not_approve" {
  catalog_id        = local.finance
  access_package_id = local.access_packages.approve_payments
  group_id          = local.groups.payment_clerks
}

# Payment clerks can't request the access to change bank accounts of vendors.
resource "elm_access_package_incompatible_group" "clerks_do_not_maintain_vendors" {
  catalog_id        = local.finance
  access_package_id = local.access_packages.maintain_vendors
  group_id          = local.groups.payment_clerks
}
