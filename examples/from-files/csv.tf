locals {
  csv_text = trimprefix(file("${path.module}/rules.csv"), "\ufeff")
  csv      = trimspace(local.csv_text) == "" ? [] : csvdecode(replace(replace(local.csv_text, ",", "\ue000"), ";", ","))

  # A file without rows is a mistake: the next apply would remove the rules. Spreadsheets write empty rows.
  csv_filled   = [for line in local.csv : line if join("", values(line)) != ""]
  csv_readable = length(local.csv_filled) > 0 && alltrue([for line in local.csv : can([line.catalog, line.access_package, line.group])])

  csv_rows = concat(
    [
      for i, line in local.csv : merge({
        place        = "rules.csv, row ${i + 2}"
        incompatible = null
      }, { for column, cell in line : column => trimspace(replace(replace(cell, ",", ";"), "\ue000", ",")) })
      if local.csv_readable && contains(local.csv_filled, line)
    ],
    [
      for file in ["rules.csv"] : {
        place          = file
        catalog        = null
        access_package = file
        group          = ""
        incompatible   = null
        odd            = "The first row must have the columns catalog, access_package and group, separated by semicolons, and a row must follow."
      }
      if !local.csv_readable
    ],
  )
}
