# What the service holds, read the way an auditor would.
terraform {
  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

data "elm_separation_of_duties_rules" "all" {}

output "rules" {
  value = [for rule in data.elm_separation_of_duties_rules.all.rules : "${rule.access_package_display_name} / ${rule.target_display_name}"]
}
