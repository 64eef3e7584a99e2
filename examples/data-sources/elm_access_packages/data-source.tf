# Leave catalog_id out to read all catalogs that the caller may read.
data "elm_access_packages" "finance" {
  catalog_id = "8d0c2b6e-51f4-4f6e-8a3b-0c9d7e2f4a10"
}

# A name that is not there, or not unique, is an error: it never stands for another access package.
output "approve_payments" {
  value = data.elm_access_packages.finance.by_name["Payments - approve"].id
}

# Who keeps files by name wants to know of names that cannot be used in them.
check "names_are_unique" {
  assert {
    condition     = length(data.elm_access_packages.finance.ambiguous) == 0
    error_message = "Several access packages may be meant by ${join(", ", keys(data.elm_access_packages.finance.ambiguous))}."
  }
}
