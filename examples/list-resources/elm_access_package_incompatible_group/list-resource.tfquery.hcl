# Every rule about a group in all catalogs.
list "elm_access_package_incompatible_group" "tenant" {
  provider = elm
  limit    = 10000 # defaults to 100
}

# Rules of one catalog.
list "elm_access_package_incompatible_group" "finance" {
  provider = elm

  config {
    catalog_id = "f1a0c000-0000-4000-8000-000000000001"
  }
}

# Rules of one access package.
list "elm_access_package_incompatible_group" "create_payments" {
  provider = elm

  config {
    access_package_id = "ac000000-0000-4000-8000-000000000001"
  }
}
