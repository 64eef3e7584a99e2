terraform {
  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

data "elm_separation_of_duties_report" "tenant" {}

output "rules" {
  value = provider::elm::report_csv(data.elm_separation_of_duties_report.tenant.json, "rules")
}

# For Excel in countries that write a comma in decimal numbers.
output "gaps_for_excel" {
  value = provider::elm::report_csv(data.elm_separation_of_duties_report.tenant.json, "gaps", "bom", "semicolon")
}
