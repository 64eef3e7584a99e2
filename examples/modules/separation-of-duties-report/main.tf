data "elm_separation_of_duties_rules" "this" {
  catalog_id = var.catalog_id
}

# One read of each list for all rules. What the rules need was listed above, and is not asked for again.
data "elm_separation_of_duties_conflicts" "this" {
  count = length(var.count_conflicts_of) > 0 ? 1 : 0

  catalog_id         = var.catalog_id
  kinds              = var.count_conflicts_of
  include_delivering = var.include_delivering
}

locals {
  # Two rules that exclude two access packages from each other are one pair: those in conflict are the same, and count once.
  pairs = {
    for rule in data.elm_separation_of_duties_rules.this.rules :
    rule.import_id => rule.kind == "group" ? rule.import_id : join("/", sort([rule.access_package_id, rule.target_id]))
  }

  counts = { for conflict in flatten(data.elm_separation_of_duties_conflicts.this[*].conflicts) : conflict.import_id => conflict }

  # The rules by import id, with what is to be said about each.
  rules = {
    for rule in data.elm_separation_of_duties_rules.this.rules : rule.import_id => merge(rule, {
      conflicts    = try(local.counts[rule.import_id].user_count + local.counts[rule.import_id].service_principal_count, null)
      unattributed = try(local.counts[rule.import_id].unattributed_count, null)
      uncounted    = try(local.counts[rule.import_id].uncounted, null)
      gone         = rule.target_display_name == null
      one_way      = rule.kind == "access_package" && !can(local.pairs["${rule.target_id}/${rule.access_package_id}"])
    })
  }

  # Every object once, by id. A group that is gone has no name but its id.
  names = merge([
    for rule in values(local.rules) : {
      (rule.catalog_id)        = lookup(var.catalog_names, rule.catalog_id, "Catalog ${rule.catalog_id}")
      (rule.access_package_id) = coalesce(rule.access_package_display_name, rule.access_package_id)
      (rule.target_id)         = coalesce(rule.target_display_name, rule.target_id)
    }
  ]...)

  # Maps are in the order of their keys, so that these are sorted by name.
  access_packages = values({ for rule in values(local.rules) : "${lower(local.names[rule.access_package_id])} ${rule.access_package_id}" => rule.access_package_id... })[*][0]
  catalogs        = values({ for rule in values(local.rules) : "${lower(local.names[rule.catalog_id])} ${rule.catalog_id}" => rule.catalog_id... })[*][0]
  catalog_of      = { for rule in values(local.rules) : rule.access_package_id => rule.catalog_id... }
  targets = {
    for kind in ["group", "access_package"] : kind => values({
      for rule in values(local.rules) : "${lower(local.names[rule.target_id])} ${rule.target_id}" => rule.target_id... if rule.kind == kind
    })[*][0]
  }

  # The rules of each access package: groups first, then by name.
  rules_by_package = { for rule in values(local.rules) : rule.access_package_id => rule... }
  rules_of = {
    for id, rules in local.rules_by_package : id => values({
      for rule in rules : "${rule.kind == "group" ? 0 : 1} ${lower(local.names[rule.target_id])} ${rule.target_id}" => rule
    })
  }

  # One rule of each pair.
  distinct_rules = { for pair, rules in { for id, rule in local.rules : local.pairs[id] => rule... } : pair => rules[0] }

  # What a reader should look at, the most holders first.
  in_conflict = values({
    for pair, rule in local.distinct_rules : format("%09d %s", 999999999 - rule.conflicts, pair) => rule if coalesce(rule.conflicts, 0) > 0
  })
  one_way = [for rule in flatten(values(local.rules_of)) : rule if rule.one_way]
  gone    = [for rule in flatten(values(local.rules_of)) : rule if rule.gone]

  summary = {
    access_packages = length(local.access_packages)
    rules           = length(local.rules)
    group_rules     = length([for rule in values(local.rules) : rule if rule.kind == "group"])
    uncounted       = length([for rule in values(local.rules) : rule if rule.conflicts == null])
    conflicts       = sum(concat([0], local.in_conflict[*].conflicts))
    one_way         = length(local.one_way)
    gone            = length(local.gone)
    unexplained     = sum(concat([0], local.unexplained[*].conflicts))
    exceptions      = { for kind in ["expired", "over-long", "unused"] : kind => length([for finding in local.exception_findings : finding if finding.kind == kind]) }
    unattributed    = sum(concat([0], [for rule in values(local.distinct_rules) : coalesce(rule.unattributed, 0)]))
  }
}
