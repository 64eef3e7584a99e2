# Runs against the emulator with its built-in tenant; how to start it is in the README.

provider "elm" {}

variables {
  access_packages = {
    create  = { id = "ac000000-0000-4000-8000-000000000001", catalog_id = "f1a0c000-0000-4000-8000-000000000001" }
    approve = { id = "ac000000-0000-4000-8000-000000000002", catalog_id = "f1a0c000-0000-4000-8000-000000000001" }
    vendors = { id = "ac000000-0000-4000-8000-000000000003", catalog_id = "f1a0c000-0000-4000-8000-000000000001" }
  }
  groups = {
    contractors = "96000000-0000-4000-8000-000000000006"
    auditors    = "96000000-0000-4000-8000-000000000004"
  }
}

run "a_matrix_becomes_rules" {
  variables {
    incompatible_groups          = { approve = ["contractors", "auditors"], vendors = ["contractors"] }
    mutually_exclusive           = { payments = ["create", "approve"], money = ["create", "vendors"] }
    incompatible_access_packages = { approve = ["vendors"] }
  }

  assert {
    condition     = length(output.rules) == 8
    error_message = "Three groups, two pairs both ways and one one-way rule are eight rules, not ${length(output.rules)}."
  }

  assert {
    condition     = output.one_way == ["approve excludes holders of vendors, not in the opposite direction"]
    error_message = "One rule has no counterpart: ${jsonencode(output.one_way)}"
  }
}

run "the_service_holds_them" {
  module {
    source = "./tests/service"
  }

  assert {
    condition = toset(output.rules) == toset([
      "Payments - approve / Contractors",
      "Payments - approve / External auditors",
      "Vendors - maintain / Contractors",
      "Payments - create / Payments - approve",
      "Payments - approve / Payments - create",
      "Payments - create / Vendors - maintain",
      "Vendors - maintain / Payments - create",
      "Payments - approve / Vendors - maintain",
      "Orders - place / Vendors - maintain", # of an access package that the matrix leaves alone
    ])
    error_message = "The service holds ${jsonencode(output.rules)}"
  }
}

run "overlapping_sets_make_a_rule_once" {
  variables {
    mutually_exclusive           = { payments = ["create", "approve"], everything = ["create", "approve", "vendors"] }
    incompatible_access_packages = { approve = ["create"] }
  }

  assert {
    condition     = length(output.rules) == 6 && length(output.one_way) == 0
    error_message = "Three access packages exclude each other by six rules: ${jsonencode(output.rules)}"
  }
}

run "what_leaves_the_matrix_leaves_the_service" {
  variables {
    incompatible_groups = { vendors = ["auditors"] }
  }

  assert {
    condition     = length(output.rules) == 1
    error_message = "One rule is left: ${jsonencode(output.rules)}"
  }
}

run "the_service_holds_no_more" {
  module {
    source = "./tests/service"
  }

  assert {
    condition     = toset(output.rules) == toset(["Vendors - maintain / External auditors", "Orders - place / Vendors - maintain"])
    error_message = "The service holds ${jsonencode(output.rules)}"
  }
}
