locals {
  yaml_rows = flatten([
    for i, package in yamldecode(trimprefix(file("${path.module}/rules.yaml"), "\ufeff")).access_packages : [
      for group in package.approver_groups : {
        place          = "rules.yaml, access_packages[${i}]"
        catalog        = package.catalog_name
        access_package = package.name
        group          = group
        incompatible   = null
      }
    ]
  ])
}
