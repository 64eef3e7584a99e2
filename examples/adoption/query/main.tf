terraform {
  required_version = ">= 1.14"

  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

provider "elm" {}
