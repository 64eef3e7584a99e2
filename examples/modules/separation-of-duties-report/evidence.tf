# The report for programs: JSON as report.schema.json describes it, and a table. The same tenant gives the same bytes.
locals {
  unexplained_pairs = [for rule in local.unexplained : local.pairs[rule.import_id]]

  status = {
    for id, rule in local.rules : id =>
    rule.conflicts == null ? "not counted" : rule.conflicts == 0 ? "none" : contains(local.unexplained_pairs, local.pairs[id]) ? "unexplained" : "accepted"
  }

  evidence = {
    version    = 1
    title      = var.title
    as_of      = var.as_of
    catalog_id = var.catalog_id
    summary    = local.summary
    rules = [for id, rule in local.rules : {
      import_id      = id
      kind           = rule.kind
      catalog        = { id = rule.catalog_id, name = lookup(var.catalog_names, rule.catalog_id, null) }
      access_package = { id = rule.access_package_id, name = rule.access_package_display_name }
      target         = { id = rule.target_id, name = rule.target_display_name }
      conflicts      = rule.conflicts
      unattributed   = rule.unattributed
      status         = local.status[id]
      one_way        = rule.one_way
      gone           = rule.gone
    }]
    exceptions = [for id, exception in local.exceptions : {
      import_id = id
      holders   = exception.holders
      owner     = exception.owner
      reason    = exception.reason
      ticket    = exception.ticket
      expires   = exception.expires
      expired   = exception.expired
      over_long = exception.over_long
      unused    = exception.unused
    }]
    findings = local.findings
    not_read = [for id, rule in local.rules : { import_id = id, reason = rule.uncounted } if rule.uncounted != null]
  }

  columns = ["import_id", "kind", "catalog", "access_package", "access_package_id", "target", "target_id", "conflicts", "unattributed", "status", "one_way", "gone", "not_read"]
  table = concat([local.columns], [for id, rule in local.rules : [
    id, rule.kind, local.names[rule.catalog_id], local.names[rule.access_package_id], rule.access_package_id, local.names[rule.target_id], rule.target_id,
    rule.conflicts == null ? "" : rule.conflicts, rule.unattributed == null ? "" : rule.unattributed, local.status[id], rule.one_way, rule.gone,
    rule.uncounted == null ? "" : rule.uncounted,
  ]])

  # A spreadsheet takes a cell that begins like this for a formula, and would compute what somebody named a group. The apostrophe says text.
  csv = join("", [for row in local.table : "${join(",", [
    for cell in row : "\"${can(regex("^[\\s=+@＝＋－＠-]", cell)) ? "'" : ""}${replace(cell, "\"", "\"\"")}\""
  ])}\r\n"])
}

output "json" {
  description = "The report as JSON, described by report.schema.json in this folder."
  value       = jsonencode(local.evidence)
}

output "csv" {
  description = "The rules as a table for spreadsheets (RFC 4180). No cell is taken for a formula."
  value       = local.csv
}
