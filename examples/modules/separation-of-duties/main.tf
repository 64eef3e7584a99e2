locals {
  # Names of access packages whose holders must not have the one that is the key: those named for it, and everyone else in the
  # mutually exclusive sets that it is in.
  incompatible_access_packages = {
    for name in keys(var.access_packages) : name => setunion(
      lookup(var.incompatible_access_packages, name, []),
      [for members in values(var.mutually_exclusive) : setsubtract(members, [name]) if contains(members, name)]...
    )
  }

  rules = flatten([
    for name in keys(var.access_packages) : concat(
      [for group in lookup(var.incompatible_groups, name, []) : { access_package = name, kind = "group", target = group }],
      [for other in local.incompatible_access_packages[name] : { access_package = name, kind = "access_package", target = other }],
    )
  ])
}

# One resource for each access package, not one for each rule: then a rule that someone adds by hand shows in the next plan, and two
# hundred rules are refreshed as fast as two.
resource "elm_access_package_separation_of_duties" "this" {
  for_each = var.access_packages

  catalog_id                      = each.value.catalog_id
  access_package_id               = each.value.id
  incompatible_group_ids          = [for group in lookup(var.incompatible_groups, each.key, []) : var.groups[group]]
  incompatible_access_package_ids = [for other in local.incompatible_access_packages[each.key] : var.access_packages[other].id]
}
