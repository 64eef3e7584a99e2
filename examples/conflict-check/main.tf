# Warns when more people hold both sides of a separation of duties rule than was accepted. Reads only; there is nothing to apply.

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
  # How many people were in conflict with each rule when somebody last looked and accepted it.
  baseline = jsondecode(file("${path.module}/baseline.json"))

  grown = {
    for id, people in module.report.conflicts : id => people if people > try(local.baseline[id], 0)
  }
}

# A failed check is a warning: it neither stops a plan nor changes its exit code. The pipeline asks the plan for it.
check "no_new_conflicts" {
  assert {
    condition = length(local.grown) == 0
    error_message = join("\n", [
      for id, people in local.grown :
      "${people} in conflict, ${try(local.baseline[id], 0)} accepted: ${join(" and ", [for object in split("/", id) : module.report.names[object]])}"
    ])
  }
}

output "markdown" {
  description = "The report, for the pipeline's summary."
  value       = module.report.markdown
}

output "baseline" {
  description = "What to commit as baseline.json to accept the conflicts of today. Rules without conflicts are left out."
  value       = "{\n${join(",\n", [for id, people in module.report.conflicts : "  ${jsonencode(id)}: ${people}" if people > 0])}\n}\n"
}
