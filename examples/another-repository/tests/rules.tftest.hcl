variables {
  catalog_id   = "ca000000-0000-4000-8000-000000000001"
  pay_invoices = "ac000000-0000-4000-8000-000000000001"
  receiving_groups = {
    north = "96000000-0000-4000-8000-000000000001"
    south = "96000000-0000-4000-8000-000000000002"
  }
}

run "excludes_both_warehouses" {
  assert {
    condition = output.rules == {
      north = "ac000000-0000-4000-8000-000000000001/96000000-0000-4000-8000-000000000001"
      south = "ac000000-0000-4000-8000-000000000001/96000000-0000-4000-8000-000000000002"
    }
    error_message = "The rules differ from receiving_groups."
  }
}

run "closes_a_warehouse" {
  variables {
    receiving_groups = {
      south = "96000000-0000-4000-8000-000000000002"
    }
  }

  assert {
    condition     = keys(output.rules) == ["south"]
    error_message = "The rule for the closed warehouse still exists."
  }
}

run "refuses_an_empty_map" {
  command = plan

  variables {
    receiving_groups = {}
  }

  expect_failures = [var.receiving_groups]
}
