# Every rule between access packages in all catalogs.
list "elm_access_package_incompatible_access_package" "tenant" {
  provider = elm
  limit    = 10000 # defaults to 100
}

# Rules of one catalog.
list "elm_access_package_incompatible_access_package" "procurement" {
  provider = elm

  config {
    catalog_id = "f1a0c000-0000-4000-8000-000000000002"
  }
}

# Rules of one access package.
list "elm_access_package_incompatible_access_package" "place_orders" {
  provider = elm

  config {
    access_package_id = "ac000000-0000-4000-8000-000000000005"
  }
}
