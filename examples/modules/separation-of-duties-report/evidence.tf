# The report for programs: JSON as report.schema.json describes it, and a table. The same tenant gives the same bytes.
locals {
  unexplained_pairs = { for rule in local.unexplained : local.pairs[rule.import_id] => true }

  status = {
    for id, rule in local.rules : id =>
    rule.conflicts == null ? "not counted" : rule.conflicts == 0 ? "none" : can(local.unexplained_pairs[local.pairs[id]]) ? "unexplained" : "accepted"
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
      catalog        = { id = rule.catalog_id, name = try(var.catalog_names[rule.catalog_id], null) }
      access_package = { id = rule.access_package_id, name = rule.access_package_display_name }
      target         = { id = rule.target_id, name = rule.target_display_name }
      conflicts      = rule.conflicts
      unattributed   = rule.unattributed
      status         = local.status[id]
      one_way        = rule.one_way
      gone           = rule.gone
      severity       = rule.severity == "" ? null : rule.severity
      risks          = rule.risks
    }]
    risks = [for risk in local.risks : {
      id                   = risk.id
      name                 = risk.name
      severity             = risk.severity
      owner                = risk.owner
      rationale            = risk.rationale
      compensating_control = risk.compensating_control
      references           = risk.references
      conflicts            = risk.conflicts
      rules                = [for rule in risk.rules : lower(rule)]
      missing              = risk.missing
    }]
    gaps = [for gap in local.gaps : {
      id                  = gap.id
      kind                = gap.kind
      import_id           = gap.import_id
      access_package      = { id = gap.access_package_id, name = gap.access_package_display_name }
      target_id           = gap.target_id
      through_id          = gap.through_access_package_id
      through_name        = gap.through_access_package_display_name
      origin_system       = gap.origin_system
      origin_id           = gap.origin_id
      role_origin_id      = gap.role_origin_id
      role                = gap.role_display_name
      documented_override = gap.documented_override
      missing_import_id   = gap.missing_import_id
      accepted            = gap.accepted
      sentence            = gap.sentence
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
    findings      = local.findings
    changed_since = var.changed_since
    changes = [for change in local.changes : {
      time           = change.time
      operation      = change.operation
      kind           = change.kind
      result         = change.result
      import_id      = change.import_id
      access_package = { id = change.access_package_id, name = change.access_package_display_name }
      target         = { id = change.target_id, name = change.target_display_name }
      actor_id       = change.actor_id
      actor_type     = change.actor_type
      correlation_id = change.correlation_id
      resource_ids   = change.resource_ids
    }]
    gaps_looked_for = var.find_gaps
    unused_accepts  = local.unused_accepts
    not_read = concat(
      [for rule in local.uncounted : { import_id = rule.import_id, access_package_id = rule.access_package_id, reason = rule.uncounted }],
      [
        for package in flatten(data.elm_separation_of_duties_gaps.this[*].unread) :
        { import_id = null, access_package_id = package.access_package_id, reason = "The caller may not read what the access package grants." }
      ],
    )
  }

  tables = {
    rules = concat(
      [["import_id", "kind", "catalog", "access_package", "access_package_id", "target", "target_id", "conflicts", "unattributed", "status", "one_way", "gone", "not_read", "severity", "risks"]],
      [for id, rule in local.rules : [
        id, rule.kind, local.names[rule.catalog_id], local.names[rule.access_package_id], rule.access_package_id, local.names[rule.target_id], rule.target_id,
        rule.conflicts, rule.unattributed, local.status[id], rule.one_way, rule.gone, rule.uncounted, rule.severity, join(" ", rule.risks),
      ]],
    )
    gaps = concat(
      [["id", "kind", "import_id", "access_package", "access_package_id", "through_access_package", "through_access_package_id", "documented_override", "missing_import_id", "accepted", "sentence"]],
      [for gap in local.gaps : [
        gap.id, gap.kind, gap.import_id, gap.access_package_display_name, gap.access_package_id, gap.through_access_package_display_name, gap.through_access_package_id,
        gap.documented_override, gap.missing_import_id, gap.accepted, gap.sentence,
      ]],
    )
  }

  # A spreadsheet takes a cell that begins like this for a formula, and would compute what somebody named a group. The apostrophe says text.
  csv = {
    for name, table in local.tables : name => join("", [for row in table : "${join(",", [
      for cell in row : cell == null ? "\"\"" : "\"${replace(replace(cell, "/^[\\s=+@＝＋－＠-]/", "'$0"), "\"", "\"\"")}\""
    ])}\r\n"])
  }
}

output "json" {
  description = "The report as JSON, described by report.schema.json in this folder."
  value       = jsonencode(local.evidence)
}

output "csv" {
  description = "The rules as a table for spreadsheets (RFC 4180). No cell is taken for a formula."
  value       = local.csv["rules"]
}

output "gaps_csv" {
  description = "The ways round rules as a table for spreadsheets (RFC 4180), accepted ones too. No cell is taken for a formula."
  value       = local.csv["gaps"]
}
