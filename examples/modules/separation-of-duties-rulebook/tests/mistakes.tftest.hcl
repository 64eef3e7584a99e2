# Mistakes in a book are found while planning, at the variable that has them, before any request.

provider "elm" {}

variables {
  access_packages = {
    create  = { id = "ac000000-0000-4000-8000-000000000001", catalog_id = "f1a0c000-0000-4000-8000-000000000001" }
    approve = { id = "ac000000-0000-4000-8000-000000000002", catalog_id = "f1a0c000-0000-4000-8000-000000000001" }
  }
  groups = {
    approvers = "96000000-0000-4000-8000-000000000002"
  }
  functions = {
    enter   = { description = "Enters", access_packages = ["create"], groups = [] }
    release = { description = "Releases", access_packages = ["approve"], groups = ["approvers"] }
  }
  risks = {
    "P2P-1" = { name = "Pay oneself", severity = "high", functions = ["enter", "release"], owner = "Treasury", rationale = "No one else looks", compensating_control = "", references = [] }
  }
}

run "a_function_without_a_list" {
  command         = plan
  expect_failures = [var.functions]

  variables {
    functions = {
      enter   = { description = "Enters", access_packages = ["create"], groups = null }
      release = { description = "Releases", access_packages = ["approve"], groups = [] }
    }
  }
}

run "a_function_of_an_unknown_access_package" {
  command         = plan
  expect_failures = [var.functions]

  variables {
    functions = {
      enter   = { description = "Enters", access_packages = ["crate"], groups = [] }
      release = { description = "Releases", access_packages = ["approve"], groups = [] }
    }
  }
}

run "a_function_of_an_unknown_group" {
  command         = plan
  expect_failures = [var.functions]

  variables {
    functions = {
      enter   = { description = "Enters", access_packages = ["create"], groups = ["clerks"] }
      release = { description = "Releases", access_packages = ["approve"], groups = [] }
    }
  }
}

run "a_risk_of_an_unknown_function" {
  command         = plan
  expect_failures = [var.risks]

  variables {
    risks = {
      "P2P-1" = { name = "Pay oneself", severity = "high", functions = ["enter", "relaese"], owner = "Treasury", rationale = "No one else looks", compensating_control = "", references = [] }
    }
  }
}

run "a_function_against_itself" {
  command         = plan
  expect_failures = [var.risks]

  variables {
    risks = {
      "P2P-1" = { name = "Pay oneself", severity = "high", functions = ["enter", "enter"], owner = "Treasury", rationale = "No one else looks", compensating_control = "", references = [] }
    }
  }
}

run "a_risk_of_one_function" {
  command         = plan
  expect_failures = [var.risks]

  variables {
    risks = {
      "P2P-1" = { name = "Pay oneself", severity = "high", functions = ["enter"], owner = "Treasury", rationale = "No one else looks", compensating_control = "", references = [] }
    }
  }
}

run "a_group_in_both_functions" {
  command         = plan
  expect_failures = [var.risks]

  variables {
    functions = {
      enter   = { description = "Enters", access_packages = ["create"], groups = ["approvers"] }
      release = { description = "Releases", access_packages = ["approve"], groups = ["approvers"] }
    }
  }
}

run "an_access_package_in_both_functions" {
  command         = plan
  expect_failures = [var.risks]

  variables {
    functions = {
      enter   = { description = "Enters", access_packages = ["create", "approve"], groups = [] }
      release = { description = "Releases", access_packages = ["approve"], groups = [] }
    }
  }
}

run "a_severity_that_does_not_exist" {
  command         = plan
  expect_failures = [var.risks]

  variables {
    risks = {
      "P2P-1" = { name = "Pay oneself", severity = "severe", functions = ["enter", "release"], owner = "Treasury", rationale = "No one else looks", compensating_control = "", references = [] }
    }
  }
}

run "a_risk_that_no_one_owns" {
  command         = plan
  expect_failures = [var.risks]

  variables {
    risks = {
      "P2P-1" = { name = "Pay oneself", severity = "high", functions = ["enter", "release"], owner = " ", rationale = "No one else looks", compensating_control = "", references = [] }
    }
  }
}

run "references_that_are_missing" {
  command         = plan
  expect_failures = [var.risks]

  variables {
    risks = {
      "P2P-1" = { name = "Pay oneself", severity = "high", functions = ["enter", "release"], owner = "Treasury", rationale = "No one else looks", compensating_control = "", references = null }
    }
  }
}

run "a_function_without_a_value" {
  command         = plan
  expect_failures = [var.functions]

  variables {
    functions = {
      enter   = null
      release = { description = "Releases", access_packages = ["approve"], groups = [] }
    }
  }
}

run "a_list_with_an_empty_element" {
  command         = plan
  expect_failures = [var.functions]

  variables {
    functions = {
      enter   = { description = "Enters", access_packages = ["create", null], groups = [null] }
      release = { description = "Releases", access_packages = ["approve"], groups = [] }
    }
  }
}

run "a_risk_without_a_value" {
  command         = plan
  expect_failures = [var.risks]

  variables {
    risks = { "P2P-1" = null }
  }
}

run "a_risk_with_an_empty_function" {
  command         = plan
  expect_failures = [var.risks]

  variables {
    risks = {
      "P2P-1" = { name = "Pay oneself", severity = "high", functions = ["enter", "release", null], owner = "Treasury", rationale = "No one else looks", compensating_control = "", references = [] }
    }
  }
}
