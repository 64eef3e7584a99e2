# The same from a file, as it is reviewed by people who do not read HCL.

provider "elm" {}

variables {
  access_packages              = yamldecode(file("./tests/matrix.yaml")).access_packages
  groups                       = yamldecode(file("./tests/matrix.yaml")).groups
  incompatible_groups          = yamldecode(file("./tests/matrix.yaml")).incompatible_groups
  mutually_exclusive           = yamldecode(file("./tests/matrix.yaml")).mutually_exclusive
  incompatible_access_packages = yamldecode(file("./tests/matrix.yaml")).incompatible_access_packages
}

run "spelling_of_ids_does_not_matter" {
  assert {
    condition     = length(output.rules) == 8
    error_message = "Three groups, two pairs both ways and one one-way rule are eight rules: ${jsonencode(output.rules)}"
  }
}
