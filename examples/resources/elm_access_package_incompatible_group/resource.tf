data "azuread_access_package_catalog" "finance" {
  display_name = "Finance"
}

data "azuread_access_package" "create_payments" {
  catalog_id   = data.azuread_access_package_catalog.finance.id
  display_name = "Payments - create"
}

data "azuread_group" "approvers" {
  display_name = "Payment approvers"
}

# Members of "Payment approvers" can't request "Payments - create".
resource "elm_access_package_incompatible_group" "approvers" {
  catalog_id        = data.azuread_access_package_catalog.finance.id
  access_package_id = data.azuread_access_package.create_payments.id
  group_id          = data.azuread_group.approvers.object_id
}
