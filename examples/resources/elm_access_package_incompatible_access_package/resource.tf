data "azuread_access_package_catalog" "finance" {
  display_name = "Finance"
}

data "azuread_access_package" "payments" {
  for_each = toset(["create", "approve"])

  catalog_id   = data.azuread_access_package_catalog.finance.id
  display_name = "Payments - ${each.key}"
}

# Holders of "Payments - approve" can't request "Payments - create".
resource "elm_access_package_incompatible_access_package" "approvers_do_not_create" {
  catalog_id                     = data.azuread_access_package_catalog.finance.id
  access_package_id              = data.azuread_access_package.payments["create"].id
  incompatible_access_package_id = data.azuread_access_package.payments["approve"].id
}

# A rule works in one direction. This is the opposite rule.
resource "elm_access_package_incompatible_access_package" "creators_do_not_approve" {
  catalog_id                     = data.azuread_access_package_catalog.finance.id
  access_package_id              = data.azuread_access_package.payments["approve"].id
  incompatible_access_package_id = data.azuread_access_package.payments["create"].id
}
