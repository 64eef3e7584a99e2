data "elm_access_package_separation_of_duties" "payments_approve" {
  access_package_id = "ac000000-0000-4000-8000-000000000002"
}

output "who_must_not_have_payments_approve" {
  description = "Members of these groups and holders of these access packages."
  value = {
    groups          = data.elm_access_package_separation_of_duties.payments_approve.incompatible_groups[*].display_name
    access_packages = data.elm_access_package_separation_of_duties.payments_approve.incompatible_access_packages[*].display_name
  }
}

# A rule works in one direction. This check warns if the opposite rule is missing.
check "payments_approve_is_mutual" {
  assert {
    condition = toset(data.elm_access_package_separation_of_duties.payments_approve.incompatible_access_packages[*].id) == toset(
      data.elm_access_package_separation_of_duties.payments_approve.incompatible_with[*].id
    )
    error_message = "An opposite rule is missing."
  }
}
