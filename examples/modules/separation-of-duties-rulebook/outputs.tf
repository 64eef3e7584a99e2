locals {
  # As the data sources and imports write a rule.
  import_ids = {
    for rule in local.listed : rule.risk => join("/", [
      lower(var.access_packages[rule.access_package].id),
      lower(trimprefix(rule.kind == "group" ? var.groups[rule.target] : var.access_packages[rule.target].id, "/groups/")),
    ])...
  }
}

output "risks" {
  description = "The risks with the import IDs of their rules, for the argument `risks` of the report."
  value = {
    for id, risk in var.risks : id => {
      name                 = risk.name
      severity             = risk.severity
      owner                = risk.owner
      rationale            = risk.rationale
      compensating_control = risk.compensating_control
      references           = risk.references
      rules                = toset(try(local.import_ids[id], []))
    }
  }
}

output "rules" {
  description = "Every rule by name, with the IDs of its risks. `access_package` excludes `target`, which is a group or an access package. `kind` is `group` or `access_package`."
  value       = local.rules
}

output "not_enforced" {
  description = "The parts of risks that no rule can enforce, one sentence each: functions without access packages or groups, and pairs of groups, because nothing stops someone from joining both."
  value = distinct(concat(
    flatten([
      for id, risk in var.risks : [
        for name in sort(risk.functions) : "${id}: no access package or group grants ${name}." if length(var.functions[name].access_packages) + length(var.functions[name].groups) == 0
      ]
    ]),
    flatten([
      for id, risk in var.risks : [
        for pair in setproduct(risk.functions, risk.functions) : [
          for groups in setproduct(sort(var.functions[pair[0]].groups), sort(var.functions[pair[1]].groups)) :
          "${id}: nothing stops members of ${groups[0]} (${pair[0]}) from joining ${groups[1]} (${pair[1]})."
        ] if pair[0] != pair[1] && sort(pair)[0] == pair[0]
      ]
    ]),
  ))
}
