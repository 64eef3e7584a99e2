output "rules" {
  description = "Every rule by name. `access_package` excludes `target`, which is a group or an access package. `kind` is `group` or `access_package`."
  value       = local.rules
}

output "one_way" {
  description = "Rules between access packages that have no counterpart. Holders of the access package can still request the target."
  value = [
    for rule in local.rules : "${rule.access_package} excludes holders of ${rule.target}, not in the opposite direction"
    if rule.kind == "access_package" && !contains(local.rules, { access_package = rule.target, kind = rule.kind, target = rule.access_package })
  ]
}
