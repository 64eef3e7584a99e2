locals {
  # Two functions that exclude each other, for each risk. A risk of three functions is three pairs.
  pairs = flatten([
    for id, risk in var.risks : [
      for pair in setproduct(risk.functions, risk.functions) : { risk = id, one = var.functions[pair[0]], other = var.functions[pair[1]] } if pair[0] != pair[1]
    ]
  ])

  # Each pair is here in both directions: who has one function must not get an access package of the other. Between access packages Entra needs a
  # rule for each direction. Of a group and an access package only the access package can exclude; nothing stops who joins the group.
  listed = concat(
    flatten([for pair in local.pairs : [for each in setproduct(pair.one.access_packages, pair.other.access_packages) : { access_package = each[0], kind = "access_package", target = each[1], risk = pair.risk }]]),
    flatten([for pair in local.pairs : [for each in setproduct(pair.one.access_packages, pair.other.groups) : { access_package = each[0], kind = "group", target = each[1], risk = pair.risk }]]),
  )

  # Every rule once, with the risks that it is for.
  rules = values({
    for key, same in { for rule in local.listed : jsonencode([rule.access_package, rule.kind, rule.target]) => rule... } : key => {
      access_package = same[0].access_package
      kind           = same[0].kind
      target         = same[0].target
      risks          = sort(distinct(same[*].risk))
    }
  })

  excluded = {
    for kind in ["group", "access_package"] : kind => { for rule in local.rules : rule.access_package => rule.target... if rule.kind == kind }
  }
}

module "rules" {
  source = "../separation-of-duties"

  access_packages              = var.access_packages
  groups                       = var.groups
  incompatible_groups          = local.excluded["group"]
  incompatible_access_packages = local.excluded["access_package"]
}
