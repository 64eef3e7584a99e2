# Omit catalog_id to read all catalogs.
data "elm_separation_of_duties_conflicts" "payments" {
  catalog_id = "f1a0c000-0000-4000-8000-000000000001" # Finance
}

output "holders_in_conflict" {
  value = {
    for conflict in data.elm_separation_of_duties_conflicts.payments.conflicts : conflict.import_id => conflict.conflict_count
    if try(conflict.conflict_count, 0) > 0 # null: not counted
  }
}

# A null count means that the rule couldn't be counted. It doesn't mean zero.
check "every_rule_is_counted" {
  assert {
    condition     = alltrue([for conflict in data.elm_separation_of_duties_conflicts.payments.conflicts : conflict.not_counted_reason == null])
    error_message = join("\n", compact(data.elm_separation_of_duties_conflicts.payments.conflicts[*].not_counted_reason))
  }
}

# Rules that don't have to exist yet, with object IDs, which are personal data.
data "elm_separation_of_duties_conflicts" "create_and_approve" {
  rules = [{
    access_package_id              = "ac000000-0000-4000-8000-000000000001" # Payments - create
    incompatible_access_package_id = "ac000000-0000-4000-8000-000000000002" # Payments - approve
  }]

  in_force_since = {
    "ac000000-0000-4000-8000-000000000001/ac000000-0000-4000-8000-000000000002" = "2026-01-31T00:00:00Z"
  }
  include_object_ids = true
}

output "who_creates_and_approves" {
  value = data.elm_separation_of_duties_conflicts.create_and_approve.conflicts[0].holders
}
