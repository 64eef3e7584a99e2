# Changes since the beginning of the month. In a scheduled plan, use timeadd(plantimestamp(), "-168h") for the last week.
data "elm_separation_of_duties_changes" "november" {
  since = "2026-11-01T00:00:00Z"
}

locals {
  # Object ID of the service principal that applies this configuration.
  pipeline = "00000001-0000-4000-8000-000000000006"
}

output "changes_by_others" {
  value = [
    for change in data.elm_separation_of_duties_changes.november.changes :
    join(" ", compact([change.time, change.actor_type, change.actor_id, change.operation, change.import_id]))
    if change.result == "success" && change.actor_id != local.pipeline
  ]
}
