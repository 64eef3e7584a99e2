data "elm_access_package_separation_of_duties" "payments_approve" {
  access_package_id = "3f1b7a52-7c0e-4a9f-9a0e-5d2f6c1b8e01"
}

output "who_must_not_have_payments_approve" {
  description = "Members of these groups and holders of these access packages."
  value = {
    groups          = data.elm_access_package_separation_of_duties.payments_approve.incompatible_groups[*].display_name
    access_packages = data.elm_access_package_separation_of_duties.payments_approve.incompatible_access_packages[*].display_name
  }
}

# A rule between access packages works in one direction. This one warns where the other direction is missing.
check "payments_approve_is_mutual" {
  assert {
    condition = toset(data.elm_access_package_separation_of_duties.payments_approve.incompatible_access_packages[*].id) == toset(
      data.elm_access_package_separation_of_duties.payments_approve.incompatible_with[*].id
    )
    error_message = "An access package excludes the other, but not the other way round."
  }
}
