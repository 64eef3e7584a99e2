locals {
  # Characters that word processors, web pages and chats insert instead of plain ones.
  look_alikes = {
    "\u00a0" = "U+00A0 (no-break space)"
    "\u00ad" = "U+00AD (soft hyphen)"
    "\u200b" = "U+200B (zero-width space)"
    "\u2010" = "U+2010 (hyphen)"
    "\u2011" = "U+2011 (non-breaking hyphen)"
    "\u2013" = "U+2013 (en dash)"
    "\u2014" = "U+2014 (em dash)"
    "\ufeff" = "U+FEFF (byte order mark)"
  }

  found = data.elm_access_packages.all

  # Null if a name is unknown or not unique.
  resolved = [
    for row in local.rows : merge(row, {
      package   = row.catalog == null ? try(local.found.by_name[row.access_package], null) : try(local.found.by_catalog_and_name[row.catalog][row.access_package], null)
      target_id = row.group == null ? try(local.found.by_name[row.incompatible].id, null) : lookup(local.groups, row.group, null)
      target    = row.group == null ? row.incompatible : row.group
      key       = join(" / ", [for name in [row.catalog, row.access_package, row.group, row.incompatible] : name if name != null])
    })
  ]

  places = { for row in local.resolved : row.key => row.place... }

  # By key. Each rule has a list, because a row may be repeated.
  rules = {
    for row in local.resolved : row.key => merge(row, {
      mistakes = join(" ", concat(
        compact([try(row.odd, "")]),
        [for place in slice(local.places[row.key], 1, length(local.places[row.key])) : "The same rule is in ${place}. Remove one of them."],
        [
          for name in concat(row.package == null ? [row.access_package] : [], row.target_id == null ? [row.target] : []) : join(" ", concat(
            ["\"${name}\" is not known, or not unique."],
            [for twin in lookup(local.found.ambiguous, name, []) : "It may be ${twin.id} in ${twin.catalog_display_name}."],
            [for plain, look in local.look_alikes : "It has ${look} at position ${length(split(plain, name)[0]) + 1}." if strcontains(name, plain)],
          ))
          if try(row.odd, "") == ""
        ],
      ))
    })...
  }
}

resource "elm_access_package_incompatible_group" "from_files" {
  for_each = { for key, same in local.rules : key => same[0] if same[0].group != null }

  catalog_id        = each.value.package.catalog_id
  access_package_id = each.value.package.id
  group_id          = each.value.target_id

  lifecycle {
    precondition {
      condition     = each.value.mistakes == ""
      error_message = "${each.value.place}: ${each.value.mistakes}"
    }
  }
}

resource "elm_access_package_incompatible_access_package" "from_files" {
  for_each = { for key, same in local.rules : key => same[0] if same[0].group == null }

  catalog_id                     = each.value.package.catalog_id
  access_package_id              = each.value.package.id
  incompatible_access_package_id = each.value.target_id

  lifecycle {
    precondition {
      condition     = each.value.mistakes == ""
      error_message = "${each.value.place}: ${each.value.mistakes}"
    }
  }
}
