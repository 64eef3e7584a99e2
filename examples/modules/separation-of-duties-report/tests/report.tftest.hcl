# Runs against the emulator with seed.json; how to start it is in the README.

provider "elm" {}

run "the_whole_tenant" {
  assert {
    condition     = output.summary == { access_packages = 14, rules = 55, group_rules = 33, uncounted = 0, conflicts = 10, one_way = 2, gone = 0, unattributed = 0, unexplained = 10, exceptions = { expired = 0, "over-long" = 0, unused = 0 } }
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
    condition     = length(regexall("<td data-at=", output.html)) == 55 && length(regexall("<li data-rule=", output.html)) == 55
    error_message = "Each rule is one cell of the matrix and one item of the list."
  }

  assert {
    condition     = length(regexall("<tr><th scope=\"row\"", output.html)) == 14 && length(regexall("<th scope=\"col\"", output.html)) == 21
    error_message = "The matrix has a row for each access package and a column for each group and access package on the other side."
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
    condition     = strcontains(output.markdown, "\n  n19 x--x |2| n17\n") && strcontains(output.markdown, "\n  n19[\"Source #45; merge\"]\n")
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
    condition     = length(regexall("<td data-at=[^>]*><i class=\"hollow\">", output.html)) == 33
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
