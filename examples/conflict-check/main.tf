# Warns when more holders are on both sides of a separation of duties rule than was accepted. Reads only; there is nothing to apply.

terraform {
  required_version = ">= 1.5"

  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

provider "elm" {}

module "report" {
  source = "../modules/separation-of-duties-report"
}

locals {
  # How many holders were in conflict with each rule when somebody last looked and accepted it.
  baseline = jsondecode(file("${path.module}/baseline.json"))

  grown = {
    for id, holders in module.report.conflicts : id => holders if holders > try(local.baseline[id], 0)
  }
}

# A failed check is a warning: it neither stops a plan nor changes its exit code. The pipeline asks the plan for it.
check "no_new_conflicts" {
  assert {
    condition = length(local.grown) == 0
    error_message = join("\n", [
      for id, holders in local.grown :
      "${holders} in conflict, ${try(local.baseline[id], 0)} accepted: ${join(" and ", [for object in split("/", id) : module.report.names[object]])}"
    ])
  }
}

output "markdown" {
  description = "The report, for the pipeline's summary."
  value       = module.report.markdown
}

output "baseline" {
  description = "What to commit as baseline.json to accept the conflicts of today. Rules without conflicts are left out."
  value       = "{\n${join(",\n", [for id, holders in module.report.conflicts : "  ${jsonencode(id)}: ${holders}" if holders > 0])}\n}\n"
}
