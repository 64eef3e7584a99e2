# The ways round the rules.
data "elm_separation_of_duties_gaps" "this" {
  count = var.find_gaps ? 1 : 0

  catalog_id = var.catalog_id
  accept     = var.accept
}

locals {
  gaps           = flatten(data.elm_separation_of_duties_gaps.this[*].gaps)
  open_gaps      = [for gap in local.gaps : gap if !gap.accepted]
  unused_accepts = flatten([for found in data.elm_separation_of_duties_gaps.this : sort(found.unused_accepts)])

  # By kind, the worst first, and then by the access package that the rule protects.
  gap_kinds = ["bypass", "inherent", "half", "self_lockout", "dangling", "one_way"]
  gap_words = {
    bypass       = "Another access package grants the same"
    inherent     = "One access package grants both sides"
    half         = "An access package makes people members of a group that is kept out"
    self_lockout = "Holders cannot renew"
    dangling     = "Rules about something that may be gone"
    one_way      = "Rules in one direction"
  }
  gaps_of = {
    for kind in local.gap_kinds : kind => {
      for package, gaps in { for gap in local.open_gaps : gap.access_package_id => gap... if gap.kind == kind } : "${try(local.sort_keys[package], package)}" => gaps
    }
  }

  # What the Markdown shows of each kind, and how many it does not.
  first_gaps = { for kind, gaps in local.gaps_of : kind => slice(flatten(values(gaps)), 0, min(20, length(flatten(values(gaps))))) }
  more_gaps  = { for kind, gaps in local.gaps_of : kind => max(0, length(flatten(values(gaps))) - 20) }

  # Access packages that may not be read, in words.
  unread = [
    for package in flatten(data.elm_separation_of_duties_gaps.this[*].unread) :
    package.access_package_display_name == null ? package.access_package_id : "${package.access_package_display_name} (${package.access_package_id})"
  ]
}
