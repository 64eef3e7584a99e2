# Members of "Payment approvers" can't request the access package "Payments - create".
resource "elm_access_package_incompatible_group" "approvers" {
  catalog_id        = "f1a0c000-0000-4000-8000-000000000001" # Finance
  access_package_id = "ac000000-0000-4000-8000-000000000001" # Payments - create
  group_id          = "96000000-0000-4000-8000-000000000002" # Payment approvers
}
