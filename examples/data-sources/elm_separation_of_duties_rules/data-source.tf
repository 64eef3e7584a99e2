# Leave catalog_id out to read all catalogs that the caller may read.
data "elm_separation_of_duties_rules" "finance" {
  catalog_id = "8d0c2b6e-51f4-4f6e-8a3b-0c9d7e2f4a10"
}

output "rules_by_access_package" {
  value = {
    for rule in data.elm_separation_of_duties_rules.finance.rules :
    coalesce(rule.access_package_display_name, rule.access_package_id) => coalesce(rule.target_display_name, rule.target_id)...
  }
}

# The service keeps rules about groups that were deleted. They protect nothing any more.
check "no_rule_without_target" {
  assert {
    condition     = alltrue([for rule in data.elm_separation_of_duties_rules.finance.rules : rule.target_display_name != null || rule.just_made])
    error_message = "Some rules name a group without a name, which may be gone."
  }
}
