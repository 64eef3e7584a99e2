# Mistakes in a matrix are found while planning, at the variable that has them, before any request.

provider "elm" {}

variables {
  access_packages = {
    create  = { id = "ac000000-0000-4000-8000-000000000001", catalog_id = "f1a0c000-0000-4000-8000-000000000001" }
    approve = { id = "ac000000-0000-4000-8000-000000000002", catalog_id = "f1a0c000-0000-4000-8000-000000000001" }
  }
  groups = {
    contractors = "96000000-0000-4000-8000-000000000006"
  }
}

run "a_name_instead_of_an_id" {
  command         = plan
  expect_failures = [var.access_packages]

  variables {
    access_packages = { create = { id = "Payments - create", catalog_id = "f1a0c000-0000-4000-8000-000000000001" } }
  }
}

run "one_access_package_under_two_names" {
  command         = plan
  expect_failures = [var.access_packages]

  variables {
    access_packages = {
      create = { id = "ac000000-0000-4000-8000-000000000001", catalog_id = "f1a0c000-0000-4000-8000-000000000001" }
      enter  = { id = "AC000000-0000-4000-8000-000000000001", catalog_id = "f1a0c000-0000-4000-8000-000000000001" }
    }
  }
}

run "a_group_by_name" {
  command         = plan
  expect_failures = [var.groups]

  variables {
    groups = { contractors = "Contractors" }
  }
}

run "one_group_under_two_names" {
  command         = plan
  expect_failures = [var.groups]

  variables {
    groups = {
      contractors = "96000000-0000-4000-8000-000000000006"
      externals   = "/groups/96000000-0000-4000-8000-000000000006"
    }
  }
}

run "groups_for_an_unknown_access_package" {
  command         = plan
  expect_failures = [var.incompatible_groups]

  variables {
    incompatible_groups = { aprove = ["contractors"] }
  }
}

run "an_unknown_group" {
  command         = plan
  expect_failures = [var.incompatible_groups]

  variables {
    incompatible_groups = { approve = ["contractor"] }
  }
}

run "an_access_package_with_no_list" {
  command         = plan
  expect_failures = [var.incompatible_groups]

  variables {
    incompatible_groups = { approve = null }
  }
}

run "a_set_of_one" {
  command         = plan
  expect_failures = [var.mutually_exclusive]

  variables {
    mutually_exclusive = { payments = ["create"] }
  }
}

run "a_set_with_an_unknown_member" {
  command         = plan
  expect_failures = [var.mutually_exclusive]

  variables {
    mutually_exclusive = { payments = ["create", "aprove"] }
  }
}

run "a_set_with_no_list" {
  command         = plan
  expect_failures = [var.mutually_exclusive]

  variables {
    mutually_exclusive = { payments = null }
  }
}

run "exclusion_of_an_unknown_access_package" {
  command         = plan
  expect_failures = [var.incompatible_access_packages]

  variables {
    incompatible_access_packages = { create = ["aprove"] }
  }
}

run "exclusion_by_an_unknown_access_package" {
  command         = plan
  expect_failures = [var.incompatible_access_packages]

  variables {
    incompatible_access_packages = { aprove = ["create"] }
  }
}

run "an_access_package_that_excludes_itself" {
  command         = plan
  expect_failures = [var.incompatible_access_packages]

  variables {
    incompatible_access_packages = { create = ["create"] }
  }
}

run "an_access_package_without_a_value" {
  command         = plan
  expect_failures = [var.access_packages]

  variables {
    access_packages = { create = null }
  }
}
