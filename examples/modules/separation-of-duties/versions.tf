terraform {
  required_version = ">= 1.11"

  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}
