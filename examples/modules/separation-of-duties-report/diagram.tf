# Lines of a Mermaid flowchart: the objects, then what keeps whom from what.
locals {
  objects = distinct(concat(local.targets.group, local.access_packages, local.targets.access_package))
  nodes   = { for number, id in local.objects : id => "n${number}" }

  diagram = length(local.rules) > var.diagram_limit ? [] : concat(
    [
      for id in local.objects : contains(local.targets.group, id) ?
      "${local.nodes[id]}([\"${local.mermaid[local.names[id]]}\"])" : "${local.nodes[id]}[\"${local.mermaid[local.names[id]]}\"]"
    ],
    [
      for rule in values(local.distinct_rules) : join(" ", compact([
        local.nodes[rule.target_id],
        rule.kind == "access_package" && !rule.one_way ? "x--x" : "--x",
        coalesce(rule.conflicts, 0) > 0 ? "|${rule.conflicts}|" : "",
        local.nodes[rule.access_package_id],
      ]))
    ],
  )
}
