# Omit catalog_id to read all catalogs.
data "elm_separation_of_duties_conflicts" "payments" {
  catalog_id = "f1a0c000-0000-4000-8000-000000000001" # Finance
}

output "holders_in_conflict" {
  value = {
    for conflict in data.elm_separation_of_duties_conflicts.payments.conflicts : conflict.import_id => conflict.user_count + conflict.service_principal_count
    if try(conflict.user_count + conflict.service_principal_count, 0) > 0 # null: not counted
  }
}

# A null count means that the rule couldn't be counted. It doesn't mean zero.
check "every_rule_is_counted" {
  assert {
    condition     = alltrue([for conflict in data.elm_separation_of_duties_conflicts.payments.conflicts : conflict.uncounted == null])
    error_message = join("\n", compact(data.elm_separation_of_duties_conflicts.payments.conflicts[*].uncounted))
  }
}
