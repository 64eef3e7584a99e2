terraform {
  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

# Tenant, application and secret come from the variables ARM_TENANT_ID, ARM_CLIENT_ID and ARM_CLIENT_SECRET.
provider "elm" {}
