import {
  to = elm_access_package_separation_of_duties.create_payments
  id = "ac000000-0000-4000-8000-000000000001"
}
