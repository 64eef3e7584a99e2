# Conflicts that somebody has accepted for a while. A pair of access packages that exclude each other has the same holders in both rules, so
# that an exception for either is one for both.
locals {
  today = coalesce(var.today, formatdate("YYYY-MM-DD", plantimestamp()))

  exceptions = {
    for id, exception in var.exceptions : id => merge(exception, {
      pair      = try(local.pairs[id], null)
      expired   = timecmp("${exception.expires}T00:00:00Z", "${local.today}T00:00:00Z") < 0
      over_long = timecmp("${exception.expires}T00:00:00Z", timeadd("${local.today}T00:00:00Z", "${24 * var.max_days}h")) > 0
      unused    = try(local.rules[id].conflicts == 0, true)
    })
  }

  # How many holders are accepted today, by pair.
  accepted = {
    for pair, holders in { for exception in values(local.exceptions) : exception.pair => exception.holders... if exception.pair != null && !exception.expired } :
    pair => max(holders...)
  }

  # Every rule in conflict is one of these.
  unexplained = [for rule in local.in_conflict : rule if rule.conflicts > try(local.accepted[local.pairs[rule.import_id]], 0)]
  explained   = [for rule in local.in_conflict : rule if rule.conflicts <= try(local.accepted[local.pairs[rule.import_id]], 0)]

  # How many holders are accepted where more are in conflict.
  accepted_of = { for rule in local.unexplained : rule.import_id => try(local.accepted[local.pairs[rule.import_id]], 0) }

  # The exceptions that explain a rule, with those that stand for the rule the other way.
  accepted_by = {
    for rule in local.explained : rule.import_id => [
      for id, exception in local.exceptions : exception if exception.pair == local.pairs[rule.import_id] && !exception.expired
    ]
  }

  exception_findings = concat(
    [for id, exception in local.exceptions : { id = id, kind = "expired", exception = exception } if exception.expired],
    [for id, exception in local.exceptions : { id = id, kind = "over-long", exception = exception } if exception.over_long],
    [for id, exception in local.exceptions : { id = id, kind = "unused", exception = exception } if exception.unused],
  )

  exception_words = {
    expired     = "expired on %s"
    "over-long" = "lasts longer than ${var.max_days} days, until %s"
    unused      = "belongs to no conflict and lasts until %s"
  }

  exception_names = {
    for id in keys(local.exceptions) : id => join(" and ", [for object in split("/", id) : try(local.names[object], object)])
  }

  # What has to be acted on, a sentence each. Ways round rules are apart, because they are accepted by other means.
  findings = concat(
    [
      for rule in local.unexplained :
      "${rule.conflicts} in conflict, ${local.accepted_of[rule.import_id]} accepted: ${local.names[rule.access_package_id]} and ${local.names[rule.target_id]}"
    ],
    [
      for finding in local.exception_findings :
      "The exception of ${finding.exception.owner} ${format(local.exception_words[finding.kind], finding.exception.expires)}: ${local.exception_names[finding.id]}"
    ],
    [for each in local.missing : "Not found, for ${each.risk}: ${each.names}"],
  )
}
