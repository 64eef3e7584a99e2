# Who added and removed rules, by the audit log of the directory. It is the whole tenant's, also where the report is about one catalog: a rule that
# was removed may have been the last of its access package, and then nothing tells its catalog.
data "elm_separation_of_duties_changes" "this" {
  count = var.changed_since == null ? 0 : 1

  since = can(regex("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", var.changed_since)) ? "${var.changed_since}T00:00:00Z" : var.changed_since
}

locals {
  # The last change first.
  changes = reverse([
    for change in flatten(data.elm_separation_of_duties_changes.this[*].changes) : merge(change, {
      failed = change.result != null && change.result != "success"
      actor  = change.actor_id == null ? "" : change.actor_id
      sentence = join("", [
        coalesce(change.access_package_display_name, change.access_package_id, "An access package that the log does not name"),
        change.kind == "group" ? " excludes the members of " : " excludes the holders of ",
        coalesce(change.target_display_name, change.target_id, "what the log does not name"),
        change.kind == "access_package" && change.import_id != null ? " (which of the two excludes the other is unconfirmed)" : "",
      ])
    })
  ])
  last_changes = slice(local.changes, 0, min(20, length(local.changes)))
}
