output "html" {
  description = "The report as one HTML page that needs nothing else: no network, no other file. `terraform output -raw html > report.html` writes it."
  value = templatefile("${path.module}/templates/report.html.tftpl", merge(local.report, {
    text    = local.html
    cells   = local.cells
    divided = local.divided
    style   = trimspace(file("${path.module}/templates/report.css"))
    script  = trimspace(file("${path.module}/templates/report.js"))
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
  description = "What has to be acted on, a sentence each: conflicts that no exception explains, and exceptions that are expired, over-long or unused."
  value       = local.findings
}

output "unexplained" {
  description = "How many holders are in conflict with more of them than exceptions accept, by import id. Of a pair of access packages one rule is in here."
  value       = { for rule in local.unexplained : rule.import_id => rule.conflicts }
}

output "uncounted" {
  description = "Why conflicts could not be counted, by the rule's import id. Rules that were not to be counted are not in here."
  value       = { for id, rule in local.rules : id => rule.uncounted if rule.uncounted != null }
}

output "names" {
  description = "Display names of the access packages, groups and catalogs in the report, by id."
  value       = local.names
}

output "summary" {
  description = "The report in numbers: access packages, rules, those of them that are about groups, holders in conflict, rules whose conflicts are not counted, one-way rules between access packages, rules about groups that are gone, and holders without an object id, of whom nobody can say whether they are in conflict."
  value       = local.summary
}

locals {
  report = {
    title           = var.title
    as_of           = var.as_of
    names           = local.names
    catalogs        = local.catalogs
    catalog_of      = local.catalog_of
    one_catalog     = var.catalog_id != null
    access_packages = local.access_packages
    targets         = local.targets
    rules_of        = local.rules_of
    in_conflict     = local.unexplained
    explained       = local.explained
    exceptions      = local.exceptions
    exceptional     = local.exception_findings
    exception_names = local.exception_names
    exception_words = local.exception_words
    accepted_by     = local.accepted_by
    one_way         = local.one_way
    gone            = local.gone
    summary         = local.summary
  }
}
