# Runs against the emulator with its built-in tenant; how to start it is in the README.

provider "elm" {}

variables {
  access_packages = yamldecode(file("./tests/book.yaml")).access_packages
  groups          = yamldecode(file("./tests/book.yaml")).groups
  functions       = yamldecode(file("./tests/book.yaml")).functions
  risks           = yamldecode(file("./tests/book.yaml")).risks
}

run "a_book_becomes_rules" {
  # Vendors and releases: two rules between access packages, and one group on either side. Entering and releasing: two, and one group.
  assert {
    condition = toset([for rule in output.rules : "${rule.access_package} / ${rule.target}: ${join(" ", rule.risks)}"]) == toset([
      "vendors - maintain / payments - approve: P2P-1",
      "payments - approve / vendors - maintain: P2P-1",
      "vendors - maintain / payment approvers: P2P-1",
      "payments - approve / vendor maintenance: P2P-1",
      "payments - create / payments - approve: P2P-2",
      "payments - approve / payments - create: P2P-2",
      "payments - create / payment approvers: P2P-2",
    ])
    error_message = "The rules are ${jsonencode(output.rules)}"
  }

  assert {
    condition     = length(output.risks["P2P-1"].rules) == 4 && contains(output.risks["P2P-2"].rules, "ac000000-0000-4000-8000-000000000001/96000000-0000-4000-8000-000000000002")
    error_message = "Risks name their rules as the service writes them: ${jsonencode(output.risks)}"
  }

  assert {
    condition = toset(output.not_enforced) == toset([
      "P2P-1: nothing stops members of vendor maintenance (maintain vendors) from joining payment approvers (release payments).",
      "P2P-2: no access package or group grants reconcile accounts.",
    ])
    error_message = "What no rule keeps apart is said: ${jsonencode(output.not_enforced)}"
  }
}

# The book to begin with is a book.
run "the_starter" {
  command = plan

  variables {
    access_packages = yamldecode(file("./book.yaml")).access_packages
    groups          = yamldecode(file("./book.yaml")).groups
    functions       = yamldecode(file("./book.yaml")).functions
    risks           = yamldecode(file("./book.yaml")).risks
  }

  assert {
    condition     = length(output.rules) == 0 && length(output.risks) == 15 && length(output.not_enforced) == 33
    error_message = "Nothing is granted yet, in ${length(output.not_enforced)} places."
  }
}
