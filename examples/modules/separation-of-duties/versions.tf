terraform {
  required_version = ">= 1.5"

  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}
