# Runs against the emulator with seed.json; how to start it is in the README.

provider "elm" {}

run "the_whole_tenant" {
  assert {
    condition     = output.summary == { access_packages = 14, rules = 55, group_rules = 33, uncounted = 0, conflicts = 10, one_way = 2, gone = 0, unattributed = 0, unexplained = 10, exceptions = { expired = 0, "over-long" = 0, unused = 0 }, gaps = 2, accepted_gaps = 0, unread = 0 }
    error_message = "In numbers: ${jsonencode(output.summary)}"
  }

  assert {
    condition     = length(data.elm_separation_of_duties_conflicts.this) == 1 && length(output.uncounted) == 0
    error_message = "One instance counts everything: ${jsonencode(output.uncounted)}"
  }

  assert {
    condition     = length(output.conflicts) == 55
    error_message = "Every rule has a count: ${jsonencode(output.conflicts)}"
  }

  assert {
    condition     = output.conflicts["ac000000-0000-4000-8000-000000000012/ac000000-0000-4000-8000-000000000013"] == 2
    error_message = "Two holders deploy what they merged."
  }

  # A pair of access packages is asked about once and answered for both rules.
  assert {
    condition     = output.conflicts["ac000000-0000-4000-8000-000000000013/ac000000-0000-4000-8000-000000000012"] == 2
    error_message = "Two holders merge what they deploy."
  }

  assert {
    condition     = length(regexall("<li data-rule=[^>]* data-kind=", output.html)) == 55 && length(regexall("<span class=\"who\">Kept out of<", output.html)) == 33
    error_message = "Each rule is in the list of access packages, and those about groups are in the list of groups."
  }

  assert {
    condition     = length(regexall("<details class=\"item\" data-box id=\"ac", output.html)) == 14 && length(regexall("<details class=\"item\" data-box id=\"96", output.html)) == 9
    error_message = "Each access package and each group is an item."
  }

  # The page needs nothing else, and only its own script and style run.
  assert {
    condition     = length(regexall("(?i)https?:|//|@import|url\\(", replace(output.html, "/(?m)^ *// .*$/", ""))) == 0
    error_message = "The page refers to something outside."
  }

  assert {
    condition = alltrue([
      strcontains(output.html, "script-src 'sha256-${base64sha256(regex("(?s)<script>(.*)</script>", output.html)[0])}'"),
      strcontains(output.html, "style-src 'sha256-${base64sha256(regex("(?s)<style>(.*)</style>", output.html)[0])}'"),
    ])
    error_message = "The content security policy does not let the page's own script or style run."
  }

  assert {
    condition     = length(regexall("(?m)^\\| .* \\| .* \\| .* \\| [0-9]+ \\|$", output.markdown)) == 55
    error_message = "Each rule is one row: ${output.markdown}"
  }

  assert {
    condition     = strcontains(output.markdown, "\n  n22 x--x |2| n20\n") && strcontains(output.markdown, "\n  n22[\"Source #45; merge\"]\n")
    error_message = "The diagram shows a pair that excludes each other: ${output.markdown}"
  }
}

run "one_catalog_by_name" {
  variables {
    catalog_id    = "f1a0c000-0000-4000-8000-000000000002"
    catalog_names = { "f1a0c000-0000-4000-8000-000000000002" = "Treasury" }
    title         = "Duties & rights"
    as_of         = "24 November 2026"
  }

  assert {
    condition     = output.summary.access_packages == 4
    error_message = "Treasury has four access packages with rules, not ${output.summary.access_packages}."
  }

  assert {
    condition     = strcontains(output.html, "<title>Duties &amp; rights</title>") && strcontains(output.html, "<bdi>Treasury</bdi>, as of <bdi>24 November 2026</bdi>")
    error_message = "The page says what it is about."
  }

  assert {
    condition     = startswith(output.markdown, "# Duties \\& rights\n\nAs of 24 November 2026.\n")
    error_message = "So does the Markdown: ${output.markdown}"
  }
}

