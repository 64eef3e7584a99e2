terraform {
  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

locals {
  finance = "f1a0c000-0000-4000-8000-000000000001" # catalog

  payments = [
    "ac000000-0000-4000-8000-000000000001", # Payments - create
    "ac000000-0000-4000-8000-000000000002", # Payments - approve
    "ac000000-0000-4000-8000-000000000003", # Vendors - maintain
  ]
}

# Anyone can hold at most one of the three access packages: six rules.
resource "elm_access_package_incompatible_access_package" "payments" {
  for_each = {
    for pair in provider::elm::mutual_pairs(local.payments) :
    "${pair.access_package_id}/${pair.incompatible_access_package_id}" => pair
  }

  catalog_id                     = local.finance
  access_package_id              = each.value.access_package_id
  incompatible_access_package_id = each.value.incompatible_access_package_id
}
