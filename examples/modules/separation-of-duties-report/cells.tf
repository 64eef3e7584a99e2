# The cells of the matrix by access package and target. Nearly all are empty, and there may be tens of thousands: too many for the
# template to look at each.
locals {
  # A line between groups and access packages.
  divided = length(local.targets.group) > 0 ? slice(local.targets.access_package, 0, min(1, length(local.targets.access_package))) : []

  cells = merge(
    {
      for pair in setproduct(local.access_packages, concat(local.targets.group, local.targets.access_package)) :
      join("/", pair) => "<td${contains(local.divided, pair[1]) ? " class=\"first\"" : ""}></td>"
    },
    {
      for id in local.targets.access_package :
      "${id}/${id}" => "<td class=\"self${contains(local.divided, id) ? " first" : ""}\"></td>"
    },
    {
      for id, rule in local.rules : id => join("", [
        "<td data-at=\"${id}\"",
        contains(local.divided, rule.target_id) ? " class=\"first\"" : "",
        coalesce(rule.conflicts, 0) > 0 ? " data-conflict" : "",
        ">",
        rule.conflicts == null ? "<i class=\"hollow\"></i><span class=\"unseen\">Rule</span>" : (
          rule.conflicts == 0 ? "<i class=\"mark\"></i><span class=\"unseen\">Rule, nobody in conflict</span>" :
          "<i class=\"number\">${rule.conflicts}</i><span class=\"unseen\"> in conflict</span>"
        ),
        "</td>",
      ])
    },
  )
}
