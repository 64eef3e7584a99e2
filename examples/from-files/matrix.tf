locals {
  matrix_rows = flatten([
    for i, line in csvdecode(replace(trimprefix(file("${path.module}/matrix.csv"), "\ufeff"), ";", ",")) : [
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
  ])
}
