# Leave catalog_id out to look at all catalogs that the caller may read.
data "elm_separation_of_duties_gaps" "payments" {
  catalog_id = "8d0c2b6e-51f4-4f6e-8a3b-0c9d7e2f4a10"

  # Known and meant: a rule's import id, or a gap's id.
  accept = ["6c7e9d14-2b3a-4c58-9e6f-7a8b9c0d1e02/3f1b7a52-7c0e-4a9f-9a0e-5d2f6c1b8e01"]
}

output "rules_that_would_close_gaps" {
  value = distinct(compact(data.elm_separation_of_duties_gaps.payments.gaps[*].missing_import_id))
}

check "no_way_round" {
  assert {
    condition     = alltrue(data.elm_separation_of_duties_gaps.payments.gaps[*].accepted)
    error_message = join("\n", [for gap in data.elm_separation_of_duties_gaps.payments.gaps : gap.sentence if !gap.accepted])
  }

  assert {
    condition     = length(data.elm_separation_of_duties_gaps.payments.unread) == 0
    error_message = "Some access packages could not be read; ways round through them are not known."
  }
}
