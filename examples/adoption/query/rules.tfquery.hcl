# All catalogs. For one catalog, add a block: config { catalog_id = "…" }

list "elm_access_package_incompatible_group" "rules" {
  provider = elm
  limit    = 10000
}

list "elm_access_package_incompatible_access_package" "rules" {
  provider = elm
  limit    = 10000
}
