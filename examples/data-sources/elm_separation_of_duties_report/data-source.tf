# Omit catalog_ids to report on all catalogs.
data "elm_separation_of_duties_report" "finance" {
  catalog_ids = ["f1a0c000-0000-4000-8000-000000000001"] # Finance

  exceptions = {
    "ac000000-0000-4000-8000-000000000005/ac000000-0000-4000-8000-000000000003" = {
      holders = 1
      owner   = "Head of purchasing"
      reason  = "Maintains vendors until the second clerk starts"
      ticket  = "CHG-2041"
      expires = "2027-03-31"
    }
  }
}

check "no_findings" {
  assert {
    condition     = length(data.elm_separation_of_duties_report.finance.findings) == 0
    error_message = join("\n", data.elm_separation_of_duties_report.finance.findings[*].description)
  }

  assert {
    condition     = data.elm_separation_of_duties_report.finance.complete
    error_message = "Parts of the tenant could not be read. The report names them."
  }
}

output "open_conflicts" {
  value = data.elm_separation_of_duties_report.finance.summary.open_conflicts
}
