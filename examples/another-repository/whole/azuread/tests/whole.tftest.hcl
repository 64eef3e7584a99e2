# One apply creates everything, and the test destroys it at the end. The IDs are those of the emulator's default tenant.

variables {
  member         = "05e20000-0000-4000-8000-000000000001"
  excluded_group = "96000000-0000-4000-8000-000000000001"
}

run "everything_in_one_apply" {
  assert {
    condition     = endswith(output.rule, "/${var.excluded_group}")
    error_message = "The rule is about another group."
  }
}

run "the_policy_changes_and_the_rule_stays" {
  variables {
    days = 30
  }

  assert {
    condition     = output.rule == run.everything_in_one_apply.rule
    error_message = "The rule has changed."
  }
}
