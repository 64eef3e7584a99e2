# Who changed rules since the month began? In a scheduled plan, timeadd(plantimestamp(), "-168h") is the week before.
data "elm_separation_of_duties_changes" "november" {
  since = "2026-11-01T00:00:00Z"
}

locals {
  # The object id of the service principal that applies this configuration.
  pipeline = "5d3c2b1a-0f9e-4d8c-8b7a-6f5e4d3c2b06"
}

output "changes_by_others" {
  value = [
    for change in data.elm_separation_of_duties_changes.november.changes :
    join(" ", compact([change.time, change.actor_type, change.actor_id, change.operation, change.import_id])) # null is what an entry does not tell
    if change.result == "success" && change.actor_id != local.pipeline
  ]
}
