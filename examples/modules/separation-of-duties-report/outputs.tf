output "html" {
  description = "The report as one HTML page that needs nothing else: no network, no other file. `terraform output -raw html > report.html` writes it."
  value = templatefile("${path.module}/templates/report.html.tftpl", merge(local.report, { text = local.html }, {
    style     = trimspace(file("${path.module}/templates/report.css"))
    script    = trimspace(file("${path.module}/templates/report.js"))
    findings  = templatefile("${path.module}/templates/findings.html.tftpl", merge(local.report, { text = local.html }))
    changed   = templatefile("${path.module}/templates/changes.html.tftpl", merge(local.report, { text = local.html }))
    risk_list = templatefile("${path.module}/templates/risks.html.tftpl", merge(local.report, { text = local.html }))
    list      = templatefile("${path.module}/templates/list.html.tftpl", merge(local.report, { text = local.html }))
  }))
}

output "markdown" {
  description = "The report as Markdown with a Mermaid diagram, for a wiki, a pull request or a job summary."
  value = templatefile("${path.module}/templates/report.md.tftpl", merge(local.report, {
    text    = local.markdown
    diagram = local.diagram
  }))
}

output "conflicts" {
  description = "How many holders are on both sides of each rule, by the rule's import id. Rules whose conflicts are not counted are not in here."
  value       = { for id, rule in local.rules : id => rule.conflicts if rule.conflicts != null }
}

output "findings" {
  description = "What has to be acted on, a sentence each: conflicts that no exception explains, exceptions that are expired, over-long or unused, and rules of the risks that were not found."
  value       = local.findings
}

output "unexplained" {
  description = "How many holders are in conflict with more of them than exceptions accept, by import id. Of a pair of access packages one rule is in here."
  value       = { for rule in local.unexplained : rule.import_id => rule.conflicts }
}

output "uncounted" {
  description = "Why conflicts could not be counted, by the rule's import id. Rules that were not to be counted are not in here."
  value       = { for rule in local.uncounted : rule.import_id => rule.uncounted }
}

output "names" {
  description = "Display names of the access packages, groups and catalogs in the report, by id."
  value       = local.names
}

output "summary" {
  description = "The report in numbers: access packages, rules, those of them that are about groups, holders in conflict, rules whose conflicts are not counted, one-way rules between access packages, rules about what has no name and may be gone, holders without an object id, of whom nobody can say whether they are in conflict, ways round rules, and access packages that could not be read."
  value       = local.summary
}

output "gaps" {
  description = "Ways round rules that are not accepted, a sentence each by id. `accept` takes the ids."
  value       = { for gap in local.open_gaps : gap.id => gap.sentence }
}

output "gap_ids" {
  description = "The ids of all ways round rules, accepted ones too: what `accept` would have to be to accept those of today."
  value       = sort(local.gaps[*].id)
}

output "unread" {
  description = "Access packages that could not be read, so that ways round through them are not known."
  value       = local.unread
}

output "unused_accepts" {
  description = "What of `accept` belongs to no way round a rule any more."
  value       = local.unused_accepts
}

locals {
  report = {
    title           = var.title
    as_of           = var.as_of
    names           = local.names
    catalogs        = local.catalogs
    one_catalog     = var.catalog_id != null
    access_packages = local.access_packages
    packages_of     = local.packages_of
    groups          = local.groups
    rules_of        = local.rules_of
    rules_about     = local.rules_about
    holders_of      = local.holders_of
    in_conflict     = local.unexplained
    conflicts_of    = local.conflicts_of
    explained       = local.explained
    exceptional     = local.exception_findings
    exception_names = local.exception_names
    exception_words = local.exception_words
    accepted_by     = local.accepted_by
    accepted_of     = local.accepted_of
    gaps_found      = var.find_gaps
    gap_kinds       = local.gap_kinds
    gap_words       = local.gap_words
    gaps_of         = local.gaps_of
    gap_counts      = { for kind, gaps in local.gaps_of : kind => length(flatten(values(gaps))) }
    first_gaps      = local.first_gaps
    more_gaps       = local.more_gaps
    worst           = local.worst
    unread          = local.unread
    uncounted       = local.uncounted
    unused_accepts  = local.unused_accepts
    changed_since   = var.changed_since
    changes         = local.changes
    last_changes    = local.last_changes
    risks           = local.risks
    missing         = local.missing
    risk_words      = { owner = "Owner", rationale = "Why", compensating_control = "Compensating control" }
    title_case      = { for severity in keys(local.ranks) : severity => title(severity) }
    summary         = local.summary
  }
}
