terraform {
  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

provider "elm" {}

# All catalogs that the caller may read. For one of them, add catalog_id = "…".
data "elm_separation_of_duties_rules" "all" {}

output "rules" {
  value = data.elm_separation_of_duties_rules.all.rules
}
