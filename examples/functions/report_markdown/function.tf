terraform {
  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

data "elm_separation_of_duties_report" "tenant" {}

output "wiki" {
  value = provider::elm::report_markdown(data.elm_separation_of_duties_report.tenant.json)
}

# Fits in a comment of a pull request.
output "comment" {
  value = provider::elm::report_markdown(data.elm_separation_of_duties_report.tenant.json, "short")
}
