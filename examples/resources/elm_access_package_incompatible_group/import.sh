# access package/group
terraform import elm_access_package_incompatible_group.approvers ac000000-0000-4000-8000-000000000001/96000000-0000-4000-8000-000000000002

# catalog/access package/group
terraform import elm_access_package_incompatible_group.approvers f1a0c000-0000-4000-8000-000000000001/ac000000-0000-4000-8000-000000000001/96000000-0000-4000-8000-000000000002
