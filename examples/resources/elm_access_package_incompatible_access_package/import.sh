# access package/incompatible access package
terraform import elm_access_package_incompatible_access_package.approvers_do_not_create ac000000-0000-4000-8000-000000000001/ac000000-0000-4000-8000-000000000002

# catalog/access package/incompatible access package
terraform import elm_access_package_incompatible_access_package.creators_do_not_approve f1a0c000-0000-4000-8000-000000000001/ac000000-0000-4000-8000-000000000002/ac000000-0000-4000-8000-000000000001
