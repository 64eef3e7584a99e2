locals {
  yaml_packages = yamldecode(trimprefix(file("${path.module}/rules.yaml"), "\ufeff")).access_packages

  yaml_rows = concat(flatten([
    for i, package in local.yaml_packages : [
      for group in package.approver_groups : {
        place          = "rules.yaml, access_packages[${i}]"
        catalog        = package.catalog_name
        access_package = package.name
        group          = group
        incompatible   = null
      }
    ]
    ]), [
    for file in ["rules.yaml"] : {
      place          = file
      catalog        = null
      access_package = file
      group          = ""
      incompatible   = null
      odd            = "It names no group, so the next apply would remove the rules."
    }
    if length(flatten(local.yaml_packages[*].approver_groups)) == 0
  ])
}
