# Separation of duties for payments, as `make demo` applies it to the emulator's finance tenant.

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

# Whoever approves payments cannot request the access package that creates them.
resource "elm_access_package_incompatible_group" "approvers_do_not_create" {
  catalog_id        = local.finance
  access_package_id = local.access_packages.create_payments
  group_id          = local.groups.payment_approvers
}

# Who creates payments cannot request the access package that approves them.
resource "elm_access_package_incompatible_group" "clerks_do_not_approve" {
  catalog_id        = local.finance
  access_package_id = local.access_packages.approve_payments
  group_id          = local.groups.payment_clerks
}

# Who creates payments cannot change the bank account that they go to.
resource "elm_access_package_incompatible_group" "clerks_do_not_maintain_vendors" {
  catalog_id        = local.finance
  access_package_id = local.access_packages.maintain_vendors
  group_id          = local.groups.payment_clerks
}
