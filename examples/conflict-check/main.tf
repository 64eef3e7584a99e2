# Fails a pipeline when holders are on both sides of a separation of duties rule without an exception, when an exception has expired, and
# when there is a way round a rule that nobody has accepted. Reads only; there is nothing to apply.

terraform {
  required_version = ">= 1.5"

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
  description = "The day by which exceptions are judged. The day of the plan by default."
}

module "report" {
  source = "../modules/separation-of-duties-report"

  exceptions = jsondecode(file("${path.module}/exceptions.json"))
  accept     = jsondecode(file("${path.module}/accepted-gaps.json"))
  max_days   = 366
  today      = var.today
}

# A failed check is a warning: it neither stops a plan nor changes its exit code. The pipeline asks the plan for it.
check "no_unexplained_conflict" {
  assert {
    condition     = length(module.report.findings) == 0
    error_message = join("\n", module.report.findings)
  }

  assert {
    condition     = length(module.report.uncounted) == 0
    error_message = join("\n", values(module.report.uncounted))
  }
}

check "no_way_round" {
  assert {
    condition     = length(module.report.gaps) == 0
    error_message = join("\n", values(module.report.gaps))
  }

  assert {
    condition     = length(module.report.unread) == 0
    error_message = "Not read: ${join(", ", module.report.unread)}"
  }

  assert {
    condition     = length(module.report.unused_accepts) == 0
    error_message = "Accepted, but not there any more: ${join(", ", module.report.unused_accepts)}"
  }
}

output "markdown" {
  description = "The report, for the pipeline's summary."
  value       = module.report.markdown
}

output "exceptions" {
  description = "What to add to exceptions.json to accept the conflicts of today that are not explained. Owner, reason and last day are yours to fill in."
  value = jsonencode({
    for id, holders in module.report.unexplained : id => { holders = holders, owner = "", reason = "", ticket = "", expires = "" }
  })
}

output "gaps" {
  description = "What to commit as accepted-gaps.json to accept the ways round of today."
  value       = jsonencode(module.report.gap_ids)
}
