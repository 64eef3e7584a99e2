# Omit catalog_id to read all catalogs.
data "elm_separation_of_duties_rules" "finance" {
  catalog_id = "f1a0c000-0000-4000-8000-000000000001" # Finance
}

output "rules_by_access_package" {
  value = {
    for rule in data.elm_separation_of_duties_rules.finance.rules :
    coalesce(rule.access_package_display_name, rule.access_package_id) => coalesce(rule.target_display_name, rule.target_id)...
  }
}

# A rule can outlive its group. Such a rule has no effect.
check "no_rule_without_target" {
  assert {
    condition     = alltrue([for rule in data.elm_separation_of_duties_rules.finance.rules : rule.target_display_name != null || rule.pending])
    error_message = "Some rules name a group that may no longer exist."
  }
}

# The rules of one access package, and the rules of others about it.
data "elm_separation_of_duties_rules" "payments_create" {
  access_package_id = "ac000000-0000-4000-8000-000000000001" # Payments - create
}

# A rule between access packages works in one direction.
check "payments_create_is_mutual" {
  assert {
    condition = alltrue([
      for rule in data.elm_separation_of_duties_rules.payments_create.rules : rule.kind == "group" || contains(
        data.elm_separation_of_duties_rules.payments_create.rules[*].import_id, "${rule.target_id}/${rule.access_package_id}"
      )
    ])
    error_message = "An access package excludes another one, without a rule in the opposite direction."
  }
}
