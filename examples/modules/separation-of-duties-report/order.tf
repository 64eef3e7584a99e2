# What the report lists, and in which order. Maps are in the order of their keys, so that what has a name for a key is sorted by name.
locals {
  # Every object once, by id. A group that is gone has no name but its id.
  names = {
    for id, names in merge(
      { for rule in values(local.rules) : rule.catalog_id => "Catalog ${rule.catalog_id}"... },
      { for rule in values(local.rules) : rule.target_id => coalesce(rule.target_display_name, rule.target_id)... },
      { for rule in values(local.rules) : rule.access_package_id => coalesce(rule.access_package_display_name, rule.access_package_id)... },
    ) : id => try(var.catalog_names[id], names[0])
  }
  sort_keys = { for id, name in local.names : id => "${lower(name)} ${id}" }

  catalogs   = values({ for rule in values(local.rules) : local.sort_keys[rule.catalog_id] => rule.catalog_id... })[*][0]
  catalog_of = { for id, rules in local.rules_by_package : id => rules[0].catalog_id }

  # The access packages of each catalog, and of all catalogs in turn.
  packages_of = {
    for catalog, packages in { for id, catalog in local.catalog_of : catalog => { id = id, key = local.sort_keys[id] }... } :
    catalog => values({ for package in packages : package.key => package.id })
  }
  access_packages = flatten([for catalog in local.catalogs : local.packages_of[catalog]])

  # The rules of each access package: groups first, then by name.
  rules_by_package = { for rule in values(local.rules) : rule.access_package_id => rule... }
  rules_of = {
    for id, rules in local.rules_by_package : id => values({ for rule in rules : "${rule.kind == "group" ? 0 : 1} ${local.sort_keys[rule.target_id]}" => rule })
  }

  # The groups, and the rules about each.
  groups = values({ for rule in values(local.rules) : local.sort_keys[rule.target_id] => rule.target_id... if rule.kind == "group" })[*][0]
  rules_about = {
    for id, rules in { for rule in values(local.rules) : rule.target_id => rule... if rule.kind == "group" } :
    id => values({ for rule in rules : local.sort_keys[rule.access_package_id] => rule })
  }

  # How many holders are in conflict with the rules of an access package, or with those about a group.
  holders_of = { for id, rules in merge(local.rules_of, local.rules_about) : id => sum([for rule in rules : coalesce(rule.conflicts, 0)]) }

  # Conflicts by access package, the worst first in each.
  conflicts_of = {
    for key, rules in { for rule in local.unexplained : local.sort_keys[rule.access_package_id] => rule... } : key => rules
  }
  # Of long lists the page shows ten at once, the Markdown twenty at all.
  worst     = { for count in [10, 20] : count => slice(local.unexplained, 0, min(count, length(local.unexplained))) }
  uncounted = [for rule in flatten([for id in local.access_packages : local.rules_of[id]]) : rule if rule.uncounted != null]
}
