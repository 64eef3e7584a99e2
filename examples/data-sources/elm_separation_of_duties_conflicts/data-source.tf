# Leave catalog_id out to look at all catalogs that the caller may read.
data "elm_separation_of_duties_conflicts" "payments" {
  catalog_id = "8d0c2b6e-51f4-4f6e-8a3b-0c9d7e2f4a10"
}

output "holders_in_conflict" {
  value = {
    for conflict in data.elm_separation_of_duties_conflicts.payments.conflicts : conflict.import_id => conflict.user_count + conflict.service_principal_count
    if try(conflict.user_count + conflict.service_principal_count, 0) > 0 # null where nobody could count
  }
}

# What nobody could count is no zero.
check "every_rule_is_counted" {
  assert {
    condition     = alltrue([for conflict in data.elm_separation_of_duties_conflicts.payments.conflicts : conflict.uncounted == null])
    error_message = join("\n", compact(data.elm_separation_of_duties_conflicts.payments.conflicts[*].uncounted))
  }
}
