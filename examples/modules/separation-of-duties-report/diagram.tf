# Lines of a Mermaid flowchart: the objects, then what keeps whom from what. There are none when nobody could read them.
locals {
  drawable = length(local.rules) <= var.diagram_limit
  drawn    = [for rule in values(local.distinct_rules) : rule if local.drawable]
  objects  = distinct(concat([for rule in local.drawn : rule.target_id if rule.kind == "group"], local.drawn[*].access_package_id, local.drawn[*].target_id))
  nodes    = { for number, id in local.objects : id => "n${number}" }

  diagram = concat(
    [
      for id in local.objects :
      can(local.rules_about[id]) ? "${local.nodes[id]}([\"${local.mermaid[id]}\"])" : "${local.nodes[id]}[\"${local.mermaid[id]}\"]"
    ],
    [
      for rule in local.drawn : join(" ", compact([
        local.nodes[rule.target_id],
        rule.kind == "access_package" && !rule.one_way ? "x--x" : "--x",
        coalesce(rule.conflicts, 0) > 0 ? "|${rule.conflicts}|" : "",
        local.nodes[rule.access_package_id],
      ]))
    ],
  )
}
