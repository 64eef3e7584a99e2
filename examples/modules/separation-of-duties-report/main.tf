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

# Terraform walks through all of an argument whenever it calls a function. With a thousand rules, a function that is called for each of them
# must not be given all of them: a name is looked up by try(map[key], default), not by lookup() or contains().
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
      gone         = rule.target_display_name == null && !rule.just_made # or may be: a deleted group has no name
      one_way      = rule.kind == "access_package" && !can(local.pairs["${rule.target_id}/${rule.access_package_id}"])
      risks        = try(local.risks_of[rule.import_id], [])
      severity     = try(local.severity_of[rule.import_id], "")
    })
  }

  # One rule of each pair.
  distinct_rules = { for pair, rules in { for id, rule in local.rules : local.pairs[id] => rule... } : pair => rules[0] }

  # What a reader should look at, the most severe and then the most holders first.
  in_conflict = values({
    for pair, rule in local.distinct_rules : format("%d %09d %s", local.ranks[rule.severity], 999999999 - rule.conflicts, pair) => rule if coalesce(rule.conflicts, 0) > 0
  })

  summary = {
    access_packages = length(local.access_packages)
    rules           = length(local.rules)
    group_rules     = length([for rule in values(local.rules) : rule if rule.kind == "group"])
    uncounted       = length([for rule in values(local.rules) : rule if rule.conflicts == null])
    conflicts       = sum(concat([0], local.in_conflict[*].conflicts))
    one_way         = length([for rule in values(local.rules) : rule if rule.one_way])
    gone            = length([for rule in values(local.rules) : rule if rule.gone])
    unexplained     = sum(concat([0], local.unexplained[*].conflicts))
    exceptions      = { for kind in ["expired", "over-long", "unused"] : kind => length([for finding in local.exception_findings : finding if finding.kind == kind]) }
    unattributed    = sum(concat([0], [for rule in values(local.distinct_rules) : coalesce(rule.unattributed, 0)]))
    gaps            = length(local.open_gaps)
    accepted_gaps   = length(local.gaps) - length(local.open_gaps)
    unread          = length(local.unread)
  }
}
