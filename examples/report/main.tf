# Reports on separation of duties in the whole tenant, and warns about findings. It reads only; there is nothing to apply.

terraform {
  required_version = ">= 1.8"

  required_providers {
    elm = {
      source = "entra-elm/elm"
    }
  }
}

provider "elm" {}

variable "as_of" {
  type        = string
  default     = null
  description = "The day of the report, such as 2026-12-01. Without it, the report changes only when the tenant does."
}

variable "changed_since" {
  type        = string
  default     = null
  description = "The day or time since when to report changes of rules. Requires AuditLog.Read.All."
}

variable "exceptions" {
  type        = any
  default     = null
  description = "Accepted conflicts by the import ID of the rule."
}

variable "risks" {
  type        = any
  default     = null
  description = "The output risks of the rule book module."
}

variable "accept" {
  type        = set(string)
  default     = null
  description = "Accepted gaps."
}

data "elm_separation_of_duties_report" "tenant" {
  as_of         = var.as_of
  changed_since = var.changed_since
  exceptions    = var.exceptions
  risks         = var.risks
  accept        = var.accept
}

check "no_findings" {
  assert {
    condition     = length(data.elm_separation_of_duties_report.tenant.findings) == 0
    error_message = join("\n", data.elm_separation_of_duties_report.tenant.findings[*].description)
  }
}

check "complete" {
  assert {
    condition     = data.elm_separation_of_duties_report.tenant.complete
    error_message = "Parts of the tenant could not be read. The report names them under \"Not known\"."
  }
}

output "html" {
  description = "The report as one page. `terraform output -raw html >report.html` writes it."
  value       = provider::elm::report_html(data.elm_separation_of_duties_report.tenant.json)
}

output "markdown" {
  description = "The report in a form that fits in a comment of a pull request."
  value       = provider::elm::report_markdown(data.elm_separation_of_duties_report.tenant.json, "short")
}

output "summary" {
  description = "The report in numbers."
  value       = data.elm_separation_of_duties_report.tenant.summary
}
