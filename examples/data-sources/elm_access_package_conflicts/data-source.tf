# Members of the group who hold the access package today. A new rule would not take it away from them.
data "elm_access_package_conflicts" "approvers" {
  access_package_id = "6c7e9d14-2b3a-4c58-9e6f-7a8b9c0d1e02"
  group_id          = "b5a4f3e2-d1c0-4b9a-8f7e-6d5c4b3a2f03"
}

output "approvers_in_conflict" {
  value = data.elm_access_package_conflicts.approvers.conflict_count
}

# Holders of both access packages, by object id. The ids are personal data and end up in the state.
data "elm_access_package_conflicts" "create_and_approve" {
  access_package_id              = "6c7e9d14-2b3a-4c58-9e6f-7a8b9c0d1e02"
  incompatible_access_package_id = "3f1b7a52-7c0e-4a9f-9a0e-5d2f6c1b8e01"
  include_object_ids             = true
}

output "who_creates_and_approves" {
  value = data.elm_access_package_conflicts.create_and_approve.object_ids
}

# Warns in every plan and apply, and stops neither. A data source inside the check block would do too, and its errors would be warnings,
# but Terraform would then never show an empty plan.
data "elm_access_package_conflicts" "maintain_and_create" {
  access_package_id              = "6c7e9d14-2b3a-4c58-9e6f-7a8b9c0d1e02"
  incompatible_access_package_id = "0a9b8c7d-6e5f-4d3c-8b2a-1f0e9d8c7b04"
}

check "nobody_maintains_vendors_and_pays" {
  assert {
    condition     = data.elm_access_package_conflicts.maintain_and_create.conflict_count == 0
    error_message = "${data.elm_access_package_conflicts.maintain_and_create.conflict_count} holders maintain vendors and create payments."
  }
}
