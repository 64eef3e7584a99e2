terraform {
  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

# Reads ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET from the environment.
provider "elm" {}
