locals {
  matrix_text = trimprefix(file("${path.module}/matrix.csv"), "\ufeff")
  matrix      = trimspace(local.matrix_text) == "" ? [] : csvdecode(replace(local.matrix_text, ";", ","))

  # A matrix without marks is a mistake: the next apply would remove the rules.
  matrix_marks    = [for line in local.matrix : [for column, cell in line : cell if column != "access_package" && trimspace(cell) != ""]]
  matrix_readable = length(flatten(local.matrix_marks)) > 0 && alltrue([for line in local.matrix : can(line.access_package)])

  matrix_rows = concat(
    flatten([
      for i, line in local.matrix : [
        for column, cell in line : {
          place          = "matrix.csv, row ${i + 2}, column \"${column}\""
          catalog        = null
          access_package = trimspace(line.access_package)
          group          = null
          incompatible   = trimspace(column)
          odd            = lower(trimspace(cell)) == "x" ? "" : "\"${cell}\" is neither x nor empty."
        }
        if column != "access_package" && trimspace(cell) != ""
      ]
      if local.matrix_readable
    ]),
    [
      for file in ["matrix.csv"] : {
        place          = file
        catalog        = null
        access_package = file
        group          = ""
        incompatible   = null
        odd            = "The first row must have the column access_package and the names of access packages, separated by semicolons, and a row with an x must follow."
      }
      if !local.matrix_readable
    ],
  )
}
