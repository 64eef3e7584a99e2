import {
  to = elm_access_package_incompatible_group.approvers
  identity = {
    access_package_id = "ac000000-0000-4000-8000-000000000001"
    group_id          = "96000000-0000-4000-8000-000000000002"
  }
}