run "conflicts_of_access_packages_only" {
  variables {
    count_conflicts_of = ["access_package"]
  }

  assert {
    condition     = output.summary.uncounted == 33 && length(output.conflicts) == 22
    error_message = "Groups are not counted: ${jsonencode(output.summary)}"
  }

  assert {
    condition     = length(regexall("<span class=\"quiet\">not counted<", output.html)) == 33
    error_message = "A rule that is not counted does not look like one without conflicts."
  }
}

# The two who deploy what they merged are accepted from the other side of the pair.
run "exceptions" {
  variables {
    today    = "2026-12-01"
    max_days = 365
    exceptions = {
      "ac000000-0000-4000-8000-000000000013/ac000000-0000-4000-8000-000000000012" = { holders = 2, owner = "Ana <Ruiz>", reason = "Two people are on call", ticket = "CHG-1", expires = "2026-12-01" }
    }
  }

  assert {
    condition     = output.summary.unexplained == 8 && length([for finding in output.findings : finding if startswith(finding, "The exception")]) == 0
    error_message = "The exception holds on its last day: ${jsonencode(output.findings)}"
  }

  assert {
    condition     = strcontains(output.html, "2 accepted") && strcontains(output.html, "Ana &lt;Ruiz&gt;") && strcontains(output.markdown, "**2 accepted**") && strcontains(output.markdown, "CHG-1")
    error_message = "The reports show who accepted it: ${output.markdown}"
  }
}

run "an_exception_for_fewer_than_there_are" {
  variables {
    today = "2026-12-01"
    exceptions = {
      "ac000000-0000-4000-8000-000000000013/ac000000-0000-4000-8000-000000000012" = { holders = 1, owner = "Ana", reason = "One person is on call", expires = "2026-12-01" }
    }
  }

  assert {
    condition     = output.summary.unexplained == 10 && strcontains(output.html, "2 holders</span> <span class=\"tag\">1 accepted</span>") && strcontains(output.markdown, "; 1 accepted.")
    error_message = "The reports show what of a conflict is accepted: ${output.markdown}"
  }
}

run "exceptions_that_are_findings" {
  variables {
    today    = "2026-12-02"
    max_days = 365
    exceptions = {
      "ac000000-0000-4000-8000-000000000013/ac000000-0000-4000-8000-000000000012" = { holders = 2, owner = "Ana", reason = "Two people are on call", expires = "2026-12-01" }
      "ac000000-0000-4000-8000-000000000012/dead0000-0000-4000-8000-000000000000" = { holders = 1, owner = "Ben", reason = "A rule that is gone", expires = "2027-12-03" }
    }
  }

  assert {
    condition     = output.summary.exceptions == { expired = 1, "over-long" = 1, unused = 1 } && output.summary.unexplained == 10
    error_message = "In numbers: ${jsonencode(output.summary)}"
  }

  assert {
    condition     = length([for finding in output.findings : finding if startswith(finding, "The exception of Ana expired on 2026-12-01")]) == 1
    error_message = "The findings are: ${jsonencode(output.findings)}"
  }

  assert {
    condition     = strcontains(output.html, "Expired</span>") && strcontains(output.html, "Over-long</span>") && strcontains(output.markdown, "**Unused exception**")
    error_message = "The reports show what is wrong with exceptions."
  }
}

run "an_exception_without_an_end" {
  command         = plan
  expect_failures = [var.exceptions]

  variables {
    exceptions = { "a/b" = { holders = 1, owner = "Ana", reason = "For ever", expires = "never" } }
  }
}

run "no_counts_at_all" {
  variables {
    count_conflicts_of = []
    diagram_limit      = 10
  }

  assert {
    condition     = length(data.elm_separation_of_duties_conflicts.this) == 0 && output.summary.uncounted == 55
    error_message = "Nothing is counted: ${jsonencode(output.summary)}"
  }

  assert {
    condition     = strcontains(output.html, "conflicts with 55 rules, which were not to be counted")
    error_message = "The findings say that nothing was counted."
  }

  assert {
    condition     = !strcontains(output.markdown, "mermaid")
    error_message = "There are too many rules for a diagram."
  }
}

