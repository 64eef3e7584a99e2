terraform {
  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

data "elm_separation_of_duties_report" "tenant" {}

# terraform output -raw page >report.html
output "page" {
  value = provider::elm::report_html(data.elm_separation_of_duties_report.tenant.json)
}
