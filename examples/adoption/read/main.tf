terraform {
  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

provider "elm" {}

# All catalogs. For one catalog, add catalog_id = "…".
data "elm_separation_of_duties_rules" "all" {}

output "rules" {
  value = data.elm_separation_of_duties_rules.all.rules
}
