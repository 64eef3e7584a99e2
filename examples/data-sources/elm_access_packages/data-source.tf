# Omit catalog_id to read all catalogs.
data "elm_access_packages" "finance" {
  catalog_id = "f1a0c000-0000-4000-8000-000000000001" # Finance
}

# An unknown or ambiguous name is an error.
output "approve_payments" {
  value = data.elm_access_packages.finance.by_name["Payments - approve"].id
}

# Warn about names that several access packages share.
check "names_are_unique" {
  assert {
    condition     = length(data.elm_access_packages.finance.ambiguous) == 0
    error_message = "Several access packages share these names: ${join(", ", keys(data.elm_access_packages.finance.ambiguous))}."
  }
}
