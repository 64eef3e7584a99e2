# Fails a pipeline when holders are in conflict without an exception, when an exception has expired, and when there is a gap that no one accepted.
# It reads only; there is nothing to apply.

terraform {
  required_version = ">= 1.8"

  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

provider "elm" {}

variable "today" {
  type        = string
  default     = null
  description = "The day by which exceptions are judged. Defaults to the day of the plan."
}

data "elm_separation_of_duties_report" "tenant" {
  exceptions = jsondecode(file("${path.module}/exceptions.json"))
  accept     = jsondecode(file("${path.module}/accepted-gaps.json"))
  as_of      = var.today
}

locals {
  report = data.elm_separation_of_duties_report.tenant
  gaps   = [for finding in local.report.findings : finding if contains(["gap", "stale_accept"], finding.kind)]
  others = [for finding in local.report.findings : finding if !contains(["gap", "stale_accept"], finding.kind)]
}

# A failed check is a warning: it neither stops a plan nor changes its exit code. The pipeline asks the plan for it.
check "no_unexplained_conflict" {
  assert {
    condition     = length(local.others) == 0
    error_message = join("\n", local.others[*].description)
  }

  assert {
    condition     = local.report.complete
    error_message = "Parts of the tenant could not be read or counted. The report names them under \"Not known\"."
  }
}

check "no_way_round" {
  assert {
    condition     = length(local.gaps) == 0
    error_message = join("\n", local.gaps[*].description)
  }
}

output "markdown" {
  description = "The report, for the pipeline's summary."
  value       = provider::elm::report_markdown(local.report.json)
}

output "exceptions" {
  description = "What to add to exceptions.json to accept the open conflicts of today. Fill in owner, reason, and last day."
  value = jsonencode({
    for finding in local.report.findings : finding.import_id => { holders = finding.count, owner = "", reason = "", ticket = "", expires = "" }
    if finding.kind == "conflict"
  })
}

output "gaps" {
  description = "The content of accepted-gaps.json that accepts the gaps of today."
  value       = jsonencode(jsondecode(local.report.json).gaps[*].id)
}
