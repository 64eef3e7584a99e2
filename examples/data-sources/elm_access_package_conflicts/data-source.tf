# Members of the group who hold the access package today.
data "elm_access_package_conflicts" "approvers" {
  access_package_id = "ac000000-0000-4000-8000-000000000001"
  group_id          = "96000000-0000-4000-8000-000000000002"
}

output "approvers_in_conflict" {
  value = data.elm_access_package_conflicts.approvers.conflict_count
}

# Holders of both access packages, by object ID. The IDs are personal data, and the state stores them.
data "elm_access_package_conflicts" "create_and_approve" {
  access_package_id              = "ac000000-0000-4000-8000-000000000001"
  incompatible_access_package_id = "ac000000-0000-4000-8000-000000000002"
  include_object_ids             = true
}

output "who_creates_and_approves" {
  value = data.elm_access_package_conflicts.create_and_approve.object_ids
}

# A check block warns and doesn't stop the apply. Keep the data source outside of it: otherwise no plan is ever empty.
data "elm_access_package_conflicts" "maintain_and_create" {
  access_package_id              = "ac000000-0000-4000-8000-000000000001"
  incompatible_access_package_id = "ac000000-0000-4000-8000-000000000003"
}

check "no_one_maintains_vendors_and_pays" {
  assert {
    condition     = data.elm_access_package_conflicts.maintain_and_create.conflict_count == 0
    error_message = "${data.elm_access_package_conflicts.maintain_and_create.conflict_count} holders maintain vendors and create payments."
  }
}
