# Writes the rules in force as a monitor of Microsoft's Tenant Configuration Management, which reports differences every six hours.
# The names and types are those of the published schema (https://json.schemastore.org/utcm-monitor.json). The project hasn't sent one to a
# tenant: that lists contain IDs, and that a property outside of the baseline is ignored, isn't documented.

terraform {
  required_version = ">= 1.8"

  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

provider "elm" {}

data "elm_separation_of_duties_rules" "tenant" {}

locals {
  rules_by_access_package = { for rule in data.elm_separation_of_duties_rules.tenant.rules : rule.access_package_id => rule... }
}

output "monitor" {
  description = "The body of a request to /admin/configurationManagement/configurationMonitors."
  value = jsonencode({
    displayName = "Separation of duties"
    description = "Separation of duties of access packages"
    baseline = {
      displayName = "Separation of duties"
      description = "Separation of duties of access packages"
      resources = [for id, rules in local.rules_by_access_package : {
        displayName  = "${coalesce(rules[0].access_package_display_name, "Access package")} (${id})"
        resourceType = "microsoft.entra.entitlementmanagementaccesspackage"
        properties = {
          DisplayName                = coalesce(rules[0].access_package_display_name, id)
          Id                         = id
          Ensure                     = "Present"
          IncompatibleGroups         = [for rule in rules : rule.target_id if rule.kind == "group"]
          IncompatibleAccessPackages = [for rule in rules : rule.target_id if rule.kind == "access_package"]
        }
      }]
    }
  })
}
