locals {
  csv = csvdecode(replace(replace(trimprefix(file("${path.module}/rules.csv"), "\ufeff"), ",", "\ue000"), ";", ","))

  csv_rows = [
    for i, line in local.csv : merge({
      place        = "rules.csv, row ${i + 2}"
      incompatible = null
    }, { for column, cell in line : column => trimspace(replace(replace(cell, ",", ";"), "\ue000", ",")) })
    if join("", values(line)) != "" # spreadsheets write empty rows
  ]
}