run "no_rules" {
  variables {
    catalog_id = "f1a0c000-0000-4000-8000-000000000004"
  }

  assert {
    condition     = strcontains(output.html, "There are no rules.") && !strcontains(output.html, "<script>") && strcontains(output.markdown, "There are no rules.")
    error_message = "The report says that there is nothing to report."
  }
}

run "a_kind_that_does_not_exist" {
  command         = plan
  expect_failures = [var.count_conflicts_of]

  variables {
    count_conflicts_of = ["groups"]
  }
}

run "ways_round_that_are_accepted" {
  variables {
    accept = ["ac000000-0000-4000-8000-000000000014/ac000000-0000-4000-8000-000000000012", "one_way nothing"]
  }

  assert {
    condition     = output.summary.gaps == 1 && output.summary.accepted_gaps == 1 && length(output.gaps) == 1 && length(output.gap_ids) == 2
    error_message = "One of two is left: ${jsonencode(output.gaps)}"
  }

  assert {
    condition     = join("", output.unused_accepts) == "one_way nothing" && strcontains(output.html, "not there any more") && strcontains(output.markdown, "one\\_way nothing")
    error_message = "What is accepted and not there is said: ${output.markdown}"
  }
}

run "ways_round_not_looked_for" {
  variables {
    find_gaps = false
  }

  assert {
    condition     = length(data.elm_separation_of_duties_gaps.this) == 0 && output.summary.one_way == 2 && strcontains(output.html, "not looked for")
    error_message = "Nothing is said about ways round: ${jsonencode(output.summary)}"
  }
}

run "risks" {
  variables {
    risks = {
      "IT <1>" = {
        name       = "Release what nobody has seen"
        severity   = "high"
        rules      = ["AC000000-0000-4000-8000-000000000012/ac000000-0000-4000-8000-000000000013", "ac000000-0000-4000-8000-000000000013/ac000000-0000-4000-8000-000000000012"]
        references = ["Change policy \"4\""]
      }
      "PAY" = {
        name     = "Pay oneself"
        severity = "critical"
        rules    = ["ac000000-0000-4000-8000-000000000001/ac000000-0000-4000-8000-000000000002", "ac000000-0000-4000-8000-000000000001/dead0000-0000-4000-8000-000000000000"]
      }
    }
  }

  assert {
    condition     = startswith(regex("<li data-rule=.*", output.html), "<li data-rule=\"ac000000-0000-4000-8000-000000000001/ac000000-0000-4000-8000-000000000002\"><span class=\"tags\"><span class=\"tag critical\">Critical</span>")
    error_message = "The most severe conflict comes first: ${regex("<li data-rule=.*", output.html)}"
  }

  assert {
    condition     = strcontains(output.html, "data-risk=\"IT &lt;1&gt;\"") && strcontains(output.html, "Change policy &quot;4&quot;") && strcontains(output.html, "<option value=\"critical\">")
    error_message = "Risks are shown, and can be chosen by severity."
  }

  assert {
    condition     = [for risk in jsondecode(output.json).risks : [risk.id, risk.conflicts, length(risk.missing)]] == [["PAY", 1, 1], ["IT <1>", 2, 0]]
    error_message = "The JSON has them in order: ${jsonencode(jsondecode(output.json).risks)}"
  }

  assert {
    condition     = length([for finding in output.findings : finding if startswith(finding, "Not found, for PAY: ")]) == 1
    error_message = "A rule that the tenant does not have is a finding: ${jsonencode(output.findings)}"
  }
}

run "a_severity_that_does_not_exist" {
  command         = plan
  expect_failures = [var.risks]

  variables {
    risks = { "A" = { name = "A", severity = "huge", rules = [] } }
  }
}
