terraform {
  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

provider "elm" {}

data "elm_access_packages" "all" {}

locals {
  groups = yamldecode(trimprefix(file("${path.module}/groups.yaml"), "\ufeff"))
  rows   = concat(local.yaml_rows, local.csv_rows, local.matrix_rows)
}
