# The rules of today as a monitor for Microsoft's Tenant Configuration Management, which tells every six hours what differs from it. Names and types
# are those of the published schema (https://json.schemastore.org/utcm-monitor.json) and of the page about access packages
# (https://learn.microsoft.com/graph/utcm-entra-resources). Unconfirmed, because nobody has sent one from here: that lists take ids, that
# properties which are left out are not compared, and how many characters a display name may have.
output "tcm_baseline" {
  description = "The rules of today as the JSON of a monitor of Tenant Configuration Management, to be posted to `/admin/configurationManagement/configurationMonitors`."
  value = jsonencode({
    displayName = var.title
    description = "Separation of duties of access packages"
    baseline = {
      displayName = var.title
      description = "Separation of duties of access packages"
      resources = [for id in local.access_packages : {
        displayName  = "${local.names[id]} (${id})"
        resourceType = "microsoft.entra.entitlementmanagementaccesspackage"
        properties = {
          DisplayName                = local.names[id]
          Id                         = id
          Ensure                     = "Present"
          IncompatibleGroups         = [for rule in local.rules_of[id] : rule.target_id if rule.kind == "group"]
          IncompatibleAccessPackages = [for rule in local.rules_of[id] : rule.target_id if rule.kind == "access_package"]
        }
      }]
    }
  })
}
