import {
  to = elm_access_package_incompatible_access_package.approvers_do_not_create
  id = "ac000000-0000-4000-8000-000000000001/ac000000-0000-4000-8000-000000000002"
}
