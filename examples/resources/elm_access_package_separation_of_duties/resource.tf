data "azuread_access_package_catalog" "finance" {
  display_name = "Finance"
}

data "azuread_access_package" "finance" {
  for_each = toset(["Payments - create", "Payments - approve", "Vendors - maintain"])

  catalog_id   = data.azuread_access_package_catalog.finance.id
  display_name = each.key
}

data "azuread_group" "incompatible" {
  for_each = toset(["Payment approvers", "External auditors"])

  display_name = each.key
}

# All rules of "Payments - create". The plan shows rules that others add, and the apply removes them.
resource "elm_access_package_separation_of_duties" "create_payments" {
  catalog_id        = data.azuread_access_package_catalog.finance.id
  access_package_id = data.azuread_access_package.finance["Payments - create"].id

  incompatible_group_ids = [for group in data.azuread_group.incompatible : group.object_id]
  incompatible_access_package_ids = [
    data.azuread_access_package.finance["Payments - approve"].id,
    data.azuread_access_package.finance["Vendors - maintain"].id,
  ]
}
