# What the rules are for, as the rule book says: severity, and the ids of risks.
locals {
  # An empty severity: nothing is said about the rule.
  ranks = { critical = 0, high = 1, medium = 2, low = 3, "" = 4 }

  risks_of = {
    for each in flatten([for id, risk in var.risks : [for rule in risk.rules : { id = id, rule = lower(rule) }]]) : each.rule => each.id...
  }
  severity_of = {
    for rule, ids in local.risks_of : rule => [for severity in keys(local.ranks) : severity if local.ranks[severity] == min([for id in ids : local.ranks[var.risks[id].severity]]...)][0]
  }

  # The risks, the most severe first, with what is known of them today. A pair of access packages that exclude each other counts once.
  risks = values({
    for id, risk in var.risks : "${local.ranks[risk.severity]} ${id}" => merge(risk, {
      id        = id
      conflicts = sum(concat([0], [for pair in distinct([for rule in risk.rules : local.pairs[lower(rule)] if can(local.pairs[lower(rule)])]) : coalesce(local.distinct_rules[pair].conflicts, 0)]))
      missing   = [for rule in risk.rules : lower(rule) if !can(local.pairs[lower(rule)])]
    })
  })

  # What the book has and the tenant has not. One catalog does not show the rules of the others.
  missing = var.catalog_id != null ? [] : flatten([
    for risk in local.risks : [
      for rule in risk.missing : {
        risk     = risk.id
        severity = risk.severity
        rule     = rule
        names    = join(" and ", [for object in split("/", rule) : try(local.names[object], object)])
      }
    ]
  ])
}
