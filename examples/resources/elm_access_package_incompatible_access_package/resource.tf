# Who holds the access package that approves payments cannot request the one that creates them.
resource "elm_access_package_incompatible_access_package" "approvers_do_not_create" {
  catalog_id                     = "f1a0c000-0000-4000-8000-000000000001" # Finance
  access_package_id              = "ac000000-0000-4000-8000-000000000001" # Payments - create
  incompatible_access_package_id = "ac000000-0000-4000-8000-000000000002" # Payments - approve
}

# A rule works in one direction: this is the other one.
resource "elm_access_package_incompatible_access_package" "creators_do_not_approve" {
  catalog_id                     = "f1a0c000-0000-4000-8000-000000000001"
  access_package_id              = "ac000000-0000-4000-8000-000000000002"
  incompatible_access_package_id = "ac000000-0000-4000-8000-000000000001"
}
