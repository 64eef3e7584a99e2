import {
  to = elm_access_package_incompatible_group.approvers
  id = "ac000000-0000-4000-8000-000000000001/96000000-0000-4000-8000-000000000002"
}
