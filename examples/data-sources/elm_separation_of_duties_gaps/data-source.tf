# Omit catalog_id to read all catalogs.
data "elm_separation_of_duties_gaps" "payments" {
  catalog_id = "f1a0c000-0000-4000-8000-000000000001" # Finance

  # Accepted gaps: the import ID of a rule, or the ID of a gap.
  accept = ["ac000000-0000-4000-8000-000000000001/ac000000-0000-4000-8000-000000000002"]
}

output "rules_that_would_close_gaps" {
  value = distinct(compact(data.elm_separation_of_duties_gaps.payments.gaps[*].missing_import_id))
}

check "no_gaps" {
  assert {
    condition     = alltrue(data.elm_separation_of_duties_gaps.payments.gaps[*].accepted)
    error_message = join("\n", [for gap in data.elm_separation_of_duties_gaps.payments.gaps : gap.description if !gap.accepted])
  }

  assert {
    condition     = length(data.elm_separation_of_duties_gaps.payments.unreadable_access_packages) + length(data.elm_separation_of_duties_gaps.payments.unreadable_groups) == 0
    error_message = "Some access packages or groups could not be read. Gaps through them are unknown."
  }
}
