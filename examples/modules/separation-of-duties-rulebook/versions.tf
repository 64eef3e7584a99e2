terraform {
  required_version = ">= 1.9" # validation of one variable against another

  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}
