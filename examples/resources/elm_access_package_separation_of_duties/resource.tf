# All rules of one access package: any other that somebody adds shows in the next plan, and applying removes it.
resource "elm_access_package_separation_of_duties" "create_payments" {
  catalog_id        = "f1a0c000-0000-4000-8000-000000000001" # Finance
  access_package_id = "ac000000-0000-4000-8000-000000000001" # Payments - create

  incompatible_group_ids = [
    "96000000-0000-4000-8000-000000000002", # Payment approvers
    "96000000-0000-4000-8000-000000000004", # External auditors
  ]
  incompatible_access_package_ids = [
    "ac000000-0000-4000-8000-000000000002", # Payments - approve
    "ac000000-0000-4000-8000-000000000003", # Vendors - maintain
  ]
}
